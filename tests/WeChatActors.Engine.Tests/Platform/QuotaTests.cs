using System.Text;

namespace WeChatActors.Engine.Tests.Platform;

public class QuotaTests
{
    private const string Path = "/cgi-bin/user/get";
    private const string UsedUp = """{"errcode":45009,"errmsg":"reach max api daily quota limit"}""";

    [Fact]
    public async Task A_used_up_quota_stops_that_path_until_midnight_in_China_and_no_other()
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, UsedUp, "{}").On("/cgi-bin/user/info", "{}");

        var refused = await calling.Refused(Calling.Get(Path));
        var not = Assert.IsType<PlatformResult.NotSent>(await calling.Call(Calling.Get(Path)));
        await calling.Done(Calling.Get("/cgi-bin/user/info"));

        Assert.Equal(Given.Noon.AddHours(4), refused.RetryAt);
        Assert.Equal(Given.Noon.AddHours(4), not.RetryAt);
        Assert.Equal(
            "/cgi-bin/user/get is not called until 2026-03-02 16:00:00Z, because the platform answered 45009 at 2026-03-02 12:00:00Z: Daily quota of this API used up: " +
            "wait until midnight in China, or clear the counts with /cgi-bin/clear_quota, which goes 10 times a month.", not.Why);
        Assert.Single(calling.Platform.CallsOf(Path));

        calling.Time.Advance(TimeSpan.FromHours(4) - VirtualTime.OneTick);
        Assert.IsType<PlatformResult.NotSent>(await calling.Call(Calling.Get(Path)));
        calling.Time.Advance(VirtualTime.OneTick);
        await calling.Done(Calling.Get(Path));
    }

    [Theory]
    [InlineData("/cgi-bin/clear_quota")]
    [InlineData("/cgi-bin/clear_quota/v2")]
    public async Task Clearing_the_counts_lets_stopped_paths_go(string clear)
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, UsedUp, "{}").On(clear, """{"errcode":40013,"errmsg":"no"}""", """{"errcode":0,"errmsg":"ok"}""");

        await calling.Refused(Calling.Get(Path));
        await calling.Refused(Calling.Post(clear));
        Assert.IsType<PlatformResult.NotSent>(await calling.Call(Calling.Get(Path)));
        await calling.Done(Calling.Post(clear));

        await calling.Done(Calling.Get(Path));
    }

    [Fact]
    public async Task An_unknown_path_is_stopped_by_itself_alone()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/new/a", UsedUp).On("/cgi-bin/new/b", "{}");

        await calling.Refused(Calling.Get("/cgi-bin/new/a"));

        await calling.Done(Calling.Get("/cgi-bin/new/b"));
        Assert.Equal([("/cgi-bin/new/a", 0L, true), ("other", 2L, false)], calling.Client.QuotaUse("demo").Select(use => (use.Path, use.UsedToday, use.StoppedUntil is not null)));
    }

    [Fact]
    public async Task Nine_tenths_of_the_published_number_are_told_once_a_day_and_refuse_nothing()
    {
        await using var calling = new Calling(new PlatformOptions { PerSecond = 100_000, Burst = 10_000 });
        calling.Platform.On(Path, "{}");

        for (var call = 0; call < 449; call++) await calling.Done(Calling.Get(Path));
        Assert.Empty(calling.Notices);
        for (var call = 449; call < 510; call++) await calling.Done(Calling.Get(Path));

        Assert.Equal(
            new PlatformNotice("demo", false, "/cgi-bin/user/get has been called 450 times today, nine tenths of the 500 that WeChat publishes; " +
                "see /cgi-bin/openapi/quota/get for this account's own number."),
            Assert.Single(calling.Notices));
        Assert.Equal([new QuotaUse(Path, 510, 500, null)], calling.Client.QuotaUse("demo"));
        calling.Time.Advance(TimeSpan.FromHours(4));
        Assert.Empty(calling.Client.QuotaUse("demo"));
    }

    [Fact]
    public async Task Mass_sends_go_60_a_minute_and_wait_for_their_turn_as_long_as_the_caller_does()
    {
        const string send = "/cgi-bin/message/mass/send";
        await using var calling = new Calling();
        calling.Platform.On(send, "{}");
        for (var call = 0; call < 60; call++) await calling.Done(Calling.Post(send));

        var waiting = calling.Call(Calling.Post(send));
        var not = Assert.IsType<PlatformResult.NotSent>(await calling.Call(Calling.Post(send) with { Limit = TimeSpan.FromSeconds(1) }));
        Assert.Equal($"More calls of {send} wait than may begin within 1 s; call less often.", not.Why);
        calling.Time.Advance(TimeSpan.FromSeconds(1) - VirtualTime.OneTick);
        Assert.False(waiting.IsCompleted);
        calling.Time.Advance(VirtualTime.OneTick);

        Assert.IsType<PlatformResult.Done>(await waiting);
        Assert.Equal(61, calling.Platform.Calls.Count);
    }

    [Fact]
    public async Task A_call_with_room_arms_one_timer_and_leaves_none()
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, "{}");
        await calling.Done(Calling.Get(Path));
        var made = calling.Time.Made;

        await calling.Done(Calling.Get(Path));

        Assert.Equal((made + 1, 0), (calling.Time.Made, calling.Time.Armed));
    }

    [Fact]
    public async Task Calls_are_counted_by_path_outcome_errcode_and_time()
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, "{}", UsedUp).On("/cgi-bin/made/up/1", """{"errcode":123456789}""").On("/cgi-bin/made/up/2", """{"errcode":-7}""")
            .On("/cgi-bin/menu/create", ScriptedPlatform.Reset());

        await calling.Done(Calling.Get(Path));
        await calling.Refused(Calling.Get(Path));
        await calling.Call(Calling.Get(Path));
        await calling.Refused(Calling.Get("/cgi-bin/made/up/1"));
        await calling.Refused(Calling.Get("/cgi-bin/made/up/2"));
        await calling.Call(Calling.Post("/cgi-bin/menu/create"));

        var text = new StringBuilder();
        calling.Client.Counters.Write(text);
        Golden.Matches("platform-counters.txt", text.ToString());
    }
}
