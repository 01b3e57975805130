using System.Collections.Immutable;
using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_whose_tokens_cannot_be_kept_does_not_start_and_closes_the_store_it_was_given()
    {
        var file = Path.Combine(_folder, "turns.db");
        var store = new WatchedStore(SqliteConversationStore.Open(file, TimeProvider.System));
        // A folder stands where the file of the tokens should be.
        var configuration = new ServerConfiguration
        {
            Public = new Uri("http://127.0.0.1:0"), Admin = new Uri("http://127.0.0.1:0"), AdminKeys = [], StorePath = _folder, Accounts = ImmutableArray<Account>.Empty,
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(() => ServerHost.Start(configuration, store, TimeProvider.System, null));

        Assert.True(store.Disposed);
    }

    private sealed class WatchedStore(IConversationStore inner) : IConversationStore
    {
        public bool Disposed { get; private set; }

        public ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) => inner.Load(id, now);

        public ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged) => inner.Commit(id, turn, state, stateChanged);

        public void CountDelivery(ConversationId id, long seq) => inner.CountDelivery(id, seq);

        public ValueTask<CommitResult> SetAside(SetAsidePacket packet) => inner.SetAside(packet);

        public ValueTask<StoreHealth> CheckHealth() => inner.CheckHealth();

        public ValueTask<ImmutableArray<ConversationSummary>> List(string account, string? after, int limit) => inner.List(account, after, limit);

        public ValueTask<ImmutableArray<ConversationSummary>> ListReachable(
            string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit) => inner.ListReachable(account, now, closesBefore, after, limit);

        public ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now) => inner.CountReachable(account, now);

        public ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit) => inner.Transcript(id, limit);

        public ValueTask DisposeAsync()
        {
            Disposed = true;
            return inner.DisposeAsync();
        }
    }
}
