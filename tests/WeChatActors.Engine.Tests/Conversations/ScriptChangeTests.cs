using System.Collections.Immutable;
using WeChatActors.Actors;
using WeChatActors.Engine.Tests.Storage;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Conversations;

public sealed class ScriptChangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_packet_after_a_change_meets_the_new_rules_and_the_old_variables()
    {
        await using var store = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        await using var host = Host(store, out var account);
        Assert.Equal(new TextReply("kept tea"), await Send(host, "keep tea", 1));

        account.Use(Saying("new: {{ user.kept }}"));

        Assert.Equal(new TextReply("new: tea"), await Send(host, "hello", 2));
    }

    [Fact]
    public async Task A_packet_that_was_answered_before_a_change_gets_the_same_answer_again()
    {
        await using var store = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        await using var host = Host(store, out var account);
        var before = await Send(host, "hello", 1);

        account.Use(Saying("new"));

        Assert.Equal(before, await Send(host, "hello", 1));
    }

    [Fact]
    public async Task A_turn_under_way_keeps_its_rules_also_when_its_step_is_taken_again()
    {
        await using var inner = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        var store = new LostRace(inner);
        await using var host = Host(store, out var account);

        var first = Send(host, "hello", 1);
        await store.Begun;
        account.Use(Saying("new"));
        var second = Send(host, "hello", 2);
        store.GoOn();

        Assert.Equal(new TextReply("hello is number 1"), await first);
        Assert.Equal(new TextReply("new"), await second);
    }

    private static Script Saying(string reply) => Given.Script($"version: 1\nrules: [{{default: true, reply: \"{reply}\"}}]\n");

    private static ConversationHost Host(IConversationStore store, out Account account)
    {
        account = Given.Account();
        return new([account], store, new ActorOptions(), TimeProvider.System, (_, error) => Assert.Fail(error.ToString()));
    }

    private static async Task<PassiveReply?> Send(ConversationHost host, string text, long msgId)
    {
        var asked = await host.Deliver(host.Accounts["demo"], new OpenId("oAnn"), Given.Text(text, msgId), DateTimeOffset.UtcNow, Timeout.InfiniteTimeSpan);
        Assert.True(asked.TryGetReply(out var answer), $"{asked.Outcome} {asked.Error}");
        return answer.Reply;
    }

    /// <summary>Holds the first commit until it may go on, and then says that another writer was first.</summary>
    private sealed class LostRace(IConversationStore inner) : IConversationStore
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _lost;

        public Task Begun => _begun.Task;

        public void GoOn() => _goOn.SetResult();

        public async ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged)
        {
            if (_lost) return await inner.Commit(id, turn, state, stateChanged);
            _lost = true;
            _begun.SetResult();
            await _goOn.Task;
            return new CommitResult(CommitOutcome.VersionMoved);
        }

        public ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) => inner.Load(id, now);

        public void CountDelivery(ConversationId id, long seq) => inner.CountDelivery(id, seq);

        public ValueTask<CommitResult> SetAside(SetAsidePacket packet) => inner.SetAside(packet);

        public ValueTask<StoreHealth> CheckHealth() => inner.CheckHealth();

        public ValueTask<ImmutableArray<ConversationSummary>> List(string account, string? after, int limit) => inner.List(account, after, limit);

        public ValueTask<ImmutableArray<ConversationSummary>> ListReachable(
            string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit) => inner.ListReachable(account, now, closesBefore, after, limit);

        public ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now) => inner.CountReachable(account, now);

        public ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit) => inner.Transcript(id, limit);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
