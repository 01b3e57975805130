using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>A dialog that a follower has begun and not left. Immutable; kept with the conversation and given back with its next input.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="ScriptHash">The script it began with, which it ends with.</param>
/// <param name="Since">When it began, UTC.</param>
public sealed record OpenDialog(string Name, string ScriptHash, DateTimeOffset Since)
{
    /// <summary>What stands before its name where rules are named.</summary>
    internal const string IdPrefix = "dialog:";

    /// <summary>Whether an id of <see cref="Decision.Rules"/> or of a <c>later</c> names a dialog.</summary>
    /// <param name="rule">The id.</param>
    public static bool IsOf(string rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.StartsWith(IdPrefix, StringComparison.Ordinal);
    }

    /// <summary>Stands for what answers a secret question wherever people read.</summary>
    public const string Hidden = "***";

    /// <summary>The slot that is asked for, from 0; as many as there are slots while the confirmation is.</summary>
    public int Slot { get; init; }

    /// <summary>Wrong answers to the question that stands.</summary>
    public int Tries { get; init; }

    /// <summary>The answers given so far by slot; those to secret slots too.</summary>
    public ImmutableDictionary<string, Value> Values { get; init; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>The message that another rule would answer, while the follower is asked whether he wants that; null as a rule.</summary>
    public Packet? Aside { get; init; }

    /// <summary>Whether its time is over: it takes only words that wake it.</summary>
    public bool Sleeps { get; init; }

    /// <summary>When something happens to it by itself, UTC: it falls asleep, or ends in its sleep. Null for never.</summary>
    public DateTimeOffset? Due { get; init; }
}
