namespace WeChatActors.EndToEnd;

/// <summary>A bot that others' code answers for, behind the simulator.</summary>
[Collection(Processes.Name)]
public sealed class ForeignBotTests(Published published)
{
    private static readonly string[] AnyPorts = ["--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0"];

    [NodeTheory]
    [InlineData("plaintext")]
    [InlineData("safe")]
    public async Task A_bot_on_the_package_wechat_is_verified_and_answers_what_people_do(string security)
    {
        string[] keys = security == "safe" ? [Shop.Credentials.AppId, Shop.Credentials.AesKey!] : [];
        await using var bot = await NodeClient.Listen("bot.cjs", [Shop.Credentials.Token, .. keys]);
        string[] key = security == "safe" ? ["--aes-key", Shop.Credentials.AesKey!] : [];
        await using var simulator = await Served.Start(
            published.Command,
            ["simulate", "--callback", $"http://127.0.0.1:{bot["listening"]}/wechat", "--app-id", Shop.Credentials.AppId, "--token", Shop.Credentials.Token, "--security", security, .. key, .. AnyPorts],
            last: "phone");
        using var phone = new Phone(simulator);

        Assert.True((await phone.Post("/simulator/accounts/demo/verify")).GetProperty("passed").GetBoolean());
        Assert.Equal("subscribe replied: Replied with a text of 12 bytes.", await phone.Follow());
        Assert.Equal("欢迎关注", await phone.LastText());
        Assert.StartsWith("text replied: ", await phone.Say("你好，朋友 🍵 <&>"), StringComparison.Ordinal);
        Assert.Equal("收到：你好，朋友 🍵 <&>", await phone.LastText());
        Assert.Equal("text replied: Replied with 1 article.", await phone.Say("图文"));
        var article = (await phone.Chat())[^1].GetProperty("articles")[0];
        Assert.Equal(("三泡之后最好喝 & <更香>", "http://127.0.0.1/tea?a=1&b=2"), (article.GetProperty("description").GetString(), article.GetProperty("url").GetString()));
        Assert.StartsWith("text replied: Replied with music.", await phone.Say("音乐"), StringComparison.Ordinal);
        Assert.Equal(["image replied: Replied with a picture."], await phone.Do(new { @do = "image" }));
        Assert.StartsWith("location replied: ", Assert.Single(await phone.Do(new { @do = "location", latitude = 22.5, longitude = 113.9, label = "科技园" })), StringComparison.Ordinal);
        Assert.StartsWith("text acknowledged: ", await phone.Say("人工"), StringComparison.Ordinal);
        Assert.StartsWith("unsubscribe acknowledged: ", Assert.Single(await phone.Do(new { @do = "unfollow" })), StringComparison.Ordinal);
        Assert.Equal(0, await simulator.Stop());
    }

    [NodeFact]
    public async Task A_bot_that_was_told_another_token_fails_with_a_verdict_that_says_so()
    {
        await using var bot = await NodeClient.Listen("bot.cjs", "another");
        await using var simulator = await Served.Start(
            published.Command, ["simulate", "--callback", $"http://127.0.0.1:{bot["listening"]}/wechat", "--token", Shop.Credentials.Token, .. AnyPorts], last: "phone");
        using var phone = new Phone(simulator);

        Assert.False((await phone.Post("/simulator/accounts/demo/verify")).GetProperty("passed").GetBoolean());
        var verdict = await phone.Follow();
        Assert.StartsWith("subscribe failed: ", verdict, StringComparison.Ordinal);
        Assert.Contains("401", verdict, StringComparison.Ordinal);
    }
}
