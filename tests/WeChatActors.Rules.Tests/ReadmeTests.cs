namespace WeChatActors.Rules.Tests;

public class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));

    [Fact]
    public void The_file_shown_loads_and_behaves()
    {
        var yaml = Block("version: 1");
        var load = ScriptFile.Parse(yaml.Replace("common/*.yaml", "common/a.yaml", StringComparison.Ordinal), "demo.yaml", _ => "version: 1");
        Assert.Equal("no rule sets user.name, it is null; known: turns, since, subscribed, tags, profile, last_order.", Assert.Single(load.Findings).Message);
        Assert.Equal("你好，朋友，欢迎来到晨光书店", load.Script!.Says("Hello"));
        Assert.Equal("第一次查单，请稍等", load.Script!.Says("查 123456"));
    }

    [Fact]
    public void The_replies_shown_load()
    {
        foreach (var line in Block("reply: {image").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Empty(Rulebook.Findings($"rules:\n  - exact: a\n    {line}"));
    }

    [Theory]
    [InlineData("- send: 订单")]
    [InlineData("- http:")]
    [InlineData("- later:")]
    public void The_actions_shown_load(string start)
    {
        var actions = Block(start).TrimEnd('\n').Replace("\n", "\n      ", StringComparison.Ordinal);
        // All in one rule they are more messages than one turn may push.
        Assert.DoesNotContain(Rulebook.Load($"vars: {{shop: 晨光}}\nrules:\n  - id: r\n    regex: '(?<no>\\d+)'\n    do:\n      - if: user.subscribed\n        then: {{set: {{name: x}}}}\n      {actions}").Findings, finding => finding.Id != "overspend");
    }

    [Fact]
    public void The_defaults_shown_are_the_usual_ones_but_for_the_texts()
    {
        var script = Rulebook.Of(Block("defaults:\n") + "rules: [{default: true, reply: x}]");
        Assert.Equal(ScriptDefaults.Usual with { AfterPause = "小助手回来了", Pull = default, Cancel = default }, script.Defaults with { Pull = default, Cancel = default });
        Assert.Equal(ScriptDefaults.Usual.Cancel.ToArray(), script.Defaults.Cancel.ToArray());
        Assert.Equal(ScriptDefaults.Usual.Pull.ToArray(), script.Defaults.Pull.ToArray());
        Assert.Equal("正在想“天气”…… 回复 1 看结果：https://a.example/", script.Placeholder(Packets.Input(Packets.Text("天气")), "https://a.example/"));
    }

    [Fact]
    public void The_dialog_shown_runs()
    {
        var yaml = "rules: [{id: r, keyword: 订座, do: {dialog: book-table}}]\n" + Block("dialogs:\n");
        Assert.Empty(Rulebook.Findings(yaml));
        var walk = new Dialogs.Walk(Rulebook.Of(yaml)) { Usual = Dialogs.Walk.Booked };
        Assert.Equal("订好了", walk.SayAll("订座", "四位", "明天", "包间", "京A12345", "13812345678", "是"));
        Assert.All(SlotType.Names, type => Assert.Contains($"`{type}`", Readme, StringComparison.Ordinal));
        Assert.All(SlotReader.Keys.Concat(DialogReader.Keys), key => Assert.Contains(key, Readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_action_condition_and_name_is_in_it()
    {
        Assert.All(["send", "http", "llm", "later", "remark", "pause", "dialog", "end", "tag", "window_closes_in"], key => Assert.Contains($"`{key}", Readme, StringComparison.Ordinal));
        Assert.All([.. RootNames.OfUser, .. RootNames.OfWindow], name => Assert.Contains(name, Readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_function_and_filter_is_named()
    {
        Assert.All(Function.All.Keys.Concat(Function.Filters.Keys), name => Assert.Contains($"`{name}", Readme, StringComparison.Ordinal));
        Assert.All(MessageNames.All, name => Assert.Contains(name, Readme, StringComparison.Ordinal));
    }

    // The fenced block that begins with these words.
    private static string Block(string start)
    {
        var from = Readme.IndexOf("```yaml\n" + start, StringComparison.Ordinal) + "```yaml\n".Length;
        return Readme[from..Readme.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
