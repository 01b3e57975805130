using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.Server.Tests.Reach;

public sealed class ReachApiTests : IAsyncLifetime
{
    private const string Conversations = "/api/accounts/plain/conversations";

    private PlatformEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await PlatformEdge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task Those_with_an_open_window_are_counted_and_listed_by_its_end()
    {
        await Write("oAnn");
        _edge.Time.Advance(TimeSpan.FromHours(47) + TimeSpan.FromMinutes(30));
        await Write("oBen");
        _edge.Time.Advance(TimeSpan.FromMinutes(5));
        await Write("oCleo");

        var reach = (await _edge.Get("/api/accounts/plain/reach")).Json;
        Assert.Equal((true, 3, 15, 1), (reach.GetProperty("can_push").GetBoolean(), reach.GetProperty("reachable").GetInt32(), reach.GetProperty("messages").GetInt32(), reach.GetProperty("closing_within_an_hour").GetInt32()));
        Assert.Equal(["oAnn", "oBen", "oCleo"], await List("window=open"));
        Assert.Equal(["oAnn"], await List("window=closing"));
        Assert.Empty(await List("window=closing&within=10m"));
        Assert.Equal(["oAnn", "oBen", "oCleo"], await List("window=closing&within=48h"));

        _edge.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(["oBen", "oCleo"], await List("window=open"));
        Assert.Equal(2, (await _edge.Get("/api/accounts/plain/reach")).Json.GetProperty("reachable").GetInt32());
    }

    [Fact]
    public async Task The_list_is_paged()
    {
        foreach (var name in new[] { "oE", "oD", "oC", "oB", "oA" }) await Write(name);

        var found = new List<string>();
        for (var after = ""; ;)
        {
            var page = (await _edge.Get($"{Conversations}?window=open&limit=2{after}")).Json;
            found.AddRange(page.GetProperty("conversations").EnumerateArray().Select(one => one.GetProperty("open_id").GetString()!));
            if (!page.TryGetProperty("next", out var next)) break;
            after = $"&after={next.GetString()}";
        }

        Assert.Equal(["oA", "oB", "oC", "oD", "oE"], found);
    }

    [Fact]
    public async Task An_account_that_cannot_push_reaches_nobody()
    {
        await _edge.Edge.Post("compat", _edge.Edge.Text("oAnn", "你好", 1));

        var reach = (await _edge.Get("/api/accounts/compat/reach")).Json;

        Assert.Equal((false, 0), (reach.GetProperty("can_push").GetBoolean(), reach.GetProperty("reachable").GetInt32()));
        Assert.Empty((await _edge.Get("/api/accounts/compat/conversations?window=open")).Json.GetProperty("conversations").EnumerateArray());
    }

    [Fact]
    public async Task One_conversation_shows_what_grants_its_window()
    {
        await _edge.Edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Event("oAnn", "subscribe", "", _edge.Edge.Seconds), _edge.Edge.Seconds));
        await Write("oAnn");

        var ledger = (await _edge.Edge.Conversation("oAnn")).GetProperty("ledger");

        Assert.Equal(8, ledger.GetProperty("left").GetInt32());
        Assert.Equal([("user_message", 5), ("follow", 3)], ledger.GetProperty("grants").EnumerateArray().Select(grant => (grant.GetProperty("scene").GetString(), grant.GetProperty("left").GetInt32())));
        _edge.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(5, (await _edge.Edge.Conversation("oAnn")).GetProperty("ledger").GetProperty("left").GetInt32());
    }

    [Theory]
    [InlineData("window=half", "'window' is neither open nor closing")]
    [InlineData("window=", "'window' is neither open nor closing")]
    [InlineData("window=open&within=1h", "'within' is no time for this list")]
    [InlineData("window=closing&within=soon", "'within' is no time for this list")]
    [InlineData("window=closing&within=0s", "'within' is no time for this list")]
    [InlineData("window=closing&within=721h", "'within' is no time for this list")]
    [InlineData("window=closing&within=999999999h", "'within' is no time for this list")]
    [InlineData("window=open&after=oAnn", "'after' is no place in this list")]
    [InlineData("window=open&after=99999999999999999.oAnn", "'after' is no place in this list")]
    [InlineData("window=open&after=1.o'x", "'after' is no place in this list")]
    [InlineData("window=open&limit=0", "'limit' is not a number from 1 to 500")]
    public async Task A_list_that_makes_no_sense_is_refused(string query, string title)
    {
        var (status, problem, _) = await _edge.Get($"{Conversations}?{query}");

        Assert.Equal((400, title), (status, problem.GetProperty("title").GetString()));
    }

    [Fact]
    public async Task An_unknown_account_is_not_found() => Assert.Equal(404, (await _edge.Get("/api/accounts/shop/reach")).Status);

    private async Task<List<string>> List(string query) =>
        [.. (await _edge.Admin.GetFromJsonAsync<JsonElement>($"{Conversations}?{query}")).GetProperty("conversations").EnumerateArray().Select(one => one.GetProperty("open_id").GetString()!)];

    private async Task Write(string openId) =>
        await _edge.Edge.Post("plain", Delivery.Plain(Edge.Credentials, PacketXml.Text(openId, "你好", _edge.Edge.Seconds, _edge.Edge.Seconds), _edge.Edge.Seconds));
}
