using System.Text.Json;
using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.Tokens;

public sealed class TokenApiTests
{
    private const string Token = "/api/accounts/plain/access_token";
    private const string Refresh = "/api/accounts/plain/access_token/refresh";
    private const string Endpoint = "/cgi-bin/stable_token";

    [Fact]
    public async Task The_token_comes_with_what_is_left_of_it()
    {
        await using var edge = await PlatformEdge.Start();

        var (status, json, message) = await edge.Get(Token);

        Assert.Equal(200, status);
        Assert.Equal("application/json; charset=utf-8", message.Content.Headers.ContentType!.ToString());
        Assert.True(message.Headers.CacheControl!.NoStore);
        Assert.Equal(["access_token", "expires_in", "version"], json.EnumerateObject().Select(member => member.Name));
        Assert.True(json.GetProperty("access_token").GetString()!.Length > 100);
        Assert.Equal((7200, 1), (json.GetProperty("expires_in").GetInt32(), json.GetProperty("version").GetInt32()));

        edge.Time.Advance(TimeSpan.FromSeconds(100.5));
        Assert.Equal(7099, (await edge.Get(Token)).Json.GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task A_thousand_who_ask_at_the_start_cause_one_request()
    {
        await using var edge = await PlatformEdge.Start();

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => edge.Get(Token)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => answer.Json.GetProperty("access_token").GetString()).Distinct());
        Assert.Equal(1, await edge.Calls(Endpoint));
    }

    [Fact]
    public async Task A_thousand_reports_of_the_same_token_cause_one_request()
    {
        await using var edge = await PlatformEdge.Start();
        var old = await edge.Token();
        await edge.Revoke();
        var body = JsonSerializer.Serialize(new { expired = old });

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => edge.Ask(HttpMethod.Post, Refresh, body)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.NotEqual(old, Assert.Single(answers.Select(answer => answer.Json.GetProperty("access_token").GetString()).Distinct()));
        Assert.All(answers, answer => Assert.Equal(2, answer.Json.GetProperty("version").GetInt32()));
        Assert.Equal(2, await edge.Calls(Endpoint));
    }

    [Fact]
    public async Task A_report_of_an_old_token_is_answered_with_the_one_in_force()
    {
        await using var edge = await PlatformEdge.Start();
        var current = await edge.Token();

        var (status, json, _) = await edge.Ask(HttpMethod.Post, Refresh, """{"expired":"a token of yesterday"}""");

        Assert.Equal((200, current), (status, json.GetProperty("access_token").GetString()));
        Assert.Equal(1, await edge.Calls(Endpoint));
    }

    [Theory]
    [InlineData("", "The body is no JSON")]
    [InlineData("not json", "The body is no JSON")]
    [InlineData("[]", "The body is no JSON object")]
    [InlineData("{}", "The body has no 'expired'")]
    [InlineData("""{"expired":""}""", "'expired' is empty")]
    [InlineData("""{"expired":7}""", "'expired' is no text")]
    [InlineData("""{"expired":null}""", "'expired' is no text")]
    [InlineData("""{"expired":"\ud800"}""", "The body is no JSON")]
    [InlineData("""{"expired":"a","expired":"b"}""", "The body is no JSON")]
    [InlineData("""{"expired":"a","force":true}""", "The body has a member other than 'expired'")]
    [InlineData("""{"Expired":"a"}""", "The body has a member other than 'expired'")]
    public async Task A_report_without_a_token_is_refused_with_the_reason(string body, string reason)
    {
        await using var edge = await PlatformEdge.Start();
        await edge.Token();

        var (status, json, _) = await edge.Ask(HttpMethod.Post, Refresh, body);

        Assert.Equal((400, reason), (status, json.GetProperty("title").GetString()));
        Assert.Contains("{\"expired\":\"TOKEN\"}", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_is_too_long_is_refused()
    {
        await using var edge = await PlatformEdge.Start();

        var (status, json, _) = await edge.Ask(HttpMethod.Post, Refresh, $$"""{"expired":"{{new string('x', 16 * 1024)}}"}""");

        Assert.Equal((400, "The body is longer than 16 KiB"), (status, json.GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData("compat", 409, "The account 'compat' has no AppSecret")]
    [InlineData("nobody", 404, "There is no account 'nobody'")]
    [InlineData("PLAIN", 404, "There is no account 'PLAIN'")]
    public async Task An_account_that_cannot_call_has_no_token(string account, int status, string title)
    {
        await using var edge = await PlatformEdge.Start();
        var paths = new[] { "access_token", "jsapi_ticket", "wx_card_ticket", "tokens", "tokens/audit", "jssdk?url=https%3A%2F%2Fshop.example%2F", "card_signature?card_id=p" };

        foreach (var path in paths)
        {
            var answer = await edge.Get($"/api/accounts/{account}/{path}");
            Assert.Equal((path, status, title), (path, answer.Status, answer.Json.GetProperty("title").GetString()));
        }
        Assert.Equal(status, (await edge.Ask(HttpMethod.Post, $"/api/accounts/{account}/access_token/refresh", """{"expired":"x"}""")).Status);
    }

    [Fact]
    public async Task While_there_is_no_token_the_answer_says_why_and_when_to_ask_again()
    {
        await using var edge = await PlatformEdge.Start(fault: """{"do":"errcode","errcode":40164,"path":"/cgi-bin/stable_token"}""");

        var (status, json, message) = await edge.Get(Token);

        Assert.Equal(TimeSpan.FromMinutes(5), message.Headers.RetryAfter!.Delta);
        Assert.Equal((503, "There is no access_token for 'plain' now", 40164), (status, json.GetProperty("title").GetString(), json.GetProperty("errcode").GetInt32()));
        Assert.DoesNotContain(PlatformEdge.AppSecret, edge.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_AppSecret_is_told_and_never_shown()
    {
        const string wrong = "0badc0de0badc0de0badc0de0badc0de";
        await using var edge = await PlatformEdge.Start(secret: wrong);

        var (status, json, _) = await edge.Get(Token);
        await edge.Get("/readyz");
        await edge.Get("/metrics");
        await edge.Get("/api/accounts/plain/tokens");
        await edge.Get("/api/accounts/plain/tokens/audit");

        Assert.Equal(503, status);
        Assert.Contains("AppSecret", json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(wrong, edge.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_tells_how_the_tokens_stand_and_never_what_they_are()
    {
        await using var edge = await PlatformEdge.Start();
        var token = await edge.Token();

        var (_, json, message) = await edge.Get("/api/accounts/plain/tokens");

        var rows = json.GetProperty("tokens").EnumerateArray().ToList();
        Assert.Equal(["access_token", "jsapi_ticket", "wx_card_ticket"], rows.Select(row => row.GetProperty("token").GetString()));
        Assert.Equal((1, true, JsonValueKind.Null), (rows[0].GetProperty("version").GetInt32(), rows[0].GetProperty("good").GetBoolean(), rows[0].GetProperty("trouble").ValueKind));
        Assert.Equal(JsonAnswer.Timestamp(Samples.Now + TimeSpan.FromHours(2)), rows[0].GetProperty("expires_at").GetString());
        Assert.Equal((0, false, JsonValueKind.Null), (rows[1].GetProperty("version").GetInt32(), rows[1].GetProperty("good").GetBoolean(), rows[1].GetProperty("expires_at").ValueKind));
        Assert.DoesNotContain(token, await message.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_tells_who_had_the_token_replaced_newest_first()
    {
        await using var edge = await PlatformEdge.Start(adminKeys: "[{name: shop, key: a-key-of-the-shop-01, scopes: token}, {name: desk, key: a-key-of-the-desk-01, scopes: read}]");
        var old = (await edge.Get(Token, "a-key-of-the-shop-01")).Json.GetProperty("access_token").GetString()!;
        await edge.Revoke();
        var fresh = (await edge.Ask(HttpMethod.Post, Refresh, JsonSerializer.Serialize(new { expired = old }), "a-key-of-the-shop-01")).Json.GetProperty("access_token").GetString()!;

        var (status, json, message) = await edge.Get("/api/accounts/plain/tokens/audit", "a-key-of-the-desk-01");

        Assert.Equal(200, status);
        var lines = json.GetProperty("audit").EnumerateArray().ToList();
        Assert.Equal(2, lines.Count);
        Assert.Equal(["token", "at", "why", "asked_by", "result", "detail", "version", "took_ms"], lines[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(("access_token", "key shop", "ok", 2), (lines[0].GetProperty("token").GetString(), lines[0].GetProperty("asked_by").GetString(), lines[0].GetProperty("result").GetString(), lines[0].GetProperty("version").GetInt32()));
        Assert.Equal(1, lines[1].GetProperty("version").GetInt32());
        var text = await message.Content.ReadAsStringAsync();
        Assert.DoesNotContain(old, text, StringComparison.Ordinal);
        Assert.DoesNotContain(fresh, text, StringComparison.Ordinal);
        Assert.Single((await edge.Get("/api/accounts/plain/tokens/audit?limit=1", "a-key-of-the-desk-01")).Json.GetProperty("audit").EnumerateArray());
        Assert.Equal(400, (await edge.Get("/api/accounts/plain/tokens/audit?limit=0", "a-key-of-the-desk-01")).Status);
    }

    [Fact]
    public async Task A_restart_asks_for_no_token_while_the_old_one_lives()
    {
        await using var edge = await PlatformEdge.Start();
        var before = await edge.Token();

        await edge.Edge.Restart();

        Assert.Equal(before, await edge.Token());
        Assert.Equal(1, await edge.Calls(Endpoint));
    }

    [Fact]
    public async Task The_metrics_tell_how_the_token_stands()
    {
        await using var edge = await PlatformEdge.Start();
        await edge.Token();
        edge.Time.Advance(TimeSpan.FromSeconds(200));

        Assert.Equal(1, await edge.Edge.Metric("wechatactors_token_good{account=\"plain\"}"));
        Assert.Equal(7000, await edge.Edge.Metric("wechatactors_token_expires_seconds{account=\"plain\"}"));
        Assert.Equal(1, await edge.Edge.Metric("wechatactors_token_refreshes_total{account=\"plain\",result=\"ok\"}"));
        Assert.Equal(1, await edge.Edge.Metric("wechatactors_token_calls_today{account=\"plain\"}"));
    }
}
