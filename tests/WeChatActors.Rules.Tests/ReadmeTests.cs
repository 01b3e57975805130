using System.Text.RegularExpressions;

namespace WeChatActors.Rules.Tests;

public class ReadmeTests
{
    public static readonly TheoryData<string> Languages = ["README.md", "README.zh-CN.md"];

    private static string Text(string language) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, language));

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_file_shown_loads_and_behaves(string language)
    {
        var yaml = Block(language, "version: 1\ninclude");
        var load = ScriptFile.Parse(yaml.Replace("common/*.yaml", "common/a.yaml", StringComparison.Ordinal), "demo.yaml", _ => "version: 1");
        Assert.Equal("no rule sets user.name, it is null; known: turns, since, subscribed, tags, profile, last_order.", Assert.Single(load.Findings).Message);
        Assert.Equal("你好，朋友，欢迎来到晨光书店", load.Script!.Says("Hello"));
        Assert.Equal("第一次查单，请稍等", load.Script!.Says("查 123456"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_replies_shown_load(string language)
    {
        foreach (var line in Block(language, "reply: {image").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Empty(Rulebook.Findings($"rules:\n  - exact: a\n    {line}"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_actions_shown_load(string language)
    {
        foreach (var start in (string[])["- send: 订单", "- http:", "- later:"]) ActionsLoad(language, start);
    }

    private static void ActionsLoad(string language, string start)
    {
        var actions = Block(language, start).TrimEnd('\n').Replace("\n", "\n      ", StringComparison.Ordinal);
        // All in one rule they are more messages than one turn may push.
        Assert.DoesNotContain(Rulebook.Load($"vars: {{shop: 晨光}}\nrules:\n  - id: r\n    regex: '(?<no>\\d+)'\n    do:\n      - if: user.subscribed\n        then: {{set: {{name: x}}}}\n      {actions}").Findings, finding => finding.Id != "overspend");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_defaults_shown_are_the_usual_ones_but_for_the_texts(string language)
    {
        var script = Rulebook.Of(Block(language, "defaults:\n") + "rules: [{default: true, reply: x}]");
        Assert.Equal(ScriptDefaults.Usual with { AfterPause = "小助手回来了", Pull = default, Cancel = default }, script.Defaults with { Pull = default, Cancel = default });
        Assert.Equal(ScriptDefaults.Usual.Cancel.ToArray(), script.Defaults.Cancel.ToArray());
        Assert.Equal(ScriptDefaults.Usual.Pull.ToArray(), script.Defaults.Pull.ToArray());
        Assert.Equal("正在想“天气”…… 回复 1 看结果：https://a.example/", script.Placeholder(Packets.Input(Packets.Text("天气")), "https://a.example/"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_dialog_shown_runs(string language)
    {
        var yaml = "rules: [{id: r, keyword: 订座, do: {dialog: book-table}}]\n" + Block(language, "dialogs:\n");
        Assert.Empty(Rulebook.Findings(yaml));
        var walk = new Dialogs.Walk(Rulebook.Of(yaml)) { Usual = Dialogs.Walk.Booked };
        Assert.Equal("订好了", walk.SayAll("订座", "四位", "明天", "包间", "京A12345", "13812345678", "是"));
        Assert.All(SlotType.Names, type => Assert.Contains($"`{type}`", Text(language), StringComparison.Ordinal));
        Assert.All(SlotReader.Keys.Concat(DialogReader.Keys), key => Assert.Contains(key, Text(language), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_action_condition_and_name_is_in_it(string language)
    {
        Assert.All([.. ActionReader.Kinds, .. ConditionReader.Keys], key => Assert.Contains($"`{key}", Text(language), StringComparison.Ordinal));
        Assert.All([.. RootNames.OfUser, .. RootNames.OfWindow], name => Assert.Contains(name, Text(language), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_function_and_filter_is_named(string language)
    {
        Assert.All(Function.All.Keys.Concat(Function.Filters.Keys), name => Assert.Contains($"`{name}", Text(language), StringComparison.Ordinal));
        Assert.All(MessageNames.All, name => Assert.Contains(name, Text(language), StringComparison.Ordinal));
    }

    [Fact]
    public void Both_languages_say_the_same()
    {
        Assert.Equal(Code(Text("README.md")), Code(Text("README.zh-CN.md")));
        Assert.Equal(Headings(Text("README.md")), Headings(Text("README.zh-CN.md")));
        Assert.Equal(Rows(Text("README.md")), Rows(Text("README.zh-CN.md")));
    }

    // The fenced blocks without their comments.
    private static string[] Code(string text) =>
        [.. Regex.Matches(text, "^```\\w*\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(block => Regex.Replace(block.Groups[1].Value, @"\s+(# |// ).*", ""))];

    private static int[] Headings(string text) => [.. Regex.Matches(text, "^(#+) ", RegexOptions.Multiline).Select(heading => heading.Groups[1].Length)];

    // What stands in the first cell of each row, in code.
    private static string[] Rows(string text) => [.. Regex.Matches(text, @"^\| (.*?) \|", RegexOptions.Multiline).Select(row => string.Join(' ', Regex.Matches(row.Groups[1].Value, "`[^`]+`").Select(code => code.Value))).Where(row => !row.Contains("name", StringComparison.Ordinal) && !row.Contains("名字", StringComparison.Ordinal))];

    // The fenced block that begins with these words.
    private static string Block(string language, string start)
    {
        var readme = Text(language);
        var from = readme.IndexOf("```yaml\n" + start, StringComparison.Ordinal) + "```yaml\n".Length;
        return readme[from..readme.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
