using System.Text.Json;

namespace WeChatActors.Engine.Tests;

public sealed class AccessTokenEndpointTests : IAsyncLifetime
{
    private const string Secret = "5ec2e7000000000000000000005ec2e7";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private HttpMessageInvoker Http { get; } = PlatformHttp.Create();
    private readonly VirtualTime _time = new();

    private ScriptedPlatform Platform { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Platform.DisposeAsync();
    }

    [Fact]
    public async Task The_stable_endpoint_is_asked_by_POST_with_the_secret_in_the_body()
    {
        Platform.On("/cgi-bin/stable_token", """{"access_token":"78_VALUE","expires_in":7200}""");

        var answer = await Ask(TokenMode.Stable, force: true);

        Assert.Equal(new TokenAnswer.Given("78_VALUE", TimeSpan.FromSeconds(7200)), answer);
        var call = Assert.Single(Platform.Calls);
        Assert.StartsWith("POST /cgi-bin/stable_token HTTP/1.1", call.Head, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal("client_credential wx0000000000000demo " + Secret + " True", string.Join(' ', body.RootElement.EnumerateObject().Select(member => member.Value.ToString())));
    }

    [Fact]
    public async Task The_classic_endpoint_is_asked_by_GET()
    {
        Platform.On("/cgi-bin/token", """{"access_token":"78_VALUE","expires_in":1800}""");

        Assert.Equal(new TokenAnswer.Given("78_VALUE", TimeSpan.FromSeconds(1800)), await Ask(TokenMode.Classic));
        Assert.StartsWith($"GET /cgi-bin/token?grant_type=client_credential&appid=wx0000000000000demo&secret={Secret} HTTP/1.1", Assert.Single(Platform.Calls).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_errcode_comes_with_the_platforms_words_but_without_the_secret()
    {
        Platform.On("/cgi-bin/stable_token", $$"""{"errcode":40125,"errmsg":"invalid appsecret {{Secret.ToUpperInvariant()}}\r\n rid: 65f1c2d3-4e5f6071-1a2b3c4d"}""");

        var error = Assert.IsType<TokenAnswer.Error>(await Ask(TokenMode.Stable));

        Assert.Equal(40125, error.Errcode);
        Assert.Matches(@"^invalid appsecret \([^)]+\) +rid: 65f1c2d3-4e5f6071-1a2b3c4d$", error.Errmsg);
        Assert.DoesNotContain(Secret, error.Errmsg, StringComparison.OrdinalIgnoreCase);
    }

    public static TheoryData<string, string> Unusable => new()
    {
        { """{"access_token":"78_VALUE","expires_""", "something other than a JSON object" },
        { "<html><body>Please log in</body></html>", "something other than a JSON object" },
        { "[1,2]", "something other than a JSON object" },
        { "", "something other than a JSON object" },
        { "{}", "without a usable access_token" },
        { """{"access_token":"","expires_in":7200}""", "without a usable access_token" },
        { """{"access_token":7,"expires_in":7200}""", "without a usable access_token" },
        { """{"access_token":"a\nb","expires_in":7200}""", "without a usable access_token" },
        { "{\"access_token\":\"" + new string('a', 9000) + "\",\"expires_in\":7200}", "without a usable access_token" },
        { """{"access_token":"78_VALUE"}""", "without saying in expires_in" },
        { """{"access_token":"78_VALUE","expires_in":"soon"}""", "without saying in expires_in" },
        { "{\"access_token\":\"78_VALUE\",\"expires_in\":7200,\"more\":\"" + new string('a', 70_000) + "\"}", "more than 64 KB" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task What_is_no_answer_is_told_in_a_sentence_without_credentials(string body, string expected)
    {
        Platform.On("/cgi-bin/token", body);

        var unreadable = Assert.IsType<TokenAnswer.Unreadable>(await Ask(TokenMode.Classic));

        Assert.Contains(expected, unreadable.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, unreadable.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("78_VALUE", unreadable.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e400", 365 * 86400.0)]
    [InlineData("-1e18", -365 * 86400.0)]
    [InlineData("0", 0)]
    public async Task An_absurd_lifetime_is_passed_on_within_bounds(string written, double seconds)
    {
        Platform.On("/cgi-bin/stable_token", $$"""{"access_token":"78_VALUE","expires_in":{{written}}}""");

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<TokenAnswer.Given>(await Ask(TokenMode.Stable)).Lifetime);
    }

    [Fact]
    public async Task Another_status_than_200_is_no_answer_whatever_it_says()
    {
        Platform.On("/cgi-bin/stable_token", ScriptedPlatform.Json("""{"access_token":"78_VALUE","expires_in":7200}""", 502));

        Assert.Contains("HTTP status 502", Assert.IsType<TokenAnswer.Unreadable>(await Ask(TokenMode.Stable)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_is_told_without_the_address_asked_for()
    {
        Platform.On("/cgi-bin/token", ScriptedPlatform.Reset());

        var why = Assert.IsType<TokenAnswer.Unreadable>(await Ask(TokenMode.Classic)).Why;

        Assert.Contains(Platform.Api.Authority, why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", why, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{\"access_to")]
    public async Task Who_answers_slowly_is_given_up_after_the_limit(string begun)
    {
        Platform.On("/cgi-bin/stable_token", ScriptedPlatform.Silent(begun));
        var asking = Ask(TokenMode.Stable);
        await Platform.Asked("/cgi-bin/stable_token");

        _time.Advance(TimeSpan.FromSeconds(8));

        Assert.Equal($"{Platform.Api.Authority} gave no whole answer within 8 s.", Assert.IsType<TokenAnswer.Unreadable>(await asking).Why);
        await Platform.AllEnded();
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        Platform.On("/cgi-bin/stable_token", ScriptedPlatform.Endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"access_token\":\"", new string('a', 8192)));

        Assert.Contains("more than 64 KB", Assert.IsType<TokenAnswer.Unreadable>(await Ask(TokenMode.Stable)).Why, StringComparison.Ordinal);
        await Platform.AllEnded();
    }

    [Fact]
    public async Task Whoever_ends_the_request_ends_it()
    {
        Platform.On("/cgi-bin/stable_token", ScriptedPlatform.Silent());
        using var ending = new CancellationTokenSource();
        var asking = Endpoint(TokenMode.Stable).Ask(TokenLab.Id, false, 0, ending.Token).AsTask();
        await Platform.Asked("/cgi-bin/stable_token");

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Theory]
    [InlineData("""{"ip_list":["203.0.113.1"]}""", typeof(TokenProbe.Alive))]
    [InlineData("""{"errcode":40001,"errmsg":""}""", typeof(TokenProbe.Dead))]
    [InlineData("""{"errcode":40014,"errmsg":""}""", typeof(TokenProbe.Dead))]
    [InlineData("""{"errcode":42001,"errmsg":""}""", typeof(TokenProbe.Dead))]
    [InlineData("""{"errcode":45009,"errmsg":""}""", typeof(TokenProbe.Alive))]
    [InlineData("""{"errcode":-1,"errmsg":""}""", typeof(TokenProbe.Unknown))]
    [InlineData("""{"errcode":40164,"errmsg":""}""", typeof(TokenProbe.Unknown))]
    [InlineData("<html>", typeof(TokenProbe.Unknown))]
    public async Task A_token_is_tried_with_a_call_that_changes_nothing(string json, Type expected)
    {
        Platform.On("/cgi-bin/getcallbackip", json);

        var probe = await Endpoint(TokenMode.Stable).Probe(TokenLab.Id, "78_VALUE", 0, CancellationToken.None).AsTask().WaitAsync(Patience);

        Assert.IsType(expected, probe);
        Assert.StartsWith("GET /cgi-bin/getcallbackip?access_token=78_VALUE HTTP/1.1", Assert.Single(Platform.Calls).Head, StringComparison.Ordinal);
    }

    private Task<TokenAnswer> Ask(TokenMode mode, bool force = false) =>
        Endpoint(mode).Ask(TokenLab.Id, force, 0, CancellationToken.None).AsTask().WaitAsync(Patience);

    private AccessTokenEndpoint Endpoint(TokenMode mode)
    {
        var account = Given.Account();
        account.Platform = new PlatformAccess("wx0000000000000demo", new AppSecret(Secret), PlatformHosts.Of(Platform.Api), mode);
        return new AccessTokenEndpoint(new Dictionary<string, Account> { ["demo"] = account }, Http, new TokenOptions(), _time);
    }
}
