using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

public class SimulatedClockTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly VirtualTime _wall = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Runs_like_the_clock_underneath_until_it_is_moved()
    {
        var clock = new SimulatedClock(_wall);
        _wall.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(Start.AddSeconds(3), clock.GetUtcNow());

        clock.Advance(TimeSpan.FromHours(47));
        Assert.Equal(Start.AddSeconds(3).AddHours(47), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(47), clock.Ahead);
        Assert.Equal(Start.AddSeconds(3), clock.Wall.GetUtcNow());
    }

    [Fact]
    public void A_timer_fires_when_the_wall_reaches_it_and_not_a_tick_before()
    {
        var clock = new SimulatedClock(_wall);
        using var timer = Arm(clock, "a", TimeSpan.FromSeconds(5));

        _wall.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);
        _wall.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a"], _fired);
    }

    [Fact]
    public void Moving_the_clock_fires_what_falls_due_in_order()
    {
        var clock = new SimulatedClock(_wall);
        using var late = Arm(clock, "late", TimeSpan.FromHours(2));
        using var soon = Arm(clock, "soon", TimeSpan.FromHours(1));
        using var never = Arm(clock, "never", TimeSpan.FromHours(3));

        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(["soon", "late"], _fired);

        _wall.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["soon", "late", "never"], _fired);
    }

    [Fact]
    public void A_disposed_or_changed_timer_keeps_to_its_new_time()
    {
        var clock = new SimulatedClock(_wall);
        var gone = Arm(clock, "gone", TimeSpan.FromSeconds(1));
        using var moved = Arm(clock, "moved", TimeSpan.FromSeconds(1));
        gone.Dispose();
        moved.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(_fired);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["moved"], _fired);
    }

    [Fact]
    public void A_periodic_timer_fires_once_for_a_jump_and_then_goes_on()
    {
        var clock = new SimulatedClock(_wall);
        using var timer = clock.CreateTimer(_ => _fired.Add("tick"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        clock.Advance(TimeSpan.FromHours(1));
        var afterJump = _fired.Count;
        Assert.InRange(afterJump, 1, 2);
        _wall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(afterJump + 1, _fired.Count);
    }

    [Fact]
    public void Time_that_stands_still_moves_only_when_told()
    {
        var clock = new SimulatedClock(_wall);
        var at = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        clock.Stop(at);
        using var timer = Arm(clock, "a", TimeSpan.FromSeconds(5));

        _wall.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(at, clock.GetUtcNow());
        Assert.Empty(_fired);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["a"], _fired);

        clock.Run();
        _wall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(at.AddSeconds(6), clock.GetUtcNow());
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        var clock = new SimulatedClock(_wall);
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromDays(100_000)));
    }

    [Fact]
    public void Time_is_not_moved_to_where_dates_end()
    {
        var clock = new SimulatedClock(_wall);
        clock.Stop(SimulatedClock.End - TimeSpan.FromDays(2));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromDays(1)));
        Assert.Equal(SimulatedClock.End - TimeSpan.FromDays(1), clock.GetUtcNow());
    }

    [Fact]
    public async Task A_delay_on_it_ends_with_a_jump()
    {
        var clock = new SimulatedClock(_wall);
        var delay = Task.Delay(TimeSpan.FromHours(40), clock);
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromHours(40));
        await delay;
    }

    private ITimer Arm(SimulatedClock clock, string name, TimeSpan due) =>
        clock.CreateTimer(_ => _fired.Add(name), null, due, Timeout.InfiniteTimeSpan);
}
