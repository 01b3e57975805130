using System.Text.Json;
using WeChatActors.Engine;

namespace WeChatActors.Server.Tests.Quotas;

public sealed class QuotaApiTests
{
    private const string Path = "/api/accounts/plain/quotas";

    [Fact]
    public async Task What_was_called_today_is_told_beside_the_published_number()
    {
        await using var edge = await PlatformEdge.Start();
        await edge.Token();
        for (var i = 0; i < 3; i++) await Call(edge, "/cgi-bin/menu/get");

        var (status, json, _) = await edge.Get(Path);

        Assert.Equal(200, status);
        var row = Assert.Single(json.GetProperty("quotas").EnumerateArray());
        Assert.Equal(["path", "used_today", "per_day", "stopped_until"], row.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("/cgi-bin/menu/get", 3, 10000, JsonValueKind.Null),
            (row.GetProperty("path").GetString(), row.GetProperty("used_today").GetInt32(), row.GetProperty("per_day").GetInt32(), row.GetProperty("stopped_until").ValueKind));
    }

    [Fact]
    public async Task A_path_whose_quota_is_used_up_says_until_when()
    {
        await using var edge = await PlatformEdge.Start();
        await edge.Token();
        await edge.Fault("""{"do":"errcode","errcode":45009,"path":"/cgi-bin/menu/get"}""");
        await Call(edge, "/cgi-bin/menu/get");

        var row = Assert.Single((await edge.Get(Path)).Json.GetProperty("quotas").EnumerateArray());

        // Midnight in China.
        Assert.Equal("2025-11-20T16:00:00.000Z", row.GetProperty("stopped_until").GetString());
    }

    [Fact]
    public async Task Calls_are_counted_by_the_metrics_too()
    {
        await using var edge = await PlatformEdge.Start();
        await edge.Token();
        await Call(edge, "/cgi-bin/user/info?openid=oNobody");

        Assert.Equal(1, await edge.Edge.Metric("""wechatactors_platform_calls_total{account="plain",path="/cgi-bin/user/info",outcome="refused"}"""));
    }

    [Theory]
    [InlineData("compat", 409)]
    [InlineData("nobody", 404)]
    public async Task An_account_that_cannot_call_has_no_quotas(string account, int status)
    {
        await using var edge = await PlatformEdge.Start();

        Assert.Equal(status, (await edge.Get($"/api/accounts/{account}/quotas")).Status);
    }

    private static async Task Call(PlatformEdge edge, string target)
    {
        var split = target.Split('?');
        await edge.Edge.Host.Platform.Client.Call(
            new PlatformRequest { Account = "plain", Method = HttpMethod.Get, Path = split[0], Query = split.ElementAtOrDefault(1) ?? "" }, CancellationToken.None);
    }
}
