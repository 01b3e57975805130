using System.Net;

namespace WeChatActors.Server.Tests;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("/cgi-bin/token?grant_type=client_credential&appid=x&secret=y", "access_token")]
    [InlineData("/CGI-BIN/Token", "access_token")]
    [InlineData("/cgi-bin/stable_token", "access_token")]
    [InlineData("/cgi-bin/clear_quota/v2", "drop-in/cgi-bin/clear_quota/v2")]
    [InlineData("/sns/oauth2/access_token?appid=x&secret=y&code=z", "drop-in/sns/oauth2/access_token")]
    [InlineData("/sns/jscode2session", "drop-in")]
    [InlineData("/v3/pay/transactions/jsapi", "api.mch.weixin.qq.com")]
    [InlineData("/connect/oauth2/authorize", "open.weixin.qq.com")]
    public async Task What_takes_the_AppSecret_or_another_credential_is_not_proxied(string call, string remedy)
    {
        await using var platform = Relay.Platform("TOKEN-1");
        await using var relay = await Relay.Start(platform.Api);

        var answer = await relay.Proxied(HttpMethod.Post, call, new StringContent("{}"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(remedy, (await Relay.Json(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(platform.Calls, made => made.Path != "/cgi-bin/stable_token" || made.Body == "{}");
    }

    [Fact]
    public async Task Only_configured_hosts_are_called()
    {
        await using var platform = Relay.Platform("TOKEN-1");
        await using var relay = await Relay.Start(platform.Api, section: "proxy: {hosts: [api.weixin.qq.com]}");

        var answer = await relay.Proxied(HttpMethod.Get, "/cgi-bin/x");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("'proxy: hosts'", (await Relay.Json(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(platform.CallsOf("/cgi-bin/x"));
    }

    [Fact]
    public async Task A_configured_host_may_be_called_with_and_without_its_port()
    {
        await using var platform = Relay.Platform("TOKEN-1").On("/cgi-bin/x", """{"errcode":0}""");
        await using (var relay = await Relay.Start(platform.Api, section: "proxy: {hosts: [127.0.0.1]}"))
            Assert.Equal(HttpStatusCode.OK, (await relay.Proxied(HttpMethod.Get, "/cgi-bin/x")).StatusCode);
        await using (var relay = await Relay.Start(platform.Api, section: $"proxy: {{hosts: [\"{platform.Api.Authority}\"]}}"))
            Assert.Equal(HttpStatusCode.OK, (await relay.Proxied(HttpMethod.Get, "/cgi-bin/x")).StatusCode);
    }

    [Theory]
    [InlineData("nobody", 404)]
    [InlineData("mute", 409)]
    public async Task An_account_must_be_there_and_able_to_call(string account, int status)
    {
        await using var platform = Relay.Platform("TOKEN-1");
        await using var relay = await Relay.Start(platform.Api);

        Assert.Equal(status, (int)(await relay.Send(HttpMethod.Get, $"/api/accounts/{account}/proxy/cgi-bin/x")).StatusCode);
        Assert.Equal(status, (int)(await relay.Send(HttpMethod.Get, $"/api/accounts/{account}/drop-in/cgi-bin/x")).StatusCode);
    }

    [Theory]
    [InlineData(null, 401)]
    [InlineData("no-key-of-this-server", 401)]
    [InlineData(Relay.ReadKey, 403)]
    [InlineData(Relay.TokenKey, 403)]
    [InlineData(Relay.OtherKey, 403)]
    [InlineData(Relay.ProxyKey, 200)]
    public async Task A_call_needs_a_key_with_the_scope_proxy_for_the_account(string? key, int status)
    {
        await using var platform = Relay.Platform("TOKEN-1").On("/cgi-bin/x", """{"errcode":0}""");
        await using var relay = await Relay.Start(platform.Api, Relay.Keys);

        Assert.Equal(status, (int)(await relay.Proxied(HttpMethod.Get, "/cgi-bin/x", key: key)).StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, platform.CallsOf("/cgi-bin/x").Count);
    }

    [Fact]
    public async Task Without_a_token_the_call_is_not_sent_and_the_reason_told()
    {
        await using var platform = new ScriptedPlatform().On("/cgi-bin/stable_token", """{"errcode":40164,"errmsg":"invalid ip 10.1.2.3, not in whitelist"}""");
        await using var relay = await Relay.Start(platform.Api);

        var answer = await relay.Proxied(HttpMethod.Get, "/cgi-bin/x");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var problem = await Relay.Json(answer);
        Assert.Equal("not_sent", problem.GetProperty("outcome").GetString());
        Assert.Contains("10.1.2.3", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(platform.CallsOf("/cgi-bin/x"));
    }

    [Fact]
    public async Task A_quota_that_is_used_up_stops_further_calls_until_it_is_full_again()
    {
        await using var platform = Relay.Platform("TOKEN-1").On("/cgi-bin/user/get", """{"errcode":45009,"errmsg":"reach max api daily quota limit"}""");
        await using var relay = await Relay.Start(platform.Api);

        Assert.Equal(45009, (await Relay.Json(await relay.Proxied(HttpMethod.Get, "/cgi-bin/user/get"))).GetProperty("errcode").GetInt32());
        var stopped = await relay.Proxied(HttpMethod.Get, "/cgi-bin/user/get");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, stopped.StatusCode);
        Assert.InRange(stopped.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Assert.Single(platform.CallsOf("/cgi-bin/user/get"));
    }
}
