using System.Net;
using System.Text.Json;

namespace WeChatActors.Server.Tests.Admin;

public sealed class ReadinessTests
{
    [Fact]
    public async Task A_good_token_is_not_worth_a_line()
    {
        await using var edge = await PlatformEdge.Start();
        await edge.Token();

        Assert.Equal("ready\n", await edge.Admin.GetStringAsync("/readyz"));
    }

    [Fact]
    public async Task A_token_that_cannot_be_had_is_told_and_the_node_stays_in_service()
    {
        await using var edge = await PlatformEdge.Start(fault: """{"do":"errcode","errcode":40164,"path":"/cgi-bin/stable_token"}""");
        Assert.Equal(503, (await edge.Get("/api/accounts/plain/access_token")).Status);

        var answer = await edge.Admin.GetAsync("/readyz");

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("ready\naccess_token of plain: ", text, StringComparison.Ordinal);
        Assert.Contains("40164", text, StringComparison.Ordinal);
        Assert.Equal(0, await edge.Edge.Metric("wechatactors_token_good{account=\"plain\"}"));
    }

    [Fact]
    public async Task A_store_that_takes_no_writes_is_not_ready_and_the_token_stays_usable()
    {
        await using var edge = await PlatformEdge.Start();
        var token = await edge.Token();
        edge.Edge.Store.Failure = "The disk is full: free some space.";

        var (status, json, _) = await edge.Get("/readyz");

        Assert.Equal((503, "The store does not take writes"), (status, json.GetProperty("title").GetString()));
        Assert.Equal(
            $"The disk is full: free some space. The access_token of plain stays usable from memory until {JsonAnswer.Timestamp(Samples.Now + TimeSpan.FromHours(2))}.",
            json.GetProperty("detail").GetString());
        Assert.Equal(token, await edge.Token());
    }

    [Fact]
    public async Task Without_accounts_that_call_only_the_store_counts()
    {
        await using var edge = await Edge.Start();
        edge.Store.Failure = "The disk is full: free some space.";

        var problem = JsonDocument.Parse(await (await edge.Admin.GetAsync("/readyz")).Content.ReadAsStringAsync()).RootElement;

        Assert.Equal("The disk is full: free some space.", problem.GetProperty("detail").GetString());
    }
}
