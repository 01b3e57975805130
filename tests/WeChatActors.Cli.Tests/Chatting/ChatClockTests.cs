using WeChatActors.Rules;

namespace WeChatActors.Cli.Tests;

public class ChatClockTests
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
        var clock = new ChatClock(new SetTime(), null);
        Assert.Equal([T0, T0.AddSeconds(1), T0.AddSeconds(2)], new[] { clock.Tick(), clock.Tick(), clock.Tick() });
    }

    [Fact]
    public void Packets_go_with_the_clock_when_it_is_ahead()
    {
        var time = new SetTime();
        var clock = new ChatClock(time, null);
        clock.Tick();
        time.Now = T0.AddSeconds(0.4);
        Assert.Equal(T0.AddSeconds(1), clock.Tick());
        time.Now = T0.AddMinutes(5);
        Assert.Equal(T0.AddMinutes(5), clock.Tick());
    }

    [Fact]
    public void A_given_start_leaves_the_clock_aside()
    {
        var clock = new ChatClock(new SetTime(), T0.AddYears(-3));
        Assert.Equal(T0.AddYears(-3), clock.Now);
        Assert.Equal(T0.AddYears(-3), clock.Tick());
        Assert.Equal(T0.AddYears(-3).AddSeconds(1), clock.Tick());
    }

    [Theory]
    [InlineData("2026-03-02T10:00", "2026-03-02T10:00:00.0000000+08:00")]
    [InlineData("2026-03-02 10:00:05", "2026-03-02T10:00:05.0000000+08:00")]
    [InlineData("2026-03-02", "2026-03-02T00:00:00.0000000+08:00")]
    [InlineData("2026-03-02T10:00Z", "2026-03-02T10:00:00.0000000+00:00")]
    [InlineData("2026-03-02T10:00:00-05:00", "2026-03-02T10:00:00.0000000-05:00")]
    [InlineData("1971-01-01", "1971-01-01T00:00:00.0000000+08:00")]
    public void A_time_is_read_in_the_zone_of_the_account_or_its_own(string text, string expected)
    {
        Assert.True(WrittenTime.TryParse(text, out var time));
        Assert.Equal(expected, time.In(TimeZoneInfo.CreateCustomTimeZone("c", TimeSpan.FromHours(8), null, null)).ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10:00")]
    [InlineData("2026-02-30")]
    [InlineData("1970-12-31")]
    [InlineData("9999-12-31")]
    [InlineData("2026-03-02T10:00+99:00")]
    [InlineData("yesterday")]
    public void What_is_no_time_is_refused(string text) => Assert.False(WrittenTime.TryParse(text, out _));

    [Fact]
    public void Time_that_is_let_pass_stays_passed()
    {
        var time = new SetTime();
        var clock = new ChatClock(time, null);
        clock.Tick();
        clock.PassTo(T0.AddHours(1));
        Assert.Equal(T0.AddHours(1), clock.Now);
        time.Now = T0.AddMinutes(2);
        Assert.Equal(T0.AddMinutes(62), clock.Tick());
        clock.PassTo(T0);
        Assert.Equal(T0.AddMinutes(62), clock.Now);
        var started = new ChatClock(time, T0.AddYears(-3));
        started.Tick();
        started.PassTo(T0.AddYears(-3).AddHours(1));
        Assert.Equal(T0.AddYears(-3).AddHours(1).AddSeconds(1), started.Tick());
    }
}
