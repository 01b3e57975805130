using System.Collections.Concurrent;

namespace WeChatActors.Actors.Tests;

public class CrowdedHouseTests
{
    [Fact]
    public async Task On_real_threads_messages_that_race_with_passivation_are_neither_lost_nor_doubled()
    {
        const int Keys = 6, Senders = 4, Each = 20_000;
        var factory = new Ledger();
        // Room for one: nearly every message chases another actor out while it is being sent to.
        await using var system = new ActorSystem<int, (int Sender, int Number), int>(
            factory, new ActorOptions { MaxResident = 1, MailboxCapacity = 65_536 }, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            var random = new Random(sender);
            var numbers = new int[Keys];
            for (var i = 0; i < Each; i++)
            {
                var key = random.Next(Keys);
                var message = (sender, numbers[key]++);
                if (random.Next(2) == 0) Assert.Equal(TellResult.Accepted, system.Tell(key, message));
                else Assert.Equal(AskOutcome.Replied, (await system.AskAsync(key, message, TimeSpan.FromMinutes(5))).Outcome);
            }
        })));
        Assert.True((await system.DrainAsync(TimeSpan.FromMinutes(1))).Completed);

        Assert.Empty(factory.Mistakes);
        Assert.Equal(Senders * Each, factory.Handled);
        Assert.Equal((0, 0), (system.Counters.Resident, system.Counters.Queued));
        Assert.True(system.Counters.Passivations > Keys, "Nothing raced.");
        Assert.Equal(system.Counters.Activations, system.Counters.Passivations);
    }

    /// <summary>Keeps each key's state outside its actors, as a store does, and notices a second actor and lost order.</summary>
    private sealed class Ledger : IActorFactory<int, (int Sender, int Number), int>
    {
        private readonly ConcurrentDictionary<int, Row> _rows = new();
        private int _handled;

        internal ConcurrentQueue<string> Mistakes { get; } = new();

        internal int Handled => _handled;

        public async ValueTask<IActor<(int Sender, int Number), int>> ActivateAsync(int key)
        {
            var row = _rows.GetOrAdd(key, _ => new Row());
            if (Interlocked.Increment(ref row.Actors) != 1) Mistakes.Enqueue($"Two actors of key {key}.");
            await Task.Yield();
            return new Clerk(this, row);
        }

        public ValueTask<int> GiveUpAsync(int key, (int Sender, int Number) message, Exception error, int attempts) =>
            throw new InvalidOperationException("Nothing fails here.", error);

        internal sealed class Row
        {
            internal int Actors;
            internal int Inside;
            internal Dictionary<int, int> Next { get; } = [];
        }

        private sealed class Clerk(Ledger home, Row row) : IActor<(int Sender, int Number), int>
        {
            public async ValueTask<int> ReceiveAsync((int Sender, int Number) message)
            {
                Enter();
                if (row.Next.GetValueOrDefault(message.Sender) != message.Number) home.Mistakes.Enqueue($"{message} out of order.");
                row.Next[message.Sender] = message.Number + 1;
                if (message.Number % 3 == 0) await Task.Yield();
                Interlocked.Increment(ref home._handled);
                Interlocked.Decrement(ref row.Inside);
                return message.Number;
            }

            public async ValueTask PassivateAsync()
            {
                Enter();
                await Task.Yield();
                Interlocked.Decrement(ref row.Inside);
                Interlocked.Decrement(ref row.Actors);
            }

            private void Enter()
            {
                if (Interlocked.Increment(ref row.Inside) != 1) home.Mistakes.Enqueue("Two turns at once.");
            }
        }
    }
}
