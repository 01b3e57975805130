using System.Collections.Immutable;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>A store of which a test needs a part: the rest says so when it is asked.</summary>
internal abstract class PartialStore : IConversationStore, IOutboxStore
{
    public abstract string Node { get; }

    public abstract bool IsAlive(string name);

    public abstract ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now);

    public abstract ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged);

    public abstract ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit);

    public abstract ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit);

    public abstract ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil);

    public void CountDelivery(ConversationId id, long seq) { }

    public virtual ValueTask PutOff(ConversationId id, long entry, DateTimeOffset notBefore, string why) => throw new NotSupportedException();

    public virtual ValueTask<OutboxRow?> Find(ConversationId id, long entry) => throw new NotSupportedException();

    public ValueTask<CommitResult> SetAside(SetAsidePacket packet) => throw new NotSupportedException();

    public ValueTask<StoreHealth> CheckHealth() => throw new NotSupportedException();

    public ValueTask<ImmutableArray<ConversationSummary>> List(string account, string? after, int limit) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<ConversationSummary>> ListReachable(string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit) =>
        throw new NotSupportedException();

    public ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<OutboxRow>> Owed(ConversationId id, int limit) => throw new NotSupportedException();

    public ValueTask<OutboxRow?> FindByKey(ConversationId id, string key) => throw new NotSupportedException();

    public ValueTask<OutboxRow?> FindByMsgId(string account, string msgId) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<(long Position, OutboxRow Row)>> List(string account, OutboxState? state, long? before, int limit) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<(string Account, OutboxState State, long Count)>> Count() => throw new NotSupportedException();

    public ValueTask<ImmutableArray<UploadedMedia>> Media(string account) => throw new NotSupportedException();

    public ValueTask KeepMedia(UploadedMedia media) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;
}
