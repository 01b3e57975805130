using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Platform;

public class QuotaStopsTests
{
    private const string Path = "/cgi-bin/user/get";

    [Theory]
    [InlineData(45011, "2026-03-02T15:30:20Z", "2026-03-02T15:31:00Z")]
    [InlineData(45011, "2026-03-02T15:31:00Z", "2026-03-02T15:32:00Z")]
    [InlineData(45009, "2026-03-02T15:30:20Z", "2026-03-02T16:00:00Z")]
    [InlineData(45009, "2026-03-02T16:00:00Z", "2026-03-03T16:00:00Z")]
    [InlineData(45028, "2026-12-31T23:00:00Z", "2027-01-01T16:00:00Z")]
    [InlineData(45040, "2026-03-31T15:59:59Z", "2026-03-31T16:00:00Z")]
    [InlineData(48006, "2026-03-31T16:00:00Z", "2026-04-30T16:00:00Z")]
    [InlineData(43100, "2026-12-31T12:00:00Z", "2026-12-31T16:00:00Z")]
    public void A_path_is_stopped_to_the_tick_until_its_quota_is_full_again(int errcode, string from, string until)
    {
        var (now, end) = (DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(until, null));
        var stops = QuotaStops.None.After(Path, errcode, now);

        Assert.Equal(new QuotaStop(errcode, now, end), stops.Find(Path, now));
        Assert.NotNull(stops.Find(Path, end - VirtualTime.OneTick));
        Assert.Null(stops.Find(Path, end));
        Assert.Null(stops.Find("/cgi-bin/user/info", now));
    }

    [Theory]
    [InlineData(45029)] // permanent QR codes: temporary ones can still be made
    [InlineData(45056)]
    [InlineData(45059)]
    [InlineData(45066)]
    [InlineData(40001)]
    [InlineData(-1)]
    public void Errcodes_about_something_smaller_than_the_path_stop_nothing(int errcode) =>
        Assert.Same(QuotaStops.None, QuotaStops.None.After(Path, errcode, Given.Noon));

    [Fact]
    public void Whatever_stops_a_path_is_of_the_class_quota() => Assert.All(
        Enumerable.Range(-2000, 100_000).Concat(Enumerable.Range(9_000_000, 300_000)).Where(code => QuotaReset.After(code, Given.Noon) is not null),
        code => Assert.Equal(ErrcodeClass.Quota, Errcode.ClassOf(code)));

    [Fact]
    public void A_clock_that_was_wrong_by_years_does_not_stop_a_path_for_years()
    {
        var stops = QuotaStops.None.After(Path, 45009, Given.Noon.AddYears(4));

        Assert.Null(stops.Find(Path, Given.Noon));
        Assert.NotNull(stops.Find(Path, Given.Noon.AddYears(4).AddSeconds(-59)));
    }

    [Fact]
    public void What_is_over_is_forgotten_with_the_next_stop()
    {
        var stops = QuotaStops.None;
        for (var minute = 0; minute < 100; minute++) stops = stops.After($"/path/{minute}", 45011, Given.Noon.AddMinutes(minute));

        Assert.Single(stops.At(Given.Noon.AddMinutes(99)));
        Assert.Empty(stops.At(Given.Noon.AddMinutes(100)));
    }
}
