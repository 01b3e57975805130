namespace WeChatActors.Engine.Tests.Platform;

public class RateLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_burst_goes_at_once_and_the_rest_evenly()
    {
        var limit = new RateLimit(10, TimeSpan.FromSeconds(1), burst: 5);

        var waits = Enumerable.Range(0, 8).Select(_ => limit.Take(0, Patience)!.Value.TotalMilliseconds).ToArray();

        Assert.Equal([0, 0, 0, 0, 0, 100, 200, 300], waits);
    }

    [Fact]
    public void Who_would_wait_longer_than_he_can_takes_no_place()
    {
        var limit = new RateLimit(1, TimeSpan.FromSeconds(1), burst: 1);

        Assert.Equal(TimeSpan.Zero, limit.Take(0, TimeSpan.Zero));
        Assert.Null(limit.Take(0, TimeSpan.FromSeconds(1) - VirtualTime.OneTick));
        Assert.Null(limit.Take(0, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(1), limit.Take(0, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(2), limit.Take(0, Patience));
    }

    [Fact]
    public void Nobody_saves_up_more_than_the_burst_by_resting()
    {
        var limit = new RateLimit(60, TimeSpan.FromMinutes(1), burst: 60);
        for (var call = 0; call < 60; call++) limit.Take(0, Patience);
        var later = TimeSpan.FromDays(1).Ticks;

        Assert.Equal(60, Enumerable.Range(0, 100).Count(_ => limit.Take(later, TimeSpan.Zero) is not null));
        Assert.NotNull(limit.Take(later + TimeSpan.TicksPerSecond, TimeSpan.Zero));
    }

    [Fact]
    public void In_no_period_more_calls_begin_than_the_pace_and_the_burst_allow()
    {
        var random = new Random(11);
        var (limit, now) = (new RateLimit(100, TimeSpan.FromSeconds(1), burst: 20), 0L);
        var begins = new List<long>();
        for (var call = 0; call < 5_000; call++)
        {
            now += random.Next(0, 150_000);
            if (limit.Take(now, TimeSpan.FromMilliseconds(random.Next(0, 500))) is { } wait) begins.Add(now + wait.Ticks);
        }

        begins.Sort();
        for (var i = 0; i < begins.Count; i++)
        {
            var within = begins.Skip(i).TakeWhile(begin => begin < begins[i] + TimeSpan.TicksPerSecond).Count();
            Assert.InRange(within, 1, 120);
        }
    }

    [Fact]
    public async Task Many_threads_get_different_places()
    {
        var limit = new RateLimit(1_000, TimeSpan.FromSeconds(1), burst: 1);

        var waits = (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 500).Select(_ => limit.Take(0, TimeSpan.FromMinutes(1))!.Value).ToArray())))).SelectMany(wait => wait);

        Assert.Equal(Enumerable.Range(0, 4_000).Select(place => TimeSpan.FromMilliseconds(place)), waits.Order());
    }
}
