using System.Diagnostics;
using System.Globalization;

namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>The search for broken promises: worlds of deliveries, retries, call results, timers, crashes, lost answers and races, by seed.</summary>
public sealed class ScheduleTests
{
    private const int Schedules = 100_000;

    [Fact]
    public void A_hundred_thousand_schedules_break_no_promise()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("SCHEDULES") ?? Schedules.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var found = new System.Collections.Concurrent.ConcurrentDictionary<int, string>();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (seed, loop) =>
        {
            if (BrokenIn(seed, Mutation.None) is not { } promise) return;
            found[seed] = promise;
            loop.Break();
        });
        if (found.IsEmpty) return;
        var first = found.Keys.Min();
        Assert.Fail(Search.Tell(first, Mutation.None));
    }

    public static TheoryData<string> Mutations => new(Enum.GetNames<Mutation>().Skip(1));

    [Theory, MemberData(nameof(Mutations))]
    public void A_promise_that_is_broken_on_purpose_is_found(string name)
    {
        var broken = Enum.Parse<Mutation>(name);
        var began = Stopwatch.GetTimestamp();
        for (var seed = 0; seed < 20_000; seed++)
            if (BrokenIn(seed, broken) is not null) return;
        Assert.Fail($"{broken} was not found in 20,000 worlds and {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s.");
    }

    private static string? BrokenIn(int seed, Mutation broken) => Search.BrokenIn(seed, broken, null);
}
