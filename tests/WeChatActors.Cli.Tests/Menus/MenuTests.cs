using WeChatActors.Cli.Tests.Calling;
using WeChatActors.Simulator;

namespace WeChatActors.Cli.Tests.Menus;

public class MenuTests
{
    [Fact]
    public async Task What_differs_is_shown_and_sent_once()
    {
        await using var wechat = await SimulatedWeChat.Start();
        var rules = wechat.Folder.File("r.yaml");
        var diff = await wechat.Run("menu", "diff");
        Assert.Equal((ExitCode.Failed, ""), (diff.Code, diff.Error));
        Golden.Matches("menu-diff.txt", diff.Out.Replace(rules, "r.yaml", StringComparison.Ordinal));

        Assert.Equal(new Ran(ExitCode.Done, diff.Out, "Nothing was sent.\n"), await wechat.Run("menu", "push", "--dry-run"));
        Assert.Equal(ExitCode.Failed, (await wechat.Run("menu", "diff")).Code);

        Assert.Equal(
            new Ran(ExitCode.Done, diff.Out, "WeChat has the menu of demo now. Phones show it within five minutes; who unfollows and follows again sees it at once.\n"),
            await wechat.Run("menu", "push"));
        Assert.Equal(new Ran(ExitCode.Done, "", ""), await wechat.Run("menu", "diff"));
        Assert.Equal(new Ran(ExitCode.Done, "The menu of demo is already so.\n", ""), await wechat.Run("menu", "push"));

        var pulled = await wechat.Run("menu", "pull");
        Assert.Equal(ExitCode.Done, pulled.Code);
        Golden.Matches("menu-pull.txt", pulled.Out);
        // What was pulled may take the place of the section.
        wechat.Folder.File("r.yaml", $"version: 1\n{pulled.Out}rules: [{{exact: hi, reply: hello}}]\n");
        Assert.Equal(ExitCode.Done, (await wechat.Run("menu", "diff")).Code);
    }

    [Fact]
    public async Task A_menu_that_changed_at_WeChat_is_compared_line_by_line()
    {
        await using var wechat = await SimulatedWeChat.Start();
        Assert.Null(await wechat.Host.SetMenu("demo", """{"button":[{"type":"click","name":"今日推荐","key":"TODAY"},{"type":"click","name":"老按钮","key":"OLD"}]}"""));
        var diff = await wechat.Run("menu", "diff");
        Golden.Matches("menu-diff-changed.txt", diff.Out.Replace(wechat.Folder.File("r.yaml"), "r.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_menu_at_WeChat_nothing_is_pulled()
    {
        await using var wechat = await SimulatedWeChat.Start();
        Assert.Equal(new Ran(ExitCode.Done, "", "demo has no menu at WeChat, or it is switched off.\n"), await wechat.Run("menu", "pull"));
    }

    [Theory]
    [InlineData("push", "nothing was sent")]
    [InlineData("diff", "there is nothing to compare")]
    public async Task Rules_without_a_menu_never_take_WeChats_away(string command, string so)
    {
        await using var wechat = await SimulatedWeChat.Start(rules: "version: 1\nrules: [{exact: hi, reply: hello}]\n");
        Assert.Null(await wechat.Host.SetMenu("demo", """{"button":[{"type":"click","name":"a","key":"A"}]}"""));
        var ran = await wechat.Run("menu", command);
        Assert.Equal(
            (ExitCode.Misused, "", $"The rules of demo ({wechat.Folder.File("r.yaml")}) have no section 'menu:', so {so}. wechatactors menu pull prints WeChat's menu as one."),
            (ran.Code, ran.Out, ran.Sentence));
        Assert.Contains("click: A", (await wechat.Run("menu", "pull")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_remedy()
    {
        await using var wechat = await SimulatedWeChat.Start(AccountKind.Unverified);
        var ran = await wechat.Run("menu", "push");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("POST /cgi-bin/menu/create: errcode 48001. ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_that_could_not_be_made_is_no_difference()
    {
        await using var wechat = await SimulatedWeChat.Start();
        await wechat.Host.DisposeAsync();
        var ran = await wechat.Run("menu", "diff");
        Assert.Equal((ExitCode.Misused, ""), (ran.Code, ran.Out));
        Assert.Contains("was not sent", ran.Error, StringComparison.Ordinal);
    }
}
