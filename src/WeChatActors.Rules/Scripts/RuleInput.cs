using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>All that rules may look at when they decide about one packet, or about a timer.</summary>
/// <param name="Packet">The packet; for a timer the one that its rule ran for; null when there is none.</param>
/// <param name="User">What is known of the follower.</param>
/// <param name="Account">The account.</param>
/// <param name="Now">The time, as an argument: rules read no clock.</param>
/// <param name="Seed">Chooses among random variants: the same seed gives the same choice.</param>
public readonly record struct RuleInput(Packet? Packet, UserView User, AccountView Account, DateTimeOffset Now, ulong Seed)
{
    /// <summary>The customer-service window when the turn began.</summary>
    public WindowView Window { get; init; }

    /// <summary>How the calls of this turn ended so far, in the order in which the actions came to them. The actions run again from their
    /// beginning and find each result where they waited for it: the same input gives the same steps up to there.</summary>
    public ImmutableArray<CallResult> Results { get; init; } = [];

    /// <summary>What happened instead of a packet; null for a packet.</summary>
    public RuleStart? Start { get; init; }

    /// <summary>Notes what the decision goes through; null in production.</summary>
    public DecisionTrace? Trace { get; init; }

    /// <summary>Local files that the platform holds, by path, with their media ids; null when nothing was uploaded.</summary>
    public IReadOnlyDictionary<string, string>? Media { get; init; }
}

/// <summary>What rules see of a follower as <c>user</c>.</summary>
/// <param name="Variables">The durable variables, <c>user.NAME</c>.</param>
/// <param name="Turns">How many turns the conversation has had before this packet.</param>
/// <param name="Since">When the conversation began; null at its first packet.</param>
/// <param name="Subscribed">Whether the follower follows the account, this packet taken into account.</param>
public readonly record struct UserView(ImmutableDictionary<string, Value> Variables, long Turns, DateTimeOffset? Since, bool Subscribed)
{
    internal static readonly ImmutableSortedSet<string> NoTags = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>The names of the follower's tags.</summary>
    public ImmutableSortedSet<string> Tags { get; init; } = NoTags;

    /// <summary>What web pages were told of the follower, <c>user.profile</c>; null when none was.</summary>
    public ProfileView? Profile { get; init; }

    /// <summary>The dialog he is in; null for none.</summary>
    public OpenDialog? Dialog { get; init; }
}

/// <summary>What rules see of a follower's profile as <c>user.profile</c>.</summary>
/// <param name="UnionId">The same for all accounts of one open platform account; null when nobody was told.</param>
/// <param name="Name">The nickname; null when nobody was told.</param>
/// <param name="Picture">The address of the portrait; null when nobody was told.</param>
public sealed record ProfileView(string? UnionId, string? Name, string? Picture);

/// <summary>What rules see of an account as <c>account</c>.</summary>
/// <param name="Alias">The account's name in the configuration.</param>
/// <param name="AppId">The AppID.</param>
/// <param name="TimeZone">The zone of <c>today()</c>, <c>time_in()</c> and dates.</param>
public sealed record AccountView(string Alias, string AppId, TimeZoneInfo TimeZone);
