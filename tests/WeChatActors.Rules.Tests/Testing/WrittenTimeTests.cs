namespace WeChatActors.Rules.Tests;

public class WrittenTimeTests
{
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
}
