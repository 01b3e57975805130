namespace WeChatActors.EndToEnd.Replays;

/// <summary>A bot on the npm package wechat, driven by load and replay.</summary>
[Collection(Processes.Name)]
public sealed class ForeignBotReplayTests(Published published)
{
    [NodeTheory]
    [InlineData("plaintext")]
    [InlineData("safe")]
    public async Task A_bot_on_the_package_wechat_takes_a_load_and_answers_a_replay_equal(string security)
    {
        string[] keys = security == "safe" ? [Shop.Credentials.AppId, Shop.Credentials.AesKey!] : [];
        await using var bot = await NodeClient.Listen("bot.cjs", [Shop.Credentials.Token, .. keys]);
        using var house = new TeaHouse(published);
        string[] target =
        [
            "--url", $"http://127.0.0.1:{bot["listening"]}/wechat", "--token", Shop.Credentials.Token, "--app-id", Shop.Credentials.AppId,
            "--security", security, .. security == "safe" ? ["--aes-key", Shop.Credentials.AesKey!] : Array.Empty<string>(), "--quiet",
        ];

        var scenario = Path.Combine(house.Folder, "mix.yaml");
        await File.WriteAllTextAsync(scenario, """
            version: 1
            followers: 50
            think: 100ms..300ms
            packets: 400
            mix:
              - {weight: 6, text: [你好, 图文, 音乐, 人工]}
              - {weight: 2, say: [订座, 四位, 明天]}
              - {weight: 1, image: true}
              - {weight: 1, click: TODAY}
              - {weight: 1, location: {lat: 22.5, lon: 113.9, label: 科技园}}
            """);
        var load = await house.Run(["load", scenario, .. target, "--max", "--fail-if", "errors>0"]);
        Assert.True(load.ExitCode == 0, load.ToString());

        var capture = Path.Combine(house.Folder, "bot.jsonl");
        string[] lines =
        [
            Captured.Line(0, "你好", Reply("<MsgType>text</MsgType><Content>收到：你好</Content>")),
            Captured.Line(1, "人工", Reply("<MsgType>transfer_customer_service</MsgType>")),
            Captured.Line(2, "图文", Reply(
                "<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>秋焙铁观音</Title><Description>三泡之后最好喝 &amp; &lt;更香&gt;</Description><PicUrl>http://127.0.0.1/tea.png</PicUrl><Url>http://127.0.0.1/tea?a=1&amp;b=2</Url></item></Articles>")),
        ];
        await File.WriteAllLinesAsync(capture, ["{\"wechatactors_capture\":1}", .. lines]);
        var equal = await house.Run(["replay", capture, .. target, "--speed", "100"]);
        Assert.True(equal.ExitCode == 0, equal.ToString());
        Assert.Contains("3 answers compared: 3 equal, 0 equal once normalised, 0 different, 0 missing.", equal.Output, StringComparison.Ordinal);

        await File.AppendAllTextAsync(capture, Captured.Line(3, "再见", Reply("<MsgType>text</MsgType><Content>再见！</Content>")) + "\n");
        var differs = await house.Run(["replay", capture, .. target, "--speed", "100", "--followers", "random"]);
        Assert.True(differs.ExitCode == 1, differs.ToString());
        Assert.Contains("\n- 再见！\n+ 收到：再见\n", differs.Output, StringComparison.Ordinal);
    }

    private static string Reply(string inner) =>
        $"<xml><ToUserName>oXk2mVqQv8dR3nTgYb7LpZc0Hs1A</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>{Captured.First.ToUnixTimeSeconds()}</CreateTime>{inner}</xml>";
}
