using System.Net;
using System.Text;

namespace WeChatActors.Server.Tests;

public sealed class DropInPassingTests : IAsyncLifetime
{
    private readonly ScriptedPlatform _platform = Relay.Platform("TOKEN-1", "TOKEN-2", "TOKEN-3");
    private Relay _relay = null!;

    public async Task InitializeAsync()
    {
        _relay = await Relay.Start(_platform.Api, Relay.Keys);
        _platform.On("/cgi-bin/menu/create", """{"errcode":0,"errmsg":"ok"}""");
    }

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task Who_presents_the_shared_token_calls_with_the_one_in_force()
    {
        await Ask();

        var answer = await Call("/cgi-bin/menu/create?access_token=TOKEN-1&x=%e4", Relay.Secret);

        Assert.Equal("""{"errcode":0,"errmsg":"ok"}""", await answer.Content.ReadAsStringAsync());
        var call = Assert.Single(_platform.CallsOf("/cgi-bin/menu/create"));
        Assert.Equal(("access_token=TOKEN-1&x=%e4", Relay.Secret), (call.Query, call.Body));
    }

    [Fact]
    public async Task The_token_before_calls_for_five_minutes_and_then_another_must_be_asked_for()
    {
        await Ask();
        await Refresh();

        Assert.Equal(0, await Errcode("TOKEN-1"));
        Assert.Equal("access_token=TOKEN-2", _platform.CallsOf("/cgi-bin/menu/create")[^1].Query);
        _relay.Time.Advance(TimeSpan.FromMinutes(5) - VirtualTime.OneTick);
        Assert.Equal(0, await Errcode("TOKEN-1"));
        _relay.Time.Advance(VirtualTime.OneTick);
        Assert.Equal(42001, await Errcode("TOKEN-1"));
        Assert.Equal(0, await Errcode("TOKEN-2"));
    }

    [Fact]
    public async Task The_token_before_the_one_before_calls_no_more()
    {
        await Ask();
        await Refresh();
        Assert.Equal(0, await Errcode("TOKEN-2"));
        await Refresh();

        Assert.Equal(40001, await Errcode("TOKEN-1"));
        Assert.Equal(0, await Errcode("TOKEN-2"));
        Assert.Equal(0, await Errcode("TOKEN-3"));
    }

    [Fact]
    public async Task An_unknown_token_calls_nothing()
    {
        await Ask();

        Assert.Equal(40001, await Errcode("TOKEN-0"));
        Assert.Equal(40001, await Errcode("TOKEN-OF-OTHER"));
        Assert.Empty(_platform.CallsOf("/cgi-bin/menu/create"));
    }

    [Theory]
    [InlineData("/cgi-bin/menu/create", null, 401)]
    [InlineData("/cgi-bin/menu/create?access_token=", null, 401)]
    [InlineData("/cgi-bin/menu/create?access_token=TOKEN-1", "no-key-of-this-server", 401)]
    [InlineData("/cgi-bin/menu/create?access_token=TOKEN-1", Relay.TokenKey, 403)]
    [InlineData("/cgi-bin/menu/create", Relay.OtherKey, 403)]
    [InlineData("/cgi-bin/menu/create?access_token=whatever", Relay.ProxyKey, 200)]
    [InlineData("/cgi-bin/menu/create", Relay.ProxyKey, 200)]
    [InlineData("/sns/userinfo?access_token=OF-THE-USER", null, 401)]
    [InlineData("/sns/userinfo?access_token=OF-THE-USER", Relay.ProxyKey, 200)]
    public async Task Without_token_a_call_needs_a_key_with_the_scope_proxy(string call, string? key, int status)
    {
        _platform.On("/sns/userinfo", """{"openid":"o1"}""");
        await Ask();

        Assert.Equal(status, (int)(await _relay.Send(HttpMethod.Post, $"/api/accounts/shop/drop-in{call}", key: key)).StatusCode);

        Assert.Equal(status == 200 ? 1 : 0, _platform.Calls.Count(made => made.Path == call.Split('?')[0]));
    }

    [Theory]
    [InlineData(Relay.TokenKey)]
    [InlineData(Relay.Secret)]
    public async Task A_secret_in_the_query_is_replaced_by_the_real_one(string secret)
    {
        _platform.On("/sns/oauth2/access_token", """{"openid":"o1"}""");

        var answer = await _relay.Send(HttpMethod.Get, $"/api/accounts/shop/drop-in/sns/oauth2/access_token?appid={Relay.AppId}&secret={secret}&code=%E4&grant_type=authorization_code");

        Assert.Equal("""{"openid":"o1"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal($"appid={Relay.AppId}&secret={Relay.Secret}&code=%E4&grant_type=authorization_code", Assert.Single(_platform.CallsOf("/sns/oauth2/access_token")).Query);
    }

    [Fact]
    public async Task A_secret_in_the_body_is_replaced_too()
    {
        _platform.On("/cgi-bin/clear_quota/v2", """{"errcode":0}""");

        await _relay.Send(HttpMethod.Post, "/api/accounts/shop/drop-in/cgi-bin/clear_quota/v2", new StringContent($$"""{"appid":"{{Relay.AppId}}","appsecret":"{{Relay.TokenKey}}","x":"菜"}"""));

        var call = Assert.Single(_platform.CallsOf("/cgi-bin/clear_quota/v2"));
        Assert.Equal(($$"""{"appid":"{{Relay.AppId}}","appsecret":"{{Relay.Secret}}","x":"菜"}""", "/cgi-bin/clear_quota/v2"), (call.Body, call.Target));
    }

    [Theory]
    [InlineData("?appid=" + Relay.AppId + "&appsecret=" + Relay.ProxyKey, "{}", 403, 48001)]
    [InlineData("?appid=" + Relay.AppId + "&appsecret=no-key-of-this-server", "{}", 401, 40001)]
    [InlineData("?appid=" + Relay.OtherAppId + "&appsecret=" + Relay.TokenKey, "{}", 200, 40013)]
    [InlineData("", "{}", 401, 41004)]
    [InlineData("", "no json", 401, 41004)]
    [InlineData("", "{\"appid\":\"" + Relay.AppId + "\",\"appsecret\":\"no-key-of-this-server\"}", 401, 40001)]
    public async Task Who_may_not_have_a_token_may_not_call_with_the_secret_either(string query, string body, int status, int errcode)
    {
        _platform.On("/cgi-bin/clear_quota/v2", """{"errcode":0}""");

        var answer = await _relay.Send(HttpMethod.Post, $"/api/accounts/shop/drop-in/cgi-bin/clear_quota/v2{query}", new StringContent(body));

        Assert.Equal((status, errcode), ((int)answer.StatusCode, (await Relay.Json(answer)).GetProperty("errcode").GetInt32()));
        Assert.Empty(_platform.CallsOf("/cgi-bin/clear_quota/v2"));
    }

    [Fact]
    public async Task A_path_trick_and_a_dead_platform_are_told_in_the_platforms_shape()
    {
        await Ask();
        using var connection = await _relay.Connect();
        _platform.On("/cgi-bin/menu/create", ScriptedPlatform.Reset());

        var trick = await connection.Get("/api/accounts/shop/drop-in/cgi-bin/%2e%2e/x?access_token=TOKEN-1");
        var dead = await Call("/cgi-bin/menu/create?access_token=TOKEN-1", "{}");

        Assert.Equal((400, true), (trick.Status, trick.Text.StartsWith("""{"errcode":40066,""", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.BadGateway, dead.StatusCode);
        var json = await Relay.Json(dead);
        Assert.Equal((-1, "unknown"), (json.GetProperty("errcode").GetInt32(), json.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task After_a_restart_the_token_in_force_still_calls()
    {
        await Ask();
        await _relay.Restart();

        Assert.Equal(0, await Errcode("TOKEN-1"));
    }

    /// <summary>An SDK asks for the shared token.</summary>
    private Task<HttpResponseMessage> Ask() => _relay.Send(HttpMethod.Get, $"/api/accounts/shop/drop-in/cgi-bin/token?grant_type=client_credential&appid={Relay.AppId}&secret={Relay.TokenKey}");

    private async Task Refresh()
    {
        _relay.Time.Advance(TimeSpan.FromSeconds(31));
        await _relay.Send(
            HttpMethod.Post, "/api/accounts/shop/drop-in/cgi-bin/stable_token",
            new StringContent($$"""{"grant_type":"client_credential","appid":"{{Relay.AppId}}","secret":"{{Relay.TokenKey}}","force_refresh":true}"""));
    }

    private Task<HttpResponseMessage> Call(string call, string body) =>
        _relay.Send(HttpMethod.Post, $"/api/accounts/shop/drop-in{call}", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<int> Errcode(string token)
    {
        var answer = await Call($"/cgi-bin/menu/create?access_token={token}", "{}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await Relay.Json(answer)).GetProperty("errcode").GetInt32();
    }
}
