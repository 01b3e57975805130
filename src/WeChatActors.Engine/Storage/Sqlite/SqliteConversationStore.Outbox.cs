using System.Collections.Immutable;

namespace WeChatActors.Engine;

public sealed partial class SqliteConversationStore : IOutboxStore
{
    /// <inheritdoc/>
    public string Node => _node.Name;

    /// <inheritdoc/>
    public bool IsAlive(string node) => _node.IsAlive(node);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit) =>
        new(Read(reader => SqliteOutbox.Due(reader.Connection, _node, account, now, limit)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<OutboxRow>> Owed(ConversationId id, int limit) => new(Read(reader => SqliteOutbox.Owed(reader.Connection, id, limit)));

    /// <inheritdoc/>
    public async ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil)
    {
        var claim = new OutboxClaim(id, entry, Node, now, leaseUntil);
        await WriteOrThrow(claim);
        return claim.Claimed;
    }

    /// <inheritdoc/>
    public ValueTask PutOff(ConversationId id, long entry, DateTimeOffset notBefore, string why) =>
        WriteOrThrow(new OutboxPutOff(id, entry, _node, _time.GetUtcNow(), notBefore, why));

    /// <inheritdoc/>
    public ValueTask<OutboxRow?> Find(ConversationId id, long entry) => new(Read(reader => SqliteOutbox.Find(reader.Connection, id, entry)));

    /// <inheritdoc/>
    public ValueTask<OutboxRow?> FindByKey(ConversationId id, string key) => new(Read(reader => SqliteOutbox.FindByKey(reader.Connection, id, key)));

    /// <inheritdoc/>
    public ValueTask<OutboxRow?> FindByMsgId(string account, string msgId) =>
        new(Read(reader => SqliteOutbox.FindByMsgId(reader.Connection, account, msgId)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(long Position, OutboxRow Row)>> List(string account, OutboxState? state, long? before, int limit) =>
        new(Read(reader => SqliteOutbox.List(reader.Connection, account, state, before, limit)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(string Account, OutboxState State, long Count)>> Count() => new(Read(reader => SqliteOutbox.Count(reader.Connection)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit) =>
        new(Read(reader => SqliteOutbox.Timers(reader.Connection, _node, dueBefore, limit)));

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<UploadedMedia>> Media(string account) => new(Read(reader => SqliteOutbox.Media(reader.Connection, account)));

    /// <inheritdoc/>
    public ValueTask KeepMedia(UploadedMedia media) => WriteOrThrow(new MediaWrite(media));
}
