namespace WeChatActors.Engine.Tests;

public class RehearsalClockTests
{
    private static readonly DateTimeOffset T0 = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = T0;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void No_two_packets_share_a_second_though_the_clock_stands()
    {
        var clock = new RehearsalClock(new SetTime(), null);
        Assert.Equal([T0, T0.AddSeconds(1), T0.AddSeconds(2)], new[] { clock.Tick(), clock.Tick(), clock.Tick() });
    }

    [Fact]
    public void Packets_go_with_the_clock_when_it_is_ahead()
    {
        var time = new SetTime();
        var clock = new RehearsalClock(time, null);
        clock.Tick();
        time.Now = T0.AddSeconds(0.4);
        Assert.Equal(T0.AddSeconds(1), clock.Tick());
        time.Now = T0.AddMinutes(5);
        Assert.Equal(T0.AddMinutes(5), clock.Tick());
    }

    [Fact]
    public void A_given_start_leaves_the_clock_aside()
    {
        var clock = new RehearsalClock(new SetTime(), T0.AddYears(-3));
        Assert.Equal(T0.AddYears(-3), clock.Now);
        Assert.Equal(T0.AddYears(-3), clock.Tick());
        Assert.Equal(T0.AddYears(-3).AddSeconds(1), clock.Tick());
    }

    [Fact]
    public void Time_that_is_let_pass_stays_passed()
    {
        var time = new SetTime();
        var clock = new RehearsalClock(time, null);
        clock.Tick();
        clock.PassTo(T0.AddHours(1));
        Assert.Equal(T0.AddHours(1), clock.Now);
        time.Now = T0.AddMinutes(2);
        Assert.Equal(T0.AddMinutes(62), clock.Tick());
        clock.PassTo(T0);
        Assert.Equal(T0.AddMinutes(62), clock.Now);
        var started = new RehearsalClock(time, T0.AddYears(-3));
        started.Tick();
        started.PassTo(T0.AddYears(-3).AddHours(1));
        Assert.Equal(T0.AddYears(-3).AddHours(1).AddSeconds(1), started.Tick());
    }
}
