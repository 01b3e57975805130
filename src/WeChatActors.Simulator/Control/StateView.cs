using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>The whole platform at a glance.</summary>
internal sealed record StateView(
    ClockView Clock, IReadOnlyList<PersonView> People, IReadOnlyList<AccountView> Accounts, Weather Weather, IReadOnlyList<FaultView> Faults,
    IReadOnlyDictionary<string, ImmutableArray<string>> Rules, Uri Api)
{
    /// <summary>How many people are listed; a crowd would make every look at the state a long one.</summary>
    private const int MostPeople = 1000;

    /// <summary>The view at this moment.</summary>
    public static StateView Of(Platform platform, RuleFindings rules, Uri api)
    {
        var now = platform.Clock.GetUtcNow();
        return new(
            ClockView.Of(platform.Clock), [.. platform.People.Take(MostPeople).Select(PersonView.Of)], [.. platform.Accounts.Values.Select(account => AccountView.Of(account, now))],
            platform.Weather, [.. platform.Faults.All.Select(FaultView.Of)], rules.All, api);
    }
}

/// <summary>The simulated clock.</summary>
/// <param name="Now">What it shows.</param>
/// <param name="AheadSeconds">How far it was moved.</param>
/// <param name="Stopped">Whether it stands still but for being moved.</param>
internal sealed record ClockView(DateTimeOffset Now, double AheadSeconds, bool Stopped)
{
    /// <summary>The view at this moment.</summary>
    public static ClockView Of(SimulatedClock clock) => new(clock.GetUtcNow(), Math.Round(clock.Ahead.TotalSeconds, 3), clock.Stopped);
}

/// <summary>A person.</summary>
internal sealed record PersonView(int Number, string Name)
{
    /// <summary>The view of one.</summary>
    public static PersonView Of(Person person) => new(person.Number, person.Name);
}

/// <summary>An account without its secrets.</summary>
internal sealed record AccountView(
    string Alias, string AppId, string Name, string OriginalId, AccountKind Kind, Protocol.SecurityMode Security, Uri? Callback, DateTimeOffset? SilentUntil, int Followers)
{
    /// <summary>The view at a moment.</summary>
    public static AccountView Of(SimulatedAccount account, DateTimeOffset now)
    {
        lock (account.Gate)
        {
            var setup = account.Setup;
            return new(
                setup.Alias, setup.AppId, setup.Name ?? setup.Alias, setup.OriginalId, setup.Kind, setup.Security, setup.Callback,
                account.Silence.Until(now), account.Followers.Count(follower => follower.Subscribed));
        }
    }
}

/// <summary>A fault of the API, in the members of the request that made it.</summary>
internal sealed record FaultView(
    int Id, FaultKind Do, string Path, string? Account, int? Errcode, double? LatencyMs, int? Times, double? ForSeconds, int Hits, DateTimeOffset? Until)
{
    /// <summary>The view of one.</summary>
    public static FaultView Of(ApiFault fault) => new(
        fault.Id, fault.Order.Do, fault.Order.Path, fault.Order.Account, fault.Order.Do == FaultKind.Errcode ? fault.Order.Errcode : null,
        fault.Order.Do == FaultKind.Latency ? fault.Order.Latency.TotalMilliseconds : null, fault.Order.Times, fault.Order.For?.TotalSeconds, fault.Hits, fault.Until);
}
