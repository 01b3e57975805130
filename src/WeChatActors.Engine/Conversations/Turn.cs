using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>One input and what was decided about it: the line of the turn log.</summary>
/// <param name="Seq">Number of the turn in its conversation, from 1; also the conversation's version after it.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Cause">What came. Its kind says how it looks in the log.</param>
/// <param name="Rules">Ids of the rules that ran.</param>
/// <param name="Reply">The passive reply; null for <c>success</c>.</param>
/// <param name="Notes">What the operator should know about it.</param>
public sealed record Turn(
    long Seq,
    DateTimeOffset At,
    ConversationInput Cause,
    ImmutableArray<string> Rules,
    PassiveReply? Reply,
    ImmutableArray<string> Notes)
{
    /// <summary>From the input's arrival to the decision.</summary>
    public TimeSpan Elapsed => At - Cause.ReceivedAt;
}
