namespace WeChatActors.Engine;

/// <summary>What the outbox works with.</summary>
/// <param name="Client">Calls the platform.</param>
/// <param name="Store">The rows, as every process sees them.</param>
/// <param name="Media">Uploads local files.</param>
/// <param name="Time">The clock.</param>
/// <param name="Notice">Hears what an operator must know; no sentence holds what was said to a user.</param>
/// <param name="Ended">Tells the conversation how a row ended (<see cref="ConversationInput.PushEnded"/>); true once that is on disk. Until then it is told
/// again, so that hearing it twice must be like hearing it once.</param>
public sealed record OutboxPorts(
    PlatformClient Client, IOutboxStore Store, MediaKeeper Media, TimeProvider Time, Action<PlatformNotice> Notice,
    Func<OutboxEntry, OutboxOutcome, ValueTask<bool>> Ended);
