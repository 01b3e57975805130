using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.Server.Tests.Admin;

public sealed class ConversationsTests : IAsyncLifetime
{
    private const string Path = "/api/accounts/plain/conversations";

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task A_conversation_is_shown_with_its_newest_turns_first()
    {
        await _edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Event("oAnn", "subscribe", ""), _edge.Seconds));
        _edge.Time.Advance(TimeSpan.FromMilliseconds(1500));
        await _edge.Post("plain", _edge.Text("oAnn", "叫我小\"明", 25093846172905301));
        _edge.Time.Advance(TimeSpan.FromMinutes(1));
        await _edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Event("oAnn", "CLICK", "TODAY"), _edge.Seconds));
        _edge.Time.Advance(TimeSpan.FromMinutes(1));
        await _edge.Post("plain", _edge.Text("oAnn", "安静", 25093846172905302));

        var answer = await _edge.Admin.GetAsync($"{Path}/oAnn");

        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Golden.Matches("conversation.json", await answer.Content.ReadAsStringAsync() + "\n");
    }

    [Fact]
    public async Task A_request_that_fails_unexpectedly_is_a_problem_too()
    {
        _edge.Store.LoadThrows = new InvalidOperationException("A bug with a secret in it.");

        var answer = await _edge.Admin.GetAsync($"{Path}/oAnn");

        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_turns_are_shown_as_are_asked_for()
    {
        for (var i = 1; i <= 60; i++) await _edge.Post("plain", _edge.Text("oAnn", $"第{i}", i));

        Assert.Equal(Enumerable.Range(11, 50).Reverse(), await Turns(""));
        Assert.Equal([60, 59, 58], await Turns("?turns=3"));
        Assert.Equal(60, (await Turns("?turns=500")).Count);
    }

    [Fact]
    public async Task The_list_is_paged_by_OpenID()
    {
        foreach (var name in new[] { "oC", "oA", "oE", "oD", "oB" }) await _edge.Post("plain", _edge.Text(name, "你好", 1));
        await _edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Event("oB", "unsubscribe", ""), _edge.Seconds));
        await _edge.Post("compat", _edge.Text("oOther", "你好", 1));

        var first = await _edge.Admin.GetStringAsync($"{Path}?limit=2");
        Golden.Matches("conversations.json", first + "\n");
        var pages = new List<string[]>();
        for (string? after = ""; after is not null;)
        {
            var page = await _edge.Admin.GetFromJsonAsync<JsonElement>($"{Path}?limit=2&after={after}");
            pages.Add([.. page.GetProperty("conversations").EnumerateArray().Select(row => row.GetProperty("open_id").GetString()!)]);
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal([["oA", "oB"], ["oC", "oD"], ["oE"]], pages);
    }

    [Fact]
    public async Task The_list_knows_the_last_turn_also_after_a_restart()
    {
        for (var i = 1; i <= 3; i++) await _edge.Post("plain", _edge.Text("oAnn", "你好", i));
        async Task<long> Version() =>
            Assert.Single((await _edge.Admin.GetFromJsonAsync<JsonElement>(Path)).GetProperty("conversations").EnumerateArray()).GetProperty("version").GetInt64();

        Assert.Equal(3, await Version());
        await _edge.Restart();
        Assert.Equal(3, await Version());
        await _edge.Post("plain", _edge.Text("oAnn", "你好", 4));
        Assert.Equal(4, await Version());
    }

    [Theory]
    [InlineData("/api/accounts/shop/conversations", 404, "There is no account 'shop'", "Use an alias under 'accounts' of the configuration.")]
    [InlineData("/api/accounts/shop/conversations/oAnn", 404, "There is no account 'shop'", "Use an alias under 'accounts' of the configuration.")]
    [InlineData(Path + "/oNobody", 404, "Nobody with this OpenID has written to 'plain'", "List the conversations, or check the OpenID: upper and lower case differ.")]
    [InlineData(Path + "?limit=0", 400, "'limit' is not a number from 1 to 500", "Leave it out for 50, or page with 'after'.")]
    [InlineData(Path + "?limit=501", 400, "'limit' is not a number from 1 to 500", "Leave it out for 50, or page with 'after'.")]
    [InlineData(Path + "?limit=-1", 400, "'limit' is not a number from 1 to 500", "Leave it out for 50, or page with 'after'.")]
    [InlineData(Path + "?limit=ten", 400, "'limit' is not a number from 1 to 500", "Leave it out for 50, or page with 'after'.")]
    [InlineData(Path + "/oAnn?turns=0", 400, "'turns' is not a number from 1 to 500", "Leave it out for 50, or page with 'after'.")]
    public async Task A_question_without_an_answer_gets_the_remedy(string path, int status, string title, string remedy)
    {
        var answer = await _edge.Admin.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((title, remedy), await Problem(answer));
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_unavailable_with_the_reason()
    {
        _edge.Store.Failure = "data/wechatactors.db is locked by another program.";

        var answer = await _edge.Admin.GetAsync(Path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(("The store cannot be read now", "data/wechatactors.db is locked by another program."), await Problem(answer));
    }

    internal static async Task<(string?, string?)> Problem(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        return (problem.GetProperty("title").GetString(), problem.GetProperty("detail").GetString());
    }

    private async Task<List<int>> Turns(string query) =>
        [.. (await _edge.Admin.GetFromJsonAsync<JsonElement>($"{Path}/oAnn{query}")).GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("seq").GetInt32())];
}
