namespace WeChatActors.Server.Tests.Callbacks;

public sealed class QueryStringTests : IAsyncLifetime
{
    private const string Nonce = "1284470336";

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Theory]
    [InlineData("signature=0000000000000000000000000000000000000000&timestamp={t}&nonce={n}", 403)]
    [InlineData("signature={S}&timestamp={t}&nonce={n}", 403)] // in upper case
    [InlineData("signature={s}0&timestamp={t}&nonce={n}", 403)]
    [InlineData("signature={s}&timestamp={t}&nonce=1284470337", 403)]
    [InlineData("signature=&timestamp={t}&nonce={n}", 403)]
    [InlineData("timestamp={t}&nonce={n}", 403)]
    [InlineData("signature={s}&nonce={n}", 403)]
    [InlineData("signature={s}&timestamp={t}", 403)]
    [InlineData("", 403)]
    [InlineData("signature={s}&timestamp={t}&nonce={n}&nonce={n}", 400)]
    [InlineData("signature={s}&signature={s}&timestamp={t}&nonce={n}", 400)]
    [InlineData("signature={s}&timestamp={t}&%74imestamp={t}&nonce={n}", 400)]
    [InlineData("signature={s}&timestamp={t}&nonce={n}&openid=a&openid=b", 400)]
    [InlineData("signature={s}&timestamp={t}&nonce=%zz", 400)]
    [InlineData("signature={s}&timestamp={t}&nonce=%C3%28", 400)]
    [InlineData("signature={s}&timestamp={t}&nonce={n}&openid=%", 400)]
    public async Task A_query_string_that_WeChat_did_not_make_is_refused_before_the_body(string template, int status)
    {
        var query = Fill(template, $"{_edge.Seconds}", Nonce);

        var answer = await _edge.Post("plain", new Delivery(query, _edge.Text("oAnn", "你好", 1).Body));

        Assert.Equal((status, ""), (answer.Status, answer.Text));
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
    }

    [Theory]
    [InlineData("later")]
    [InlineData("-5")]
    [InlineData("1763600700.5")]
    [InlineData("99999999999999999999999")]
    public async Task A_signed_timestamp_that_is_no_number_is_malformed(string timestamp)
    {
        var answer = await _edge.Post("plain", new Delivery(Fill("signature={s}&timestamp={t}&nonce={n}", timestamp, Nonce), []));

        Assert.Equal((400, ""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData(-600, 200)]
    [InlineData(-601, 403)]
    [InlineData(600, 200)]
    [InlineData(601, 403)]
    [InlineData(long.MaxValue - 1763600700, 403)]
    public async Task A_timestamp_may_be_ten_minutes_off_either_way_and_not_a_second_more(long off, int status)
    {
        var delivery = Delivery.Plain(Edge.Credentials, PacketXml.Text("oAnn", "你好", 1), _edge.Seconds + off);

        Assert.Equal(status, (await _edge.Post("plain", delivery)).Status);
    }

    [Fact]
    public async Task A_query_string_grows_stale_while_the_clock_goes_on()
    {
        var delivery = _edge.Text("oAnn", "你好", 1);

        _edge.Time.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal(200, (await _edge.Post("plain", delivery)).Status);

        _edge.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(403, (await _edge.Post("plain", delivery)).Status);
    }

    [Theory]
    [InlineData("&echo=1&echo=2")] // unknown parameters do not matter, even repeated
    [InlineData("&encrypt_type=raw")]
    [InlineData("&encrypt_type=")]
    [InlineData("&")]
    public async Task What_the_callback_does_not_know_is_ignored(string more)
    {
        var delivery = _edge.Text("oAnn", "你好", 1);

        Assert.Equal("1: 你好", (await _edge.Post("plain", delivery with { Query = delivery.Query + more })).ReplyText());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("PLAIN")]
    [InlineData("plain/")]
    [InlineData("plain/more")]
    [InlineData("")]
    [InlineData("%2e%2e/plain")]
    public async Task An_address_of_no_account_is_not_found(string account) =>
        Assert.Equal((404, ""), Of(await _edge.Post(account, _edge.Text("oAnn", "你好", 1))));

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/api/accounts/plain/conversations")]
    public async Task The_public_listener_serves_nothing_but_callbacks(string path)
    {
        using var connection = await _edge.Connect();

        Assert.Equal((404, ""), Of(await connection.Get(path)));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_told_which_are_allowed(string method)
    {
        using var connection = await _edge.Connect();
        await connection.Begin(method, $"/wechat/plain?{Fill("signature={s}&timestamp={t}&nonce={n}", $"{_edge.Seconds}", Nonce)}", []);

        var answer = await connection.Receive();

        Assert.Equal((405, "GET, POST"), (answer.Status, answer.Headers["Allow"]));
    }

    private static (int, string) Of(PushAnswer answer) => (answer.Status, answer.Text);

    private static string Fill(string template, string timestamp, string nonce)
    {
        var signature = Edge.Credentials.Sign(timestamp, nonce);
        return template.Replace("{s}", signature, StringComparison.Ordinal).Replace("{S}", signature.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{t}", timestamp, StringComparison.Ordinal).Replace("{n}", nonce, StringComparison.Ordinal);
    }
}
