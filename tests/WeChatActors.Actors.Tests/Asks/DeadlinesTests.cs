namespace WeChatActors.Actors.Tests;

public class DeadlinesTests
{
    [Fact]
    public void The_heap_ends_exactly_the_waits_that_a_sorted_list_would_end()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var time = new VirtualTime();
            var clock = new Clock(time);
            using var deadlines = new Deadlines(clock);
            var model = new List<(long Due, Wait Wait)>();
            for (var step = 0; step < 300; step++)
            {
                switch (random.Next(5))
                {
                    case 0 or 1:
                        var due = clock.Now + random.Next(0, 40);
                        var wait = new Wait();
                        deadlines.Add(wait, due);
                        model.Add((due, wait));
                        break;
                    case 2 or 3 when model.Count > 0:
                        var index = random.Next(model.Count);
                        Assert.True(deadlines.Remove(model[index].Wait));
                        Assert.False(deadlines.Remove(model[index].Wait));
                        model.RemoveAt(index);
                        break;
                    case 4:
                        time.Advance(TimeSpan.FromTicks(random.Next(0, 10)));
                        foreach (var (_, ended) in model.Where(m => m.Due <= clock.Now)) Assert.Equal(AskOutcome.DeadlinePassed, ended.Outcome);
                        model.RemoveAll(m => m.Due <= clock.Now);
                        break;
                }
                Assert.All(model, m => Assert.Null(m.Wait.Outcome));
            }
        }
    }

    [Fact]
    public void Closing_ends_the_open_waits_and_those_that_come_later()
    {
        var deadlines = new Deadlines(new Clock(new VirtualTime()));
        Wait open = new(), later = new();
        deadlines.Add(open, 10);

        deadlines.Dispose();
        deadlines.Add(later, 10);

        Assert.Equal(AskOutcome.Stopping, open.Outcome);
        Assert.Equal(AskOutcome.Stopping, later.Outcome);
    }

    private sealed class Wait : Waiter
    {
        internal AskOutcome? Outcome { get; private set; }

        internal override bool TryHold() => true;

        internal override void End(AskOutcome outcome)
        {
            Assert.Null(Outcome);
            Outcome = outcome;
        }
    }
}
