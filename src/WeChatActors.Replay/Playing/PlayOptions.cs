using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>What a run does.</summary>
internal sealed record PlayOptions
{
    /// <summary>How many packets are under way at once, or connections open, at most.</summary>
    public const int MostPlaces = 50_000;

    /// <summary>The target: callback, token, security mode, key, original id.</summary>
    public required AccountSetup Account { get; init; }

    /// <summary>When packets leave.</summary>
    public required Pace Pace { get; init; }

    /// <summary>How many packets are under way at once when the pace is <see cref="Pace.Saturate"/>; 1 to <see cref="MostPlaces"/>.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>How many connections are open at most at any other pace; 1 to <see cref="MostPlaces"/>. A packet that finds none free
    /// waits, and its latency counts on.</summary>
    public int Connections { get; init; } = 1_000;

    /// <summary>What is to leave in this time from the beginning is in no number about the generator's lag and its connections.</summary>
    public TimeSpan WarmUp { get; init; }

    /// <summary>How long speed, rate or concurrency take to rise evenly from nothing; zero for at once.</summary>
    public TimeSpan Ramp { get; init; }

    /// <summary>Nothing is due any more after this time; null for no such end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>It ends after so many packets; null for no such end.</summary>
    public long? Packets { get; init; }

    /// <summary>In whose names.</summary>
    public Followers Followers { get; init; } = new Followers.Keep();

    /// <summary>Whether ToUserName becomes the account's original id; else it stays as it is in each packet.</summary>
    public bool ReplaceOriginalId { get; init; }

    /// <summary>Gives nonces and the names of strangers.</summary>
    public ulong Seed { get; init; }

    /// <summary>Why a run cannot do this, in one sentence; null when it can.</summary>
    public string? FindFault() => this switch
    {
        { Account.Callback: not { IsAbsoluteUri: true, Scheme: "http" or "https" } } => "The target needs an http or https address.",
        { Pace: Pace.Speed { Times: not (> 0 and <= Pace.Speed.Most) } } => $"A speed is above 0 and at most {Pace.Speed.Most:N0}.",
        { Pace: Pace.Rate { PerSecond: not (> 0 and <= Pace.Rate.Most) } } => $"A rate is above 0 and at most {Pace.Rate.Most:N0} packets a second.",
        { Concurrency: < 1 or > MostPlaces } => $"A concurrency is 1 to {MostPlaces:N0}.",
        { Connections: < 1 or > MostPlaces } => $"The number of connections is 1 to {MostPlaces:N0}.",
        { Followers: Followers.Multiply { Times: < 1 or > Followers.Multiply.Most } } => $"Followers are multiplied by 1 to {Followers.Multiply.Most:N0}.",
        _ when Ramp < TimeSpan.Zero || Ramp > Longest => "A ramp takes from nothing to 365 days.",
        _ when Duration <= TimeSpan.Zero || Duration > Longest => "A duration is above zero and at most 365 days.",
        { Packets: < 1 } => "A number of packets is at least 1.",
        _ => PushSigner.TryCreate(Account, out _, out var error) ? null : error.English,
    };

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
}
