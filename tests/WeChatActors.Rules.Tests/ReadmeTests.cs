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
