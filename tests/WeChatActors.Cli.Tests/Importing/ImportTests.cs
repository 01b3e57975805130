using WeChatActors.Cli.Tests.Calling;

namespace WeChatActors.Cli.Tests.Importing;

public class ImportTests
{
    private const string Answer = """
        {"is_add_friend_reply_open": 1, "is_autoreply_open": 0,
         "add_friend_autoreply_info": {"type": "text", "content": "谢谢关注"},
         "message_default_autoreply_info": {"type": "text", "content": "稍后回复您"}}
        """;

    private const string Closed = "the replies to messages are switched off in the console and stand in comments.\n--all makes rules also of what is switched off.\n";

    [Fact]
    public async Task A_kept_answer_becomes_rules_that_check_takes()
    {
        using var folder = new Folder();
        var (answer, rules) = (folder.File("answer.json", Answer), folder.File("rules.yaml"));
        Assert.Equal(new Ran(ExitCode.Done, "", Closed), await Ran.Command("import", answer, "--out", rules));
        Assert.Contains("reply: 谢谢关注\n", await File.ReadAllTextAsync(rules), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Ran.Command("check", rules)).Code);
    }

    [Fact]
    public async Task Standard_input_is_read_and_what_is_switched_off_comes_too_when_asked_for()
    {
        var ran = await Ran.Command(new StringReader(Answer), "import", "-", "--all");
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        Assert.Contains("\n  - id: fallback\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_WeChat_is_asked()
    {
        await using var wechat = await SimulatedWeChat.Start();
        var ran = await wechat.Run("import");
        Assert.Equal(ExitCode.Done, ran.Code);
        Assert.EndsWith("version: 1\nrules: []\n", ran.Out, StringComparison.Ordinal);
        Assert.Contains("switched off", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing here", "This is no answer of /cgi-bin/get_current_autoreply_info: it is no JSON (line 1, byte 2).")]
    [InlineData("""{"errcode": 40001}""", "This is no answer of /cgi-bin/get_current_autoreply_info: it says errcode 40001 instead of the replies.")]
    public async Task Something_else_is_refused(string content, string sentence)
    {
        using var folder = new Folder();
        var ran = await Ran.Command("import", folder.File("a.json", content));
        Assert.Equal((ExitCode.Misused, "", sentence), (ran.Code, ran.Out, ran.Sentence));
    }

    [Fact]
    public async Task A_missing_file_is_said() => Assert.Contains("cannot be read", (await Ran.Command("import", "nowhere.json")).Sentence, StringComparison.Ordinal);
}
