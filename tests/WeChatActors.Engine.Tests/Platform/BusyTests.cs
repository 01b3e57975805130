namespace WeChatActors.Engine.Tests.Platform;

public class BusyTests
{
    private const string Busy = """{"errcode":-1,"errmsg":"system error rid: 6543e1aa-0d2b6f4c-1f4b2c3d"}""";
    private const string Reading = "/cgi-bin/user/info/batchget";
    private const string Acting = "/cgi-bin/message/custom/send";

    [Theory]
    [InlineData(-1)]
    [InlineData(45501)]
    [InlineData(61450)]
    [InlineData(268487001)]
    public async Task A_call_that_only_reads_is_made_again_after_a_busy_errcode(int errcode)
    {
        await using var calling = new Calling();
        calling.Platform.On(Reading, $$"""{"errcode":{{errcode}},"errmsg":"busy"}""", """{"user_info_list":[]}""");

        var call = calling.Call(Calling.Post(Reading));
        await calling.Pause();

        Assert.IsType<PlatformResult.Done>(await call);
        Assert.Equal(2, calling.Platform.Calls.Count);
    }

    [Fact]
    public async Task After_three_pauses_a_platform_that_stays_busy_is_left_alone()
    {
        await using var calling = new Calling();
        calling.Platform.On(Reading, Busy);
        var pauses = Ports(seed: 7);

        var call = calling.Call(Calling.Post(Reading));
        for (var repeat = 0; repeat < 3; repeat++)
        {
            await calling.Time.WhenArmed(2);
            calling.Time.Advance(pauses.Pause(repeat) - VirtualTime.OneTick);
            Assert.Equal((2, repeat + 1), (calling.Time.Armed, calling.Platform.Calls.Count));
            calling.Time.Advance(VirtualTime.OneTick);
        }
        var refused = Assert.IsType<PlatformResult.Refused>(await call);

        Assert.Equal((-1, calling.Time.GetUtcNow().AddSeconds(10), "6543e1aa-0d2b6f4c-1f4b2c3d"), (refused.Errcode, refused.RetryAt, refused.Rid));
        Assert.Equal(4, calling.Platform.Calls.Count);
    }

    [Fact]
    public async Task A_GET_that_spends_something_is_sent_once_although_its_connection_dies()
    {
        const string spending = "/sns/oauth2/access_token";
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/menu/get", """{"menu":{}}""").On(spending, ScriptedPlatform.Raw(""));
        // A connection is there already, which is when the client of HTTP repeats requests by itself.
        Assert.IsType<PlatformResult.Done>(await calling.Call(Calling.Get("/cgi-bin/menu/get")));

        Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Get(spending) with { WithToken = false }));

        Assert.Single(calling.Platform.CallsOf(spending));
    }

    [Fact]
    public void Pauses_double_and_differ_by_a_quarter_at_most_as_the_seed_says()
    {
        TimeSpan[] Pauses(int seed)
        {
            var ports = Ports(seed);
            return [.. Enumerable.Range(0, 300).Select(i => ports.Pause(i % 3))];
        }

        Assert.All(Pauses(1).Select((pause, i) => pause / (1 << i % 3)), pause => Assert.InRange(pause.TotalSeconds, 0.15, 0.25));
        Assert.Equal(Pauses(1), Pauses(1));
        Assert.NotEqual(Pauses(1), Pauses(2));
        Assert.True(Pauses(1).Distinct().Count() > 150);
    }

    [Fact]
    public async Task A_pause_that_would_pass_the_callers_limit_is_not_made()
    {
        await using var calling = new Calling();
        calling.Platform.On(Reading, Busy);

        var call = calling.Call(Calling.Post(Reading) with { Limit = TimeSpan.FromMilliseconds(300) });
        await calling.Time.WhenArmed(2);
        calling.Time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.IsType<PlatformResult.Refused>(await call);

        Assert.Equal(2, calling.Platform.Calls.Count);
    }

    [Fact]
    public async Task A_call_that_does_something_is_not_repeated_and_its_outcome_is_unknown()
    {
        await using var calling = new Calling();
        calling.Platform.On(Acting, Busy);

        var unknown = Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post(Acting)));

        Assert.Equal(
            "/cgi-bin/message/custom/send was answered with -1, System busy; wait briefly and retry: try again in a moment; what the call does may have been done.",
            unknown.Why);
        Assert.Single(calling.Platform.Calls);
    }

    [Fact]
    public async Task Its_caller_may_know_that_it_can_be_repeated()
    {
        await using var calling = new Calling();
        calling.Platform.On(Acting, Busy, """{"errcode":0}""");

        var call = calling.Call(Calling.Post(Acting, """{"client_msg_id":"a1"}""") with { Idempotent = true });
        await calling.Pause();

        Assert.IsType<PlatformResult.Done>(await call);
    }

    [Fact]
    public async Task A_stream_passes_on_that_the_platform_is_busy()
    {
        await using var calling = new Calling();
        calling.Platform.On(Acting, Busy);

        using var response = Assert.IsType<PlatformExchange.Answered>(await calling.Send(Calling.Post(Acting))).Response;

        Assert.Equal(-1, response.Errcode);
        Assert.Equal(Busy, System.Text.Encoding.UTF8.GetString(response.Whole!.Value.Span));
        Assert.Single(calling.Platform.Calls);
    }

    [Fact]
    public async Task A_failing_server_is_asked_again_by_calls_that_only_read()
    {
        await using var calling = new Calling();
        calling.Platform.On(Reading, ScriptedPlatform.Of("<h1>502</h1>", "text/html", 502), ScriptedPlatform.Json("{}"));

        var call = calling.Call(Calling.Post(Reading));
        await calling.Pause();

        Assert.IsType<PlatformResult.Done>(await call);
    }

    [Fact]
    public async Task A_lost_connection_is_unknown_for_a_call_that_does_something_and_tried_again_otherwise()
    {
        await using var calling = new Calling();
        calling.Platform.On(Acting, ScriptedPlatform.Reset()).On(Reading, ScriptedPlatform.Reset(), ScriptedPlatform.Json("{}"));

        Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post(Acting)));
        var call = calling.Call(Calling.Post(Reading));
        await calling.Pause();

        Assert.IsType<PlatformResult.Done>(await call);
        Assert.Single(calling.Platform.CallsOf(Acting));
    }

    [Fact]
    public async Task A_call_that_does_something_is_not_sent_twice_when_a_kept_connection_dies_under_it()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/menu/get", "{}").On(Acting, ScriptedPlatform.Reset()).On("/cgi-bin/message/mass/speed/set", ScriptedPlatform.Raw(""));

        await calling.Done(Calling.Get("/cgi-bin/menu/get"));
        Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post(Acting)));
        await calling.Done(Calling.Get("/cgi-bin/menu/get"));
        Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post("/cgi-bin/message/mass/speed/set") with { Content = null }));

        Assert.Single(calling.Platform.CallsOf(Acting));
        Assert.Single(calling.Platform.CallsOf("/cgi-bin/message/mass/speed/set"));
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent_even_of_a_call_that_does_something()
    {
        await using var calling = new Calling();
        await calling.Platform.DisposeAsync();

        var call = calling.Call(Calling.Post(Acting));
        for (var repeat = 0; repeat < 3; repeat++) await calling.Pause(repeat);
        var not = Assert.IsType<PlatformResult.NotSent>(await call);

        Assert.Equal($"No connection to {calling.Platform.Api.Authority} could be made; check this machine's network and the account's api.", not.Why);
        Assert.Equal(calling.Time.GetUtcNow().AddSeconds(10), not.RetryAt);
    }

    [Fact]
    public async Task The_backup_host_is_tried_when_weChats_own_cannot_be_reached()
    {
        var hosts = new List<string>();
        var time = new VirtualTime();
        using var http = new HttpMessageInvoker(new Scripted(request =>
        {
            hosts.Add(request.RequestUri!.Host);
            return hosts.Count < 3
                ? throw new HttpRequestException(HttpRequestError.ConnectionError)
                : new HttpResponseMessage { Content = new ByteArrayContent("{}"u8.ToArray()) };
        }));
        var account = Given.Account();
        account.Platform = new PlatformAccess("wx0", new AppSecret("s"), PlatformHosts.WeChat, TokenMode.Stable);
        var client = new PlatformClient(new Dictionary<string, Account> { ["demo"] = account }, new ScriptedTokens("x"), http, time);

        var call = client.Call(Calling.Post(Acting), default).AsTask();
        for (var repeat = 0; repeat < 2; repeat++)
        {
            await time.WhenArmed(2);
            time.Advance(Calling.LongestPause(repeat));
        }

        Assert.IsType<PlatformResult.Done>(await call);
        Assert.Equal(["api.weixin.qq.com", "api2.weixin.qq.com", "api.weixin.qq.com"], hosts);
    }

    private static PlatformPorts Ports(int seed) => new(new ScriptedTokens("x"), null!, new PlatformOptions { Seed = seed }, new VirtualTime(), _ => { });

    private sealed class Scripted(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Task.FromResult(answer(request));
            }
            catch (HttpRequestException error)
            {
                return Task.FromException<HttpResponseMessage>(error);
            }
        }
    }
}
