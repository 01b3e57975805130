using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>An answer that a process gives to the last carriers of a packet: when it dies over that, nobody knows whether it arrived.</summary>
/// <param name="Seq">The line of the log that took the question.</param>
/// <param name="Reply">The answer.</param>
/// <param name="At">When it was given, UTC.</param>
/// <param name="Node">The process.</param>
public sealed record GivenAnswer(long Seq, PassiveReply Reply, DateTimeOffset At, string Node);
