using System.Net;
using System.Text;

namespace WeChatActors.Server.Tests;

public sealed class TokenGivingTests : IAsyncLifetime
{
    private readonly ScriptedPlatform _platform = Relay.Platform("TOKEN-1", "TOKEN-2");
    private Relay _relay = null!;

    public async Task InitializeAsync() => _relay = await Relay.Start(_platform.Api, Relay.Keys);

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Theory]
    [InlineData(Relay.TokenKey)]
    [InlineData(Relay.Secret)]
    public async Task The_shared_token_is_given_for_a_key_or_the_AppSecret_and_never_a_new_one(string secret)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("""{"access_token":"TOKEN-1","expires_in":7200}""", await (await Classic(secret: secret)).Content.ReadAsStringAsync());
            Assert.Equal("""{"access_token":"TOKEN-1","expires_in":7200}""", await (await Stable(secret: secret)).Content.ReadAsStringAsync());
        }

        Assert.Single(_platform.CallsOf("/cgi-bin/stable_token"), call => call.Body.Contains(Relay.AppId, StringComparison.Ordinal));
        _relay.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(7100, (await Relay.Json(await Classic(secret: secret))).GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task A_key_in_the_header_is_as_good()
    {
        var answer = await _relay.Send(HttpMethod.Get, $"/api/accounts/shop/drop-in/cgi-bin/token?grant_type=client_credential&appid={Relay.AppId}&secret=whatever", key: Relay.TokenKey);

        Assert.Equal("TOKEN-1", (await Relay.Json(answer)).GetProperty("access_token").GetString());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Forced_refresh_asks_the_platform_once_and_not_again_too_soon()
    {
        Assert.Equal("TOKEN-1", await Token(await Stable(Relay.TokenKey)));
        _relay.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("TOKEN-2", await Token(await Stable(Relay.TokenKey, force: "true")));
        Assert.Equal("TOKEN-2", await Token(await Stable(Relay.TokenKey, force: "true")));
        Assert.Equal("TOKEN-2", await Token(await Classic(Relay.TokenKey)));
    }

    [Theory]
    [InlineData("client_credentials", Relay.AppId, Relay.TokenKey, 200, 40002)]
    [InlineData(null, Relay.AppId, Relay.TokenKey, 200, 40002)]
    [InlineData("client_credential", null, Relay.TokenKey, 200, 41002)]
    [InlineData("client_credential", Relay.OtherAppId, Relay.TokenKey, 200, 40013)]
    [InlineData("client_credential", Relay.AppId, null, 401, 41004)]
    [InlineData("client_credential", Relay.AppId, "0123456789abcdef0123456789abcdee", 401, 40001)]
    [InlineData("client_credential", Relay.AppId, Relay.ProxyKey, 403, 48001)]
    [InlineData("client_credential", Relay.AppId, Relay.ReadKey, 403, 48001)]
    [InlineData("client_credential", Relay.AppId, Relay.OtherKey, 403, 48001)]
    public async Task What_is_wrong_is_said_with_the_platforms_errcode(string? grantType, string? appId, string? secret, int status, int errcode)
    {
        var (classic, stable) = (await Classic(secret, grantType, appId), await Stable(secret, grantType: grantType, appId: appId));

        Assert.Equal((status, status), ((int)classic.StatusCode, (int)stable.StatusCode));
        Assert.Equal((errcode, errcode), (await Errcode(classic), await Errcode(stable)));
        Assert.DoesNotContain("TOKEN-1", await classic.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "{}", 200, 43002)]
    [InlineData("POST", "", 200, 47001)]
    [InlineData("POST", "[]", 200, 47001)]
    [InlineData("POST", "{\"grant_type\":", 200, 47001)]
    [InlineData("POST", "{\"grant_type\":\"client_credential\",\"force_refresh\":\"yes\"}", 200, 47001)]
    [InlineData("POST", "{\"grant_type\":\"\\ud800\"}", 200, 40002)]
    [InlineData("POST", "{\"\\ud800\":1}", 200, 47001)]
    public async Task A_body_that_is_none_is_refused(string method, string body, int status, int errcode)
    {
        var answer = await _relay.Send(new HttpMethod(method), "/api/accounts/shop/drop-in/cgi-bin/stable_token", method == "GET" ? null : new StringContent(body));

        Assert.Equal((status, errcode), ((int)answer.StatusCode, await Errcode(answer)));
    }

    [Fact]
    public async Task A_body_too_long_for_a_token_request_is_refused() =>
        Assert.Equal(413, (int)(await _relay.Send(HttpMethod.Post, "/api/accounts/shop/drop-in/cgi-bin/stable_token", new ByteArrayContent(new byte[70_000]))).StatusCode);

    [Fact]
    public async Task While_no_token_can_be_had_the_platform_is_busy()
    {
        await using var platform = new ScriptedPlatform().On("/cgi-bin/stable_token", """{"errcode":40164,"errmsg":"invalid ip 10.1.2.3, not in whitelist"}""");
        await using var relay = await Relay.Start(platform.Api);

        var answer = await relay.Send(HttpMethod.Get, $"/api/accounts/shop/drop-in/cgi-bin/token?grant_type=client_credential&appid={Relay.AppId}&secret=x");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await Relay.Json(answer);
        Assert.Equal(-1, json.GetProperty("errcode").GetInt32());
        Assert.Contains("10.1.2.3", json.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_without_keys_takes_any_secret_from_this_machine()
    {
        await using var platform = Relay.Platform("TOKEN-1");
        await using var relay = await Relay.Start(platform.Api);
        using var page = await relay.Connect();

        var answer = await relay.Send(HttpMethod.Get, $"/api/accounts/shop/drop-in/cgi-bin/token?grant_type=client_credential&appid={Relay.AppId}&secret=anything");

        Assert.Equal("TOKEN-1", await Token(answer));
        Assert.Equal(403, (await page.Get($"/api/accounts/shop/drop-in/cgi-bin/token?grant_type=client_credential&appid={Relay.AppId}&secret=x", "Host: rebound.example")).Status);
    }

    private Task<HttpResponseMessage> Classic(string? secret, string? grantType = "client_credential", string? appId = Relay.AppId) => _relay.Send(
        HttpMethod.Get, "/api/accounts/shop/drop-in/cgi-bin/token?x" + Parameter("grant_type", grantType) + Parameter("appid", appId) + Parameter("secret", secret));

    private Task<HttpResponseMessage> Stable(string? secret, string force = "false", string? grantType = "client_credential", string? appId = Relay.AppId) => _relay.Send(
        HttpMethod.Post, "/api/accounts/shop/drop-in/cgi-bin/stable_token",
        new StringContent($"{{{Member("grant_type", grantType)}{Member("appid", appId)}{Member("secret", secret)}\"force_refresh\":{force}}}", Encoding.UTF8, "application/json"));

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={value}";

    private static string Member(string name, string? value) => value is null ? "" : $"\"{name}\":\"{value}\",";

    private static async Task<string?> Token(HttpResponseMessage answer) => (await Relay.Json(answer)).GetProperty("access_token").GetString();

    private static async Task<int> Errcode(HttpResponseMessage answer) => (await Relay.Json(answer)).GetProperty("errcode").GetInt32();
}
