namespace WeChatActors.EndToEnd.Dialogs;

/// <summary>Rules that change under a server that goes on.</summary>
[Collection(Processes.Name)]
public sealed class HangupTests(Published published)
{
    private const string First = """
        version: 1
        rules:
          - {id: book, exact: 订座, do: [{dialog: book}]}
          - {id: other, default: true, reply: 没听懂}
        dialogs:
          book:
            slots: [{name: people, ask: 几位？, type: int}, {name: day, ask: 哪天？, type: date}]
            done: [{reply: "{{ people }} 位订好了"}]
        """;

    [Fact]
    public async Task A_hangup_puts_changed_rules_in_force_and_a_broken_file_leaves_those_before()
    {
        using var shop = new Shop(published);
        shop.WriteRules(First);
        await using var served = await shop.Serve();
        using var connection = await PushConnection.Open(served.Public);
        var id = 0L;
        Assert.Equal("几位？", await Say("oAnn", "订座"));

        shop.WriteRules(First.Replace("没听懂", "再说一遍？", StringComparison.Ordinal).Replace("ask: 哪天？", "ask: 何日？", StringComparison.Ordinal));
        await served.Hangup();
        await served.Says("rules reloaded: 2 rules", times: 3);
        Assert.Equal("再说一遍？", await Say("oBob", "在吗"));
        Assert.Equal("哪天？", await Say("oAnn", "4"));

        shop.WriteRules(First.Replace("ask: 哪天？", "aks: 哪天？", StringComparison.Ordinal));
        await served.Hangup();
        await served.Says("the changed rules were refused and those before stay", times: 3);
        Assert.Contains("rules.yaml:7:", served.Errors, StringComparison.Ordinal);
        Assert.Equal("再说一遍？", await Say("oBob", "在吗"));
        Assert.Equal("4 位订好了", await Say("oAnn", "明天"));

        File.Delete(Path.Combine(shop.Folder, "rules.yaml"));
        await served.Hangup();
        await served.Says("the changed rules were refused and those before stay", times: 6);
        Assert.Equal("再说一遍？", await Say("oBob", "在吗"));
        Assert.Equal(0, await served.Stop());

        async Task<string> Say(string openId, string text) => (await connection.Post("plain", Shop.Text(openId, text, ++id))).ReplyText();
    }
}
