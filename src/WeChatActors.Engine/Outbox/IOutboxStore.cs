using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>The outbox's rows and the conversations' timers, as every process that shares the store sees them. Any thread.</summary>
/// <remarks>Rows are added and settled by the commits of their conversation (<see cref="TurnWrites"/>); here they are found, claimed and put off.</remarks>
public interface IOutboxStore
{
    /// <summary>Names this process; no other that lives has the same name.</summary>
    string Node { get; }

    /// <summary>Whether the process of that name still lives.</summary>
    bool IsAlive(string node);

    /// <summary>What an account's worker can go on with: of each of its conversations that has any the first row that is not settled, when that is waiting and
    /// its <see cref="OutboxRow.NotBefore"/> has come, or was left in <see cref="OutboxState.Sending"/> by a process that no longer lives or whose
    /// lease lapsed. Oldest first.</summary>
    /// <param name="account">The alias: what is stopped for one account must not stand before the rows of another.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit);

    /// <summary>The rows of one conversation that are not settled, in their order.</summary>
    ValueTask<ImmutableArray<OutboxRow>> Owed(ConversationId id, int limit);

    /// <summary>Claims a waiting row for this process: marks it as being sent and counts the attempt, on disk, before anything is sent.</summary>
    /// <returns>False when another was first, when it is settled, or when an earlier row of the conversation is not settled: so the order holds
    /// over all processes, and a row that was just committed needs no reading before.</returns>
    ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil);

    /// <summary>Makes a row wait: one that this process claimed and certainly did not send, one that waits already, or one that a process left in
    /// <see cref="OutboxState.Sending"/> which no longer lives or whose lease lapsed, and that may be sent twice. Any other stays as it is.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="entry">Which.</param>
    /// <param name="notBefore">It is not tried before, UTC.</param>
    /// <param name="why">One sentence for the operator.</param>
    ValueTask PutOff(ConversationId id, long entry, DateTimeOffset notBefore, string why);

    /// <summary>One row; null when there is none.</summary>
    ValueTask<OutboxRow?> Find(ConversationId id, long entry);

    /// <summary>The row that was asked for with an idempotency key; null when there is none.</summary>
    ValueTask<OutboxRow?> FindByKey(ConversationId id, string key);

    /// <summary>The row whose notice has the platform's id; null when there is none.</summary>
    ValueTask<OutboxRow?> FindByMsgId(string account, string msgId);

    /// <summary>Rows of an account for the operator, newest first.</summary>
    /// <param name="account">The alias.</param>
    /// <param name="state">Only those; null for all.</param>
    /// <param name="before">Older than this row's position; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<ImmutableArray<(long Position, OutboxRow Row)>> List(string account, OutboxState? state, long? before, int limit);

    /// <summary>How many rows of each account are in each state that is not settled.</summary>
    ValueTask<ImmutableArray<(string Account, OutboxState State, long Count)>> Count();

    /// <summary>Timers that are due before a time, earliest first, and the work of processes that no longer live.</summary>
    ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit);

    /// <summary>Media that were uploaded for local files.</summary>
    ValueTask<ImmutableArray<UploadedMedia>> Media(string account);

    /// <summary>Keeps what was uploaded.</summary>
    ValueTask KeepMedia(UploadedMedia media);
}

/// <summary>A local file that the platform holds.</summary>
/// <param name="Account">The account's alias.</param>
/// <param name="Path">The file, as rules name it.</param>
/// <param name="Kind">image, voice, video or thumb.</param>
/// <param name="Hash">SHA-256 of its bytes, lower-case hex: another content is uploaded anew.</param>
/// <param name="MediaId">The platform's id.</param>
/// <param name="At">When it was uploaded, UTC; the platform forgets it after 3 days.</param>
public sealed record UploadedMedia(string Account, string Path, string Kind, string Hash, string MediaId, DateTimeOffset At);

/// <summary>A timer's row.</summary>
/// <param name="Id">Whose.</param>
/// <param name="Name">Which of the conversation's: <see cref="ConversationTimer.Work"/> or a timer's name.</param>
/// <param name="Due">When, UTC.</param>
/// <param name="Node">The process that does the work; null for a timer anybody may fire.</param>
public readonly record struct StoredTimer(ConversationId Id, string Name, DateTimeOffset Due, string? Node);
