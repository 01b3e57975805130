using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>One packet and what was decided about it: the line of the turn log.</summary>
/// <param name="Seq">Number of the turn in its conversation, from 1; also the conversation's version after it.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Packet">The packet.</param>
/// <param name="Rules">Ids of the rules that ran.</param>
/// <param name="Reply">The passive reply; null for <c>success</c>.</param>
/// <param name="Notes">What the operator should know about it.</param>
/// <param name="Elapsed">From the packet's arrival to the decision.</param>
public sealed record Turn(
    long Seq,
    DateTimeOffset At,
    Packet Packet,
    ImmutableArray<string> Rules,
    PassiveReply? Reply,
    ImmutableArray<string> Notes,
    TimeSpan Elapsed);
