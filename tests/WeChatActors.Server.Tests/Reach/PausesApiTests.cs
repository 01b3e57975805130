namespace WeChatActors.Server.Tests.Reach;

public sealed class PausesApiTests : IAsyncLifetime
{
    private const string Ann = "/api/accounts/plain/conversations/oAnn";

    private PlatformEdge _edge = null!;
    private long _msgId;

    public async Task InitializeAsync()
    {
        _edge = await PlatformEdge.Start(account: "ledger: {payment: {count: 20}}");
        await Say("叫我小明");
    }

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task A_paused_bot_is_silent_until_it_is_resumed()
    {
        var (status, paused, _) = await Post("pause", "");
        Assert.Equal((200, "operator"), (status, paused.GetProperty("pause").GetProperty("by").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, paused.GetProperty("paused_until").ValueKind);
        Assert.Equal("success", await Say("在吗"));

        Assert.Equal(200, (await Post("resume", "")).Status);
        Assert.NotEqual("success", await Say("在吗"));
        Assert.Equal(200, (await Post("resume", "")).Status);
    }

    [Fact]
    public async Task A_pause_ends_at_its_time()
    {
        var (_, paused, _) = await Post("pause", """{"for":"30m"}""");
        Assert.Equal(_edge.Time.GetUtcNow() + TimeSpan.FromMinutes(30), paused.GetProperty("paused_until").GetDateTimeOffset());
        Assert.Equal("success", await Say("在吗"));

        _edge.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.NotEqual("success", await Say("在吗"));
    }

    [Fact]
    public async Task A_pause_ends_with_the_agent_s_session()
    {
        Assert.True((await Post("pause", """{"for":"24h","until":"kf_close_session"}""")).Json.GetProperty("pause").GetProperty("until_close").GetBoolean());
        await _edge.Edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Event("oAnn", "kf_close_session", ""), _edge.Edge.Seconds));

        Assert.NotEqual("success", await Say("在吗"));
    }

    [Theory]
    [InlineData("""{"for":"soon"}""", "for")]
    [InlineData("""{"for":30}""", "for")]
    [InlineData("""{"for":"0s"}""", "for")]
    [InlineData("""{"for":"721h"}""", "for")]
    [InlineData("""{"for":"1h","until":"tomorrow","unless":1}""", "unless", "until")]
    public async Task A_pause_that_makes_no_sense_is_refused(string body, params string[] paths)
    {
        var (status, problem, _) = await Post("pause", body);

        Assert.Equal(400, status);
        Assert.Equal(paths, problem.GetProperty("mistakes").EnumerateArray().Select(mistake => mistake.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Whom_the_operator_forgets_nothing_is_kept_of()
    {
        Assert.Equal(200, (await Post("forget", "")).Status);

        var shown = (await _edge.Admin.GetStringAsync(Ann)).Replace("\\u", "", StringComparison.Ordinal);
        Assert.DoesNotContain("小明", shown, StringComparison.Ordinal);
        await _edge.Edge.Restart();
        Assert.DoesNotContain("小明", await _edge.Admin.GetStringAsync(Ann), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payment_grants_once_however_often_it_is_told()
    {
        var at = _edge.Time.GetUtcNow().AddMinutes(-1).ToString("O");
        for (var i = 0; i < 3; i++)
        {
            var (status, json, _) = await Post("grants", $$"""{"scene":"payment","at":"{{at}}"}""");
            Assert.Equal((200, 25), (status, json.GetProperty("ledger").GetProperty("left").GetInt32()));
        }
        // A busy platform leaves the message waiting, and what it spends spent.
        await _edge.Fault("""{"do":"errcode","errcode":-1,"path":"/cgi-bin/message/custom/send"}""");
        await Send();
        Assert.Equal(24, (await Post("grants", $$"""{"scene":"payment","at":"{{at}}"}""")).Json.GetProperty("ledger").GetProperty("left").GetInt32());
        // Whether the message was sent before the new payment, or may be spent on it, depends on who was first.
        Assert.InRange((await Post("grants", """{"scene":"payment"}""")).Json.GetProperty("ledger").GetProperty("left").GetInt32(), 24, 25);
    }

    [Theory]
    [InlineData("{}", "scene")]
    [InlineData("""{"scene":"birthday"}""", "scene")]
    [InlineData("""{"scene":"payment","at":"yesterday"}""", "at")]
    [InlineData("""{"scene":"payment","at":1700000000}""", "at")]
    [InlineData("""{"scene":"payment","at":"2099-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"scene":7,"when":"now"}""", "when", "scene")]
    public async Task A_grant_that_makes_no_sense_is_refused(string body, params string[] paths)
    {
        var (status, problem, _) = await Post("grants", body);

        Assert.Equal(400, status);
        Assert.Equal(paths, problem.GetProperty("mistakes").EnumerateArray().Select(mistake => mistake.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task A_scene_that_grants_nothing_says_where_to_change_that()
    {
        await _edge.Edge.Post("compat", _edge.Edge.Text("oBen", "你好", 1));

        var (status, problem, _) = await _edge.Ask(HttpMethod.Post, "/api/accounts/compat/conversations/oBen/grants", """{"scene":"payment"}""");

        Assert.Equal(409, status);
        Assert.Contains("'ledger: {payment: {count: N}}'", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("forget")]
    [InlineData("grants")]
    public async Task Nobody_that_is_known_is_asked_nothing(string what)
    {
        Assert.Equal(404, (await _edge.Ask(HttpMethod.Post, $"/api/accounts/plain/conversations/oNobody/{what}", "{}")).Status);
        Assert.Equal(404, (await _edge.Ask(HttpMethod.Post, $"/api/accounts/shop/conversations/oAnn/{what}", "{}")).Status);
    }

    private Task<(int Status, System.Text.Json.JsonElement Json, HttpResponseMessage Message)> Post(string what, string body) =>
        _edge.Ask(HttpMethod.Post, $"{Ann}/{what}", body.Length == 0 ? null : body);

    private async Task Send() => Assert.Equal(202, (await _edge.Ask(HttpMethod.Post, $"{Ann}/messages", """{"type":"text","text":"谢谢"}""")).Status);

    private async Task<string> Say(string text) =>
        (await _edge.Edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Text("oAnn", text, ++_msgId, _edge.Edge.Seconds), _edge.Edge.Seconds))).Text;
}
