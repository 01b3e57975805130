using System.Text.Json.Nodes;
using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class UsersTests
{
    private readonly HandlerBench _bench = new();

    [Fact]
    public void A_follower_is_shown_with_all_that_an_account_may_know()
    {
        (_bench.Ann.SubscribeScene, _bench.Ann.QrScene, _bench.Ann.Tags) = ("ADD_SCENE_QR_CODE", "1207", [128, 2]);
        Done(_bench.Post("/cgi-bin/user/info/updateremark", $$"""{"openid":"{{Id(_bench.Ann)}}","remark":"regular"}"""));
        Shape("users/info", Info(Id(_bench.Ann)));
        _bench.Ming.QrScene = "table-12";
        Shape("users/info-string-scene", Info(Id(_bench.Ming)));
    }

    [Fact]
    public void Of_who_does_not_follow_only_the_OpenID_is_known()
    {
        Shape("users/info-stranger", Info(Id(_bench.Hong)));
        Refused(40003, Info("oNobody"));
        Refused(41009, Info(""));
    }

    [Fact]
    public void Up_to_100_are_shown_at_once()
    {
        ApiAnswer Many(int count, string openId) => _bench.Post("/cgi-bin/user/info/batchget", new JsonObject
        {
            ["user_list"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["openid"] = openId, ["lang"] = "zh_CN" })]),
        });
        Assert.Equal(100, Body(Many(100, Id(_bench.Ann)))["user_info_list"]!.AsArray().Count);
        Refused(40032, Many(101, Id(_bench.Ann)));
        Refused(40032, Many(0, ""));
        Refused(40003, Many(1, "oNobody"));
        Refused(41009, _bench.Post("/cgi-bin/user/info/batchget", """{"user_list":[{"lang":"en"}]}"""));
    }

    [Fact]
    public void Followers_are_listed_by_10_000()
    {
        Shape("users/list", _bench.Get("/cgi-bin/user/get"));
        Shape("users/list-end", _bench.Get("/cgi-bin/user/get", ("next_openid", Id(_bench.Ann))));
        Refused(40003, _bench.Get("/cgi-bin/user/get", ("next_openid", "oNobody")));

        var bench = new HandlerBench(crowd: 10_000);
        var first = bench.Get("/cgi-bin/user/get", ("next_openid", ""));
        Assert.Equal((10_002, 10_000), (Body(first)["total"]!.GetValue<int>(), Body(first)["count"]!.GetValue<int>()));
        var second = bench.Get("/cgi-bin/user/get", ("next_openid", Text(first, "next_openid")));
        Assert.Equal(bench.Account.Followers.TakeLast(2).Select(Id), Body(second)["data"]!["openid"]!.AsArray().Select(id => id!.ToString()));
    }

    [Fact]
    public void A_remark_has_fewer_than_30_bytes()
    {
        ApiAnswer Remark(string openId, string remark) => _bench.Post("/cgi-bin/user/info/updateremark", $$"""{"openid":"{{openId}}","remark":"{{remark}}"}""");
        Done(Remark(Id(_bench.Ann), new string('x', 29)));
        Refused(40092, Remark(Id(_bench.Ann), new string('好', 10)));
        Done(Remark(Id(_bench.Ann), ""));
        Assert.Equal("", _bench.Ann.Remark);
        Refused(40003, Remark("oNobody", "a"));
        Refused(43004, Remark(Id(_bench.Hong), "a"));
        Refused(41011, _bench.Post("/cgi-bin/user/info/updateremark", $$"""{"openid":"{{Id(_bench.Ann)}}"}"""));
    }

    [Fact]
    public void The_blacklist_is_filled_listed_and_emptied()
    {
        Done(Blacklist("batchblacklist", _bench.Ann));
        Shape("users/blacklist", _bench.Post("/cgi-bin/tags/members/getblacklist", """{"begin_openid":""}"""));
        Done(Blacklist("batchunblacklist", _bench.Ann));
        Shape("users/blacklist-empty", _bench.Post("/cgi-bin/tags/members/getblacklist", "{}"));
        Refused(40003, _bench.Post("/cgi-bin/tags/members/getblacklist", """{"begin_openid":"oNobody"}"""));
        Done(Blacklist("batchblacklist", [.. Enumerable.Repeat(_bench.Ann, 20)]));
        Refused(40032, Blacklist("batchblacklist", [.. Enumerable.Repeat(_bench.Ann, 21)]));
        Refused(40032, Blacklist("batchblacklist"));
        Refused(40003, _bench.Post("/cgi-bin/tags/members/batchblacklist", """{"openid_list":["oNobody"]}"""));
    }

    [Fact]
    public void The_blacklist_has_pages_of_1000()
    {
        var bench = new HandlerBench(crowd: 1000);
        foreach (var follower in bench.Account.Followers) follower.Blacklisted = follower.Subscribed;
        var first = bench.Post("/cgi-bin/tags/members/getblacklist", "{}");
        Assert.Equal((1002, 1000), (Body(first)["total"]!.GetValue<int>(), Body(first)["count"]!.GetValue<int>()));
        var second = bench.Post("/cgi-bin/tags/members/getblacklist", $$"""{"begin_openid":"{{Text(first, "next_openid")}}"}""");
        Assert.Equal(2, Body(second)["count"]!.GetValue<int>());
    }

    [Fact]
    public void OpenIDs_of_another_account_are_translated()
    {
        var old = _bench.Platform.Accounts["other"].OpenIdOf(3);
        var answer = _bench.Post("/cgi-bin/changeopenid", $$"""{"from_appid":"wxdemo0000000002","openid_list":["{{old}}","oNobody"]}""");
        Shape("users/changeopenid", answer);
        Assert.Equal(Id(_bench.Ann), Body(answer)["result_list"]![0]!["new_openid"]!.ToString());
        Refused(40013, _bench.Post("/cgi-bin/changeopenid", """{"from_appid":"wxunknown","openid_list":["o1"]}"""));
        Refused(40032, _bench.Post("/cgi-bin/changeopenid", """{"from_appid":"wxdemo0000000002","openid_list":[]}"""));
        Refused(41002, _bench.Post("/cgi-bin/changeopenid", """{"openid_list":["o1"]}"""));
    }

    private ApiAnswer Info(string openId) => _bench.Get("/cgi-bin/user/info", ("openid", openId), ("lang", "zh_CN"));

    private ApiAnswer Blacklist(string what, params Follower[] followers) => _bench.Post($"/cgi-bin/tags/members/{what}", new JsonObject
    {
        ["openid_list"] = new JsonArray([.. followers.Select(follower => JsonValue.Create(Id(follower)))]),
    });
}
