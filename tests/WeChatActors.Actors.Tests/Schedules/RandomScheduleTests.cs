namespace WeChatActors.Actors.Tests;

public class RandomScheduleTests
{
    private const int Keys = 4;
    private const int Capacity = 4;

    [Fact]
    public void No_schedule_loses_reorders_doubles_or_overlaps_messages()
    {
        // Turns have to go on where they are let on; a test runner's context would send them to the pool.
        SynchronizationContext.SetSynchronizationContext(null);
        for (var seed = 0; seed < 1_500; seed++)
        {
            try
            {
                new Schedule(seed).Run();
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed}: {error}");
            }
        }
    }

#pragma warning disable CA1001 // A schedule ends with nobody in memory and no timer armed, so nothing is left to dispose.
    private sealed class Schedule
#pragma warning restore CA1001
    {
        private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

        private readonly Random _random;
        private readonly VirtualTime _time = new();
        private readonly StepDispatcher _turns = new();
        private readonly Chaos _chaos;
        private readonly ActorSystem<int, int, int> _system;
        private readonly List<int>[] _accepted = [.. Enumerable.Range(0, Keys).Select(_ => new List<int>())];
        private readonly List<(int Message, ValueTask<AskResult<int>> Result)> _asks = [];
        private int _lastMessage;
        private int _full;

        internal Schedule(int seed)
        {
            _random = new Random(seed);
            var options = new ActorOptions
            {
                MailboxCapacity = Capacity,
                MaxResident = _random.Next(1, Keys + 1),
                Throughput = _random.Next(1, 4),
                MaxAttempts = _random.Next(1, 4),
                IdleWindow = Window,
            };
            _chaos = new Chaos(_random, options.MaxAttempts);
            _system = new ActorSystem<int, int, int>(_chaos, options, _time, _turns);
        }

        internal void Run()
        {
            for (var step = 0; step < 150; step++) Act();
            _chaos.Calm = true;
            if (_random.Next(2) == 0) EndByDrain();
            else EndByIdling();
            Settle();
            CheckEnd();
        }

        private void Act()
        {
            switch (_random.Next(8))
            {
                case 0 or 1 or 2:
                    Send(_random.Next(Keys), ++_lastMessage);
                    break;
                case 3 or 4 when _turns.Ready > 0:
                    _turns.Step(_random.Next(_turns.Ready));
                    break;
                case 5 or 6 when _chaos.Waiting > 0:
                    _chaos.LetOneOn();
                    break;
                case 7:
                    _time.Advance(_random.Next(4) == 0 ? Window : TimeSpan.FromTicks(_random.NextInt64(Window.Ticks)));
                    break;
            }
            Assert.InRange(_system.Counters.Queued, 0, Keys * Capacity);
        }

        private void Send(int key, int message)
        {
            if (TrySend(key, message))
            {
                _accepted[key].Add(message);
                return;
            }
            _full++;
            // Refused means full: as many are unfinished as may be, of which the actor has seen at most one.
            Assert.True(_accepted[key].Count - _chaos.Of(key).Received.Count >= Capacity - 1);
        }

        private bool TrySend(int key, int message)
        {
            if (_random.Next(3) == 0) return _system.Tell(key, message) == TellResult.Accepted;
            var ask = _system.AskAsync(key, message, TimeSpan.FromSeconds(_random.Next(1, 20)));
            if (ask.IsCompleted)
            {
                Assert.Equal(AskOutcome.MailboxFull, ask.Result.Outcome);
                return false;
            }
            _asks.Add((message, ask));
            return true;
        }

        private void EndByDrain()
        {
            var drain = _system.DrainAsync(TimeSpan.FromHours(1));
            Settle();
            Assert.True(drain.Wait(TimeSpan.FromSeconds(10)) && drain.Result.Completed);
            Assert.Equal(TellResult.Stopping, _system.Tell(0, 0));
        }

        private void EndByIdling()
        {
            Settle();
            _time.Advance(Window + TimeSpan.FromSeconds(1));
        }

        private void Settle()
        {
            while (_turns.Ready + _chaos.Waiting > 0)
            {
                _turns.Run();
                if (_chaos.Waiting > 0) _chaos.LetOneOn();
            }
        }

        private void CheckEnd()
        {
            Assert.Empty(_chaos.Mistakes);
            for (var key = 0; key < Keys; key++)
            {
                // A message whose activations all failed was never received; the others came in order, none twice.
                var received = _chaos.Of(key).Received;
                Assert.Equal(_accepted[key].Where(received.Contains), received);
                Assert.True(_accepted[key].Count - received.Count <= _chaos.Of(key).FailedActivations);
                Assert.False(_chaos.Of(key).Present);
                Assert.False(_system.IsResident(key));
            }
            foreach (var (message, ask) in _asks)
            {
                Assert.True(ask.IsCompleted);
                var result = ask.Result;
                Assert.True(
                    result.Outcome is AskOutcome.DeadlinePassed or AskOutcome.Failed
                    || (result.Outcome == AskOutcome.Replied && Math.Abs(result.Reply) == message),
                    $"Message {message} was answered {result}.");
            }
            var counters = _system.Counters;
            Assert.Equal(_accepted.Sum(list => list.Count), counters.Messages);
            Assert.Equal(_full, counters.MailboxFull);
            Assert.Equal((0, 0), (counters.Queued, counters.Resident));
            _time.Advance(TimeSpan.FromHours(2)); // deadlines of asks that were met ring once more
            Assert.Equal((0, 0), (_time.Armed, _turns.Ready));
        }
    }
}
