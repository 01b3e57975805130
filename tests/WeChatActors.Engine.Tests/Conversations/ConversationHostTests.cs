using System.Collections.Concurrent;
using WeChatActors.Actors;
using WeChatActors.Engine.Tests.Storage;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Conversations;

public sealed class ConversationHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly ConcurrentQueue<Exception> _failures = [];

    public void Dispose()
    {
        _folder.Dispose();
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task Ten_thousand_conversations_interleaved_keep_their_order_and_their_secrets()
    {
        const int Conversations = 10_000, Each = 5, Senders = 32;
        await using (var store = SqliteConversationStore.Open(_folder.File(), TimeProvider.System))
        await using (var host = Host(store, new ActorOptions { MaxResident = 2_000 }))
        {
            // Every sender owns the conversations of one remainder and picks among them at random; each packet waits for its answer.
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
            {
                var random = new Random(sender);
                var next = new Dictionary<int, int>();
                var open = Enumerable.Range(0, Conversations).Where(i => i % Senders == sender).ToList();
                while (open.Count > 0)
                {
                    var at = random.Next(open.Count);
                    var number = open[at];
                    var step = next.GetValueOrDefault(number) + 1;
                    var answer = await Send(host, $"oUser{number}", step == Each ? "recall" : $"keep {number}-{step}", step);
                    Assert.Equal(new TextReply(step == Each ? $"{number}-{step - 1}" : $"kept {number}-{step}"), answer.Reply);
                    next[number] = step;
                    if (step == Each) open.RemoveAt(at);
                }
            })));
            Assert.InRange(host.Counters.Resident, 1, 2_100);
        }
        await using var again = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        for (var i = 0; i < Conversations; i += 97)
            Assert.Equal([5, 4, 3, 2, 1], (await again.Transcript(Given.Id($"oUser{i}"), 10)).Select(turn => turn.Seq));
    }

    [Fact]
    public async Task Deliveries_of_one_packet_at_once_have_one_turn_and_one_answer()
    {
        await using var store = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        await using var host = Host(store, new ActorOptions());
        for (var packet = 1; packet <= 200; packet++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Send(host, "oAnn", "count", packet))));
            Assert.Single(answers.Distinct());
        }
        var loaded = await store.Load(Given.Id(), DateTimeOffset.UtcNow);
        Assert.Equal(200, loaded.Version);
        Assert.Equal(200, loaded.Variables["count"].AsNumber);
    }

    [Fact]
    public async Task A_packet_whose_turn_always_fails_is_set_aside_and_acknowledged()
    {
        await using var store = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        var failures = new ConcurrentQueue<Exception>();
        var fails = new FailingLoads(store);
        await using var host = new ConversationHost([Given.Account()], fails, new ActorOptions(), TimeProvider.System, (_, error) => failures.Enqueue(error));

        Assert.Null((await Send(host, "oAnn", "hello", 1)).Reply);
        Assert.Equal(3, failures.Count);
        var aside = Assert.Single(fails.SetAsides);
        Assert.Equal(SetAsideReason.Poison, aside.Reason);
        Assert.Contains("msg:oAnn:1", System.Text.Encoding.UTF8.GetString(aside.Body.Span), StringComparison.Ordinal);

        fails.Broken = false;
        Assert.Equal(new TextReply("hello is number 1"), (await Send(host, "oAnn", "hello", 2)).Reply);
    }

    [Fact]
    public async Task An_authorisation_that_always_fails_is_said_to_have_failed()
    {
        await using var store = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        var fails = new FailingLoads(store);
        await using var host = new ConversationHost([Given.Account()], fails, new ActorOptions(), TimeProvider.System, (_, _) => { });

        var asked = await host.Authorise(host.Accounts["demo"], new OpenId("oAnn"), "a1", Given.Authorised("a1").Profile, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(30));

        Assert.Equal(AskOutcome.Failed, asked.Outcome);
        Assert.Empty(fails.SetAsides);
    }

    [Fact]
    public async Task What_two_hosts_on_one_file_say_is_one_conversation()
    {
        await using var leftStore = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        await using var rightStore = SqliteConversationStore.Open(_folder.File(), TimeProvider.System);
        await using var left = Host(leftStore, new ActorOptions());
        await using var right = Host(rightStore, new ActorOptions());
        var hosts = new[] { left, right };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 12; i++) await Send(hosts[(sender + i) % 2], "oAnn", "count", (sender * 1000) + i);
        })));

        var loaded = await leftStore.Load(Given.Id(), DateTimeOffset.UtcNow);
        // Both nodes wrote; whichever is behind loads again, so every packet is counted once.
        Assert.Equal(48, Math.Max(loaded.Version, (await rightStore.Load(Given.Id(), DateTimeOffset.UtcNow)).Version));
    }

    private ConversationHost Host(IConversationStore store, ActorOptions options) =>
        new([Given.Account()], store, options, TimeProvider.System, (_, error) => _failures.Enqueue(error));

    private static async Task<Answer> Send(ConversationHost host, string openId, string text, long msgId)
    {
        var asked = await host.Deliver(host.Accounts["demo"], new OpenId(openId), Given.Text(text, msgId, openId), DateTimeOffset.UtcNow, Timeout.InfiniteTimeSpan);
        Assert.True(asked.TryGetReply(out var answer), $"{asked.Outcome} {asked.Error}");
        return answer;
    }

    private sealed class FailingLoads(IConversationStore inner) : IConversationStore
    {
        public bool Broken { get; set; } = true;

        public ConcurrentQueue<SetAsidePacket> SetAsides { get; } = [];

        public ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now) =>
            Broken ? throw new InvalidDataException("a bug") : inner.Load(id, now);

        public ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged) => inner.Commit(id, turn, state, stateChanged);

        public void CountDelivery(ConversationId id, long seq) => inner.CountDelivery(id, seq);

        public ValueTask<CommitResult> SetAside(SetAsidePacket packet)
        {
            SetAsides.Enqueue(packet);
            return inner.SetAside(packet);
        }

        public ValueTask<StoreHealth> CheckHealth() => inner.CheckHealth();

        public ValueTask<System.Collections.Immutable.ImmutableArray<ConversationSummary>> List(string account, string? after, int limit) => inner.List(account, after, limit);

        public ValueTask<System.Collections.Immutable.ImmutableArray<ConversationSummary>> ListReachable(
            string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit) => inner.ListReachable(account, now, closesBefore, after, limit);

        public ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now) => inner.CountReachable(account, now);

        public ValueTask<System.Collections.Immutable.ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit) => inner.Transcript(id, limit);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
