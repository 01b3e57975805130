using System.Text.Json;

namespace WeChatActors.EndToEnd;

/// <summary>Others' client of the platform's API, before the simulator.</summary>
[Collection(Processes.Name)]
public sealed class ForeignClientTests(Published published)
{
    [NodeFact]
    public async Task The_package_co_wechat_api_does_all_that_an_account_does()
    {
        await using var simulator = await Simulate();
        using var phone = new Phone(simulator);
        using var stranger = new Phone(simulator, person: 2);
        await phone.Follow();
        await phone.Say("你好");

        var ran = await NodeClient.Run("api.cjs", simulator["api"], simulator["app_id"], simulator["secret"], await phone.OpenId(), await stranger.OpenId());

        Assert.True(ran.ExitCode == 0, ran.ToString());
        var did = JsonDocument.Parse(ran.Output).RootElement;
        foreach (var step in new[] { "text", "image", "news", "menuCreated", "menuRemoved", "tagging", "tagDeleted", "remarked", "afterRevocation" })
            Assert.Equal((step, 0), (step, did.GetProperty(step).GetProperty("errcode").GetInt32()));
        foreach (var step in new[] { "sameBytes", "qrPicture", "ip" }) Assert.True(did.GetProperty(step).GetBoolean(), step);
        Assert.Equal("今日推荐", did.GetProperty("menu").GetProperty("menu").GetProperty("button")[0].GetProperty("name").GetString());
        Assert.Equal([await phone.OpenId()], Texts(did.GetProperty("tagged").GetProperty("data").GetProperty("openid")));
        Assert.Equal([await phone.OpenId()], Texts(did.GetProperty("followers").GetProperty("data").GetProperty("openid")));
        Assert.Equal("常客", did.GetProperty("user").GetProperty("remark").GetString());
        Assert.Equal([1, 0], did.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("subscribe").GetInt32()));
        Assert.Equal(1800, did.GetProperty("qrExpires").GetInt32());

        foreach (var (step, code) in new[] { ("notFollowing", 43004), ("unknownMedia", 40007), ("noMenu", 46003), ("wrongSecret", 40125) })
            Assert.Equal((step, "WeChatAPIError", code), (step, did.GetProperty(step).GetProperty("name").GetString(), did.GetProperty(step).GetProperty("code").GetInt32()));

        var chat = await phone.Chat();
        Assert.Equal(["text", "image", "news", "text"], chat.TakeLast(4).Select(content => content.GetProperty("kind").GetString()));
        Assert.Equal("客服消息：“你好”，\n第二行", chat[^4].GetProperty("text").GetString());
        Assert.Equal("换了令牌", chat[^1].GetProperty("text").GetString());
        var scanned = await phone.Do(new { @do = "scan", code = did.GetProperty("ticket").GetString() });
        Assert.StartsWith("SCAN ", Assert.Single(scanned), StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task Outside_of_the_window_it_gets_45015_as_its_own_error()
    {
        await using var simulator = await Simulate();
        using var phone = new Phone(simulator);
        await phone.Follow();
        await phone.Say("你好");
        string[] message = ["api.cjs", simulator["api"], simulator["app_id"], simulator["secret"], await phone.OpenId()];

        await phone.Post("/simulator/clock", new { advance_seconds = 48 * 3600 - 60 });
        Assert.Equal("""{"text":null}""", (await NodeClient.Run(message[0], message[1..])).Output.TrimEnd());
        await phone.Post("/simulator/clock", new { advance_seconds = 61 });

        var late = JsonDocument.Parse((await NodeClient.Run(message[0], message[1..])).Output).RootElement.GetProperty("text");
        Assert.Equal(("WeChatAPIError", 45015), (late.GetProperty("name").GetString(), late.GetProperty("code").GetInt32()));
    }

    // Nobody listens at the callback: this account only calls.
    private Task<Served> Simulate() =>
        Served.Start(published.Command, ["simulate", "--callback", "http://127.0.0.1:9/", "--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0"], last: "phone");

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
