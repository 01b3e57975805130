using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Benchmarks;

/// <summary>Keeps nothing: what the engine costs without a disk. A benchmark switch, no product.</summary>
internal sealed class MemoryStore : IEngineStore
{
    public ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) => new(Conversation.New);

    public ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged) => new(CommitResult.Committed);

    public void CountDelivery(ConversationId id, long seq)
    {
    }

    public ValueTask<CommitResult> SetAside(SetAsidePacket packet) => new(CommitResult.Committed);

    public ValueTask<StoreHealth> CheckHealth() => new(new StoreHealth(true));

    public ValueTask<ImmutableArray<ConversationSummary>> List(string account, string? after, int limit) => new(ImmutableArray<ConversationSummary>.Empty);

    public ValueTask<ImmutableArray<ConversationSummary>> ListReachable(
        string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit) => new(ImmutableArray<ConversationSummary>.Empty);

    public ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now) => new(default(ReachableTotals));

    public ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit) => new(ImmutableArray<StoredTurn>.Empty);

    public ValueTask DisposeAsync() => default;

    public string Node => "bench";

    public bool IsAlive(string node) => true;

    public ValueTask<ImmutableArray<OutboxRow>> Due(string account, DateTimeOffset now, int limit) => new(ImmutableArray<OutboxRow>.Empty);

    public ValueTask<ImmutableArray<OutboxRow>> Owed(ConversationId id, int limit) => new(ImmutableArray<OutboxRow>.Empty);

    public ValueTask<bool> Claim(ConversationId id, long entry, DateTimeOffset now, DateTimeOffset leaseUntil) => new(false);

    public ValueTask PutOff(ConversationId id, long entry, DateTimeOffset notBefore, string why) => default;

    public ValueTask<OutboxRow?> Find(ConversationId id, long entry) => default;

    public ValueTask<OutboxRow?> FindByKey(ConversationId id, string key) => default;

    public ValueTask<OutboxRow?> FindByMsgId(string account, string msgId) => default;

    public ValueTask<ImmutableArray<(long Position, OutboxRow Row)>> List(string account, OutboxState? state, long? before, int limit) => new(ImmutableArray<(long, OutboxRow)>.Empty);

    public ValueTask<ImmutableArray<(string Account, OutboxState State, long Count)>> Count() => new(ImmutableArray<(string, OutboxState, long)>.Empty);

    public ValueTask<ImmutableArray<StoredTimer>> Timers(DateTimeOffset dueBefore, int limit) => new(ImmutableArray<StoredTimer>.Empty);

    public ValueTask<ImmutableArray<UploadedMedia>> Media(string account) => new(ImmutableArray<UploadedMedia>.Empty);

    public ValueTask KeepMedia(UploadedMedia media) => default;

    public ValueTask KeepScript(Script script, DateTimeOffset now) => default;

    public ValueTask<ImmutableArray<RuleSource>> ScriptSources(string hash) => new(ImmutableArray<RuleSource>.Empty);

    public ValueTask<ImmutableArray<OutboxRow>> Rows(ConversationId id, OutboxState? state, long? before, int limit) => new(ImmutableArray<OutboxRow>.Empty);

    public ValueTask<ImmutableArray<StoredAccountEvent>> AccountEvents(string account, string? kind, long? before, int limit) => new(ImmutableArray<StoredAccountEvent>.Empty);
}
