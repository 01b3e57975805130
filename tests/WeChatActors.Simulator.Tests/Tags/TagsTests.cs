using System.Text.Json.Nodes;
using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class TagsTests
{
    private readonly HandlerBench _bench = new();

    [Fact]
    public void Tags_are_made_listed_renamed_and_deleted()
    {
        Shape("tags/create", Create("VIP"));
        Done(Tag("batchtagging", 100, _bench.Ann, _bench.Ming));
        Shape("tags/get", _bench.Get("/cgi-bin/tags/get"));
        Done(_bench.Post("/cgi-bin/tags/update", """{"tag":{"id":100,"name":"Gold"}}"""));
        Assert.Equal("Gold", _bench.Account.Tags.Find(100)!.Name);
        Done(_bench.Post("/cgi-bin/tags/update", """{"tag":{"id":100,"name":"Gold"}}"""));

        Done(_bench.Post("/cgi-bin/tags/delete", """{"tag":{"id":100}}"""));
        Assert.Empty(_bench.Ann.Tags);
        Refused(45159, _bench.Post("/cgi-bin/tags/delete", """{"tag":{"id":100}}"""));
        Assert.Equal(101, Body(Create("VIP"))["tag"]!["id"]!.GetValue<int>());
    }

    [Fact]
    public void A_name_is_new_and_has_at_most_30_characters()
    {
        Done(Create(new string('好', 30)));
        Refused(45158, "'tag.name' has 31 characters, limit 30.", Create(new string('好', 31)));
        Done(Create("VIP"));
        Refused(45157, "'tag.name' is 'VIP', which tag 101 is called already.", Create("VIP"));
        Refused(45157, Create("星标组"));
        Refused(45157, Create(""));
        Refused(45157, _bench.Post("/cgi-bin/tags/create", "{}"));
        Refused(45157, _bench.Post("/cgi-bin/tags/update", """{"tag":{"id":100,"name":"VIP"}}"""));
        Refused(45158, _bench.Post("/cgi-bin/tags/update", $$$"""{"tag":{"id":100,"name":"{{{new string('x', 31)}}}"}}"""));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void The_platforms_own_tags_stay(int id)
    {
        Refused(45058, _bench.Post("/cgi-bin/tags/update", $$$"""{"tag":{"id":{{{id}}},"name":"Mine"}}"""));
        Refused(45058, _bench.Post("/cgi-bin/tags/delete", $$$"""{"tag":{"id":{{{id}}}}}"""));
    }

    [Fact]
    public void An_account_makes_at_most_100()
    {
        for (var i = 1; i <= 100; i++) Done(Create($"t{i}"));
        Refused(45056, Create("t101"));
    }

    [Fact]
    public void A_tag_of_more_than_100_000_followers_is_not_deleted()
    {
        var bench = new HandlerBench(crowd: 100_000);
        var id = bench.Account.Tags.Make("Crowd").Id;
        foreach (var follower in bench.Account.Followers) follower.Tags = follower.Subscribed ? [id] : [];
        Refused(45057, "100,002 followers carry it; untag them first, the limit is 100,000.", bench.Post("/cgi-bin/tags/delete", $$$"""{"tag":{"id":{{{id}}}}}"""));
        bench.Ann.Tags = bench.Ming.Tags = [];
        Done(bench.Post("/cgi-bin/tags/delete", $$$"""{"tag":{"id":{{{id}}}}}"""));
    }

    [Fact]
    public void Followers_get_tags_and_lose_them()
    {
        Done(Create("VIP"));
        Done(Create("Staff"));
        Done(Tag("batchtagging", 101, _bench.Ann));
        Done(Tag("batchtagging", 100, _bench.Ann, _bench.Ming));
        Done(Tag("batchtagging", 100, _bench.Ann));
        Shape("tags/getidlist", _bench.Post("/cgi-bin/tags/getidlist", $$"""{"openid":"{{Id(_bench.Ann)}}"}"""));
        Done(Tag("batchuntagging", 100, _bench.Ann, _bench.Ming));
        Assert.Equal([101], _bench.Ann.Tags.AsEnumerable());
        Refused(40003, _bench.Post("/cgi-bin/tags/getidlist", """{"openid":"oNobody"}"""));
        Refused(41009, _bench.Post("/cgi-bin/tags/getidlist", "{}"));
        Assert.Contains("menu", _bench.Told);
    }

    [Fact]
    public void A_list_holds_1_to_50_followers()
    {
        Done(Create("VIP"));
        Refused(40032, Tag("batchtagging", 100));
        Done(Tag("batchtagging", 100, [.. Enumerable.Repeat(_bench.Ann, 50)]));
        Refused(40032, Tag("batchtagging", 100, [.. Enumerable.Repeat(_bench.Ann, 51)]));
        Refused(43004, Tag("batchtagging", 100, _bench.Hong));
        Refused(45159, Tag("batchtagging", 999, _bench.Ann));
        Refused(40003, _bench.Post("/cgi-bin/tags/members/batchtagging", """{"openid_list":["oNobody"],"tagid":100}"""));
    }

    [Fact]
    public void A_follower_carries_at_most_20()
    {
        for (var i = 0; i < 21; i++) Done(Create($"t{i}"));
        for (var i = 100; i < 120; i++) Done(Tag("batchtagging", i, _bench.Ann));
        Refused(45059, Tag("batchtagging", 120, _bench.Ann));
        var partly = Tag("batchtagging", 120, _bench.Ann, _bench.Ming);
        Refused(45171, partly);
        Assert.Equal([Id(_bench.Ann)], Body(partly)["fail_openid_list"]!.AsArray().Select(id => id!.ToString()));
        Assert.Equal([120], _bench.Ming.Tags.AsEnumerable());
    }

    [Fact]
    public void The_carriers_of_a_tag_are_listed_page_by_page()
    {
        Done(Create("VIP"));
        Done(Tag("batchtagging", 100, _bench.Ann, _bench.Ming));
        Shape("tags/members", Members(100, ""));
        Shape("tags/members-end", Members(100, Id(_bench.Ann)));
        Refused(45159, Members(999, ""));
        Refused(40003, Members(100, "oNobody"));
    }

    private ApiAnswer Members(int tag, string next) => _bench.Post("/cgi-bin/user/tag/get", $$"""{"tagid":{{tag}},"next_openid":"{{next}}"}""");

    private ApiAnswer Create(string name) => _bench.Post("/cgi-bin/tags/create", $$$"""{"tag":{"name":"{{{name}}}"}}""");

    private ApiAnswer Tag(string what, int tag, params Follower[] followers) => _bench.Post($"/cgi-bin/tags/members/{what}", new JsonObject
    {
        ["openid_list"] = new JsonArray([.. followers.Select(follower => JsonValue.Create(Id(follower)))]), ["tagid"] = tag,
    });
}
