using System.Collections.Concurrent;

namespace WeChatActors.Actors.Tests;

public class MailboxTests
{
    [Fact]
    public async Task The_bound_is_exact_counts_the_message_at_work_and_refuses_at_once()
    {
        var house = new House(new ActorOptions { MailboxCapacity = 3 });
        var gate = new Gate<string>();
        house.Troupe.OnReceive = (_, _) => new(gate.Task);
        var first = house.AskAndRun("ann", "1");
        var second = house.AskAndRun("ann", "2");
        Assert.Equal(TellResult.Accepted, house.System.Tell("ann", "3"));

        var refused = house.System.AskAsync("ann", "4", House.Deadline);
        Assert.True(refused.IsCompleted);
        Assert.Equal(House.Ended(AskOutcome.MailboxFull), await refused);
        Assert.Equal(TellResult.MailboxFull, house.System.Tell("ann", "5"));
        Assert.Equal(House.Ended(AskOutcome.MailboxFull), await house.System.AskAsync("ann", "6", TimeSpan.Zero));
        Assert.Equal(TellResult.Accepted, house.System.Tell("bob", "another key has its own mailbox"));
        Assert.Equal((4, 3, 4), (house.Counters.Messages, house.Counters.MailboxFull, house.Counters.Queued));

        gate.Open("done");
        house.Turns.Run();

        Assert.Equal(House.Replied("done"), await first);
        Assert.Equal(House.Replied("done"), await second);
        Assert.Equal(["ann#1 receives 1", "ann#1 receives 2", "ann#1 receives 3"], house.Notes().Where(n => n.StartsWith("ann", StringComparison.Ordinal)));
        Assert.Equal(TellResult.Accepted, house.System.Tell("ann", "7"));
    }

    [Fact]
    public async Task Senders_keep_their_order_and_a_key_handles_one_message_at_a_time()
    {
        const int Keys = 8, Senders = 6, Each = 400;
        var factory = new Guarded();
        await using var system = new ActorSystem<int, (int Sender, int Number), int>(
            factory, new ActorOptions { MailboxCapacity = 65_536 }, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            var asks = new List<Task<AskResult<int>>>();
            for (var number = 0; number < Each; number++)
                for (var key = 0; key < Keys; key++)
                    asks.Add(system.AskAsync(key, (sender, number), Timeout.InfiniteTimeSpan).AsTask());
            foreach (var ask in asks) Assert.Equal(AskOutcome.Replied, (await ask).Outcome);
        })));

        Assert.Empty(factory.Mistakes);
        Assert.Equal(Keys * Senders * Each, system.Counters.Messages);
        Assert.Equal(0, system.Counters.Queued);
    }

    [Fact]
    public async Task A_key_that_waits_does_not_hold_up_another()
    {
        var house = new House();
        var gate = new Gate<string>();
        house.Troupe.OnReceive = (_, message) => message == "wait" ? new(gate.Task) : new(message);

        var waiting = house.AskAndRun("ann", "wait");

        Assert.Equal(House.Replied("hi"), await house.AskAndRun("bob", "hi"));
        gate.Open("");
        await waiting;
    }

    [Fact]
    public void An_actor_lets_others_have_the_thread_after_its_throughput()
    {
        var house = new House(new ActorOptions { Throughput = 2 });
        for (var i = 1; i <= 5; i++) house.System.Tell("ann", $"{i}");
        house.System.Tell("bob", "1");

        house.Turns.Run();

        Assert.Equal(
            ["activate ann", "ann#1 receives 1", "ann#1 receives 2", "activate bob", "bob#2 receives 1",
             "ann#1 receives 3", "ann#1 receives 4", "ann#1 receives 5"],
            house.Notes());
    }

    [Fact]
    public async Task An_asker_that_blocks_does_not_hold_up_the_actors_turn()
    {
        var house = new House();
        using var gate = new ManualResetEventSlim();
        var asker = AskAndBlock();

        house.System.Tell("ann", "next");
        house.Turns.Run();

        Assert.Equal(["activate ann", "ann#1 receives hi", "ann#1 receives next"], house.Notes());
        gate.Set();
        await asker;

        async Task AskAndBlock()
        {
            await house.System.AskAsync("ann", "hi", House.Deadline).ConfigureAwait(false);
            gate.Wait();
        }
    }

    /// <summary>Notices two messages of a key at once, and a sender's messages out of order.</summary>
    private sealed class Guarded : IActorFactory<int, (int Sender, int Number), int>
    {
        internal ConcurrentQueue<string> Mistakes { get; } = new();

        public ValueTask<IActor<(int Sender, int Number), int>> ActivateAsync(int key) => new(new Guard(this));

        public ValueTask<int> GiveUpAsync(int key, (int Sender, int Number) message, Exception error, int attempts) =>
            throw new InvalidOperationException("Nothing fails here.", error);

        private sealed class Guard(Guarded home) : IActor<(int Sender, int Number), int>
        {
            private readonly Dictionary<int, int> _next = [];
            private int _inside;

            public async ValueTask<int> ReceiveAsync((int Sender, int Number) message)
            {
                if (Interlocked.Increment(ref _inside) != 1) home.Mistakes.Enqueue("Two at once.");
                var expected = _next.GetValueOrDefault(message.Sender);
                if (message.Number != expected) home.Mistakes.Enqueue($"{message} came instead of {expected}.");
                _next[message.Sender] = message.Number + 1;
                if (message.Number % 7 == 0) await Task.Yield();
                Interlocked.Decrement(ref _inside);
                return message.Number;
            }
        }
    }
}
