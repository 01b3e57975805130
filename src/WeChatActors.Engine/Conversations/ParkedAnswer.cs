using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>An answer that came when nothing could carry it. It is shown with the next passive reply, or fetched.</summary>
/// <param name="Seq">The line of the log that took the question.</param>
/// <param name="Question">What was asked, cut; empty for what nobody asked.</param>
/// <param name="Reply">The answer.</param>
/// <param name="At">When it was there, UTC.</param>
/// <param name="OnlyPulled">Whether only a pull word fetches it, because it may have arrived already.</param>
public sealed record ParkedAnswer(long Seq, string Question, PassiveReply Reply, DateTimeOffset At, bool OnlyPulled = false);
