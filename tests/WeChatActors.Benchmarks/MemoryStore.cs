using System.Collections.Immutable;
using WeChatActors.Engine;

namespace WeChatActors.Benchmarks;

/// <summary>Keeps nothing: what the engine costs without a disk. A benchmark switch, no product.</summary>
internal sealed class MemoryStore : IConversationStore
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
}
