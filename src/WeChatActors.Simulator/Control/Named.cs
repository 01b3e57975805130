using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>Finds what the address of a control request names.</summary>
internal static class Named
{
    private const int MostListed = 20;

    /// <summary>The account of an alias.</summary>
    /// <exception cref="ControlException">404, with the aliases that exist.</exception>
    public static SimulatedAccount Account(Platform platform, string alias) =>
        platform.Accounts.TryGetValue(alias, out var account)
            ? account
            : throw ControlException.Missing($"There is no account '{alias}'", $"There is {string.Join(", ", platform.Accounts.Keys.Take(MostListed))}.");

    /// <summary>The person of a number.</summary>
    /// <exception cref="ControlException">404, with the numbers that exist.</exception>
    public static Person Person(Platform platform, string number)
    {
        var people = platform.People;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index >= 1 && index <= people.Count
            ? people[index - 1]
            : throw ControlException.Missing($"There is no person '{number}'", people.Count == 0
                ? "Nobody is here yet: POST /simulator/people."
                : string.Create(CultureInfo.InvariantCulture, $"There are people 1 to {people.Count}; POST /simulator/people brings one more."));
    }

    /// <summary>A person and what he is at an account.</summary>
    public static (SimulatedAccount Account, Follower Follower) Follower(Platform platform, string alias, string number)
    {
        var account = Account(platform, alias);
        var person = Person(platform, number);
        lock (account.Gate) return (account, account.Meet(person));
    }
}
