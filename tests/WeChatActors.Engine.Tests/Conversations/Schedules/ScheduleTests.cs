using System.Collections.Concurrent;
using System.Diagnostics;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>The search for broken promises: worlds of deliveries, retries, call results, timers, crashes, lost answers and races, by seed.</summary>
public sealed class ScheduleTests
{
    private static readonly ParallelOptions Two = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void A_hundred_thousand_schedules_break_no_promise() => BreaksNone(100_000, days: false, static _ => { });

    [Fact]
    public void In_ten_thousand_days_of_followers_nothing_is_pushed_that_the_platform_refuses_unless_it_differs()
    {
        var (pushes, corrections, differing) = (0, 0, 0);
        BreaksNone(10_000 / 4, days: true, world =>
        {
            Interlocked.Add(ref pushes, world.WeChat.Pushes);
            Interlocked.Add(ref corrections, world.Promises.Corrected);
            if (world.Differs) Interlocked.Increment(ref differing);
        });
        Assert.InRange(pushes, 50_000, int.MaxValue);
        Assert.True(corrections > differing, $"{corrections} corrections in {differing} worlds of another mind");
    }

    public static TheoryData<string> Mutations => new(Enum.GetNames<Mutation>().Skip(1));

    [Theory, MemberData(nameof(Mutations))]
    public void A_promise_that_is_broken_on_purpose_is_found(string name)
    {
        var broken = Enum.Parse<Mutation>(name);
        var began = Stopwatch.GetTimestamp();
        for (var seed = 0; seed < 20_000; seed++)
            if (Search.BrokenIn(seed, broken) is not null) return;
        Assert.Fail($"{broken} was not found in 20,000 worlds and {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s.");
    }

    private static void BreaksNone(int worlds, bool days, Action<World> ran)
    {
        var broken = new ConcurrentBag<int>();
        Parallel.For(0, worlds, Two, (seed, loop) =>
        {
            if (Search.BrokenIn(seed, days: days, ran: ran) is null) return;
            broken.Add(seed);
            loop.Break();
        });
        if (!broken.IsEmpty) Assert.Fail(Search.Tell(broken.Min(), days: days));
    }
}
