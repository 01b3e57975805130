using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules;

/// <summary>What a script decided about one packet.</summary>
/// <param name="Rules">Ids of the rules that ran, in order: none, one, or several when <c>continue: true</c> let others follow.</param>
/// <param name="Reply">The passive reply; null for none.</param>
/// <param name="Variables">The follower's variables afterwards; the same object as before when nothing changed.</param>
/// <param name="Notes">What the operator should know, such as a reply that was cut; empty as a rule.</param>
public readonly record struct Decision(
    ImmutableArray<string> Rules,
    PassiveReply? Reply,
    ImmutableDictionary<string, Value> Variables,
    ImmutableArray<string> Notes)
{
    /// <summary>What else must be done, in the order of the actions; empty as a rule.</summary>
    public ImmutableArray<RuleStep> Steps { get; init; } = [];

    /// <summary>The call that the actions wait for; null when they have ended. Once it has ended, the script decides again with its result.</summary>
    public CallOrder? Call { get; init; }

    /// <summary>The results that actions have named so far, for timers that are armed by this decision.</summary>
    public ImmutableDictionary<string, Value> Into { get; init; } = ImmutableDictionary<string, Value>.Empty;

    /// <summary>What messages do that arrive while this one runs.</summary>
    public BusyMode Busy { get; init; }

    /// <summary>How the answer is brought when it takes long.</summary>
    public SlowMode Slow { get; init; }

    /// <summary>What a model was told and said, to be told with the next question; null when no model answered.</summary>
    public Exchange? Exchange { get; init; }

    /// <summary>The dialog that the follower is in afterwards; the same object as before when nothing changed, null for none.</summary>
    public OpenDialog? Dialog { get; init; }

    /// <summary>The kept message that the rules answered once the follower agreed to leave a dialog for it: what timers of this decision act for.
    /// Null when it is the packet itself, as a rule.</summary>
    public WeChatActors.Protocol.Packet? Aside { get; init; }

    /// <summary>Whether the packet's words answer a secret slot, so that no log may keep them.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>One question to a model and its answer.</summary>
/// <param name="Question">What the user said.</param>
/// <param name="Answer">What the model said.</param>
public sealed record Exchange(string Question, string Answer);
