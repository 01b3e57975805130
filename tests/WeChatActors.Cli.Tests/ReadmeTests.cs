using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using WeChatActors.Replay;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Cli.Tests;

/// <summary>What the READMEs show must work, and both languages must show the same.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_bot_in_ten_lines_loads_without_a_finding(string file)
    {
        var bot = Bot(file);
        Assert.True(bot.TrimEnd().Split('\n').Length <= 10, "the bot has grown over ten lines");
        Assert.Empty(ScriptFile.Parse(bot, file).Findings);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_bot_that_answers_later_loads_without_a_finding(string file) =>
        Assert.Empty(ScriptFile.Parse(Assert.Single(Blocks(Text(file), "yaml"), block => block.StartsWith("# shop.yaml", StringComparison.Ordinal)), file).Findings);

    [Fact]
    public async Task The_bot_that_asks_passes_its_tests_as_shown()
    {
        using var folder = new Folder();
        var file = folder.File("booking.yaml", Assert.Single(Blocks(Text("README.md"), "yaml"), block => block.StartsWith("# booking.yaml", StringComparison.Ordinal)));
        var ran = await Ran.Command("check", file);
        var shown = Assert.Single(Blocks(Text("README.md"), "console"), block => block.StartsWith("$ wechatactors check booking.yaml", StringComparison.Ordinal)).TrimEnd().Split('\n');
        Assert.Equal((ExitCode.Done, "", shown[1]), (ran.Code, ran.Out, ran.Error.TrimEnd().Replace(file, "booking.yaml", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_configuration_of_the_token_centre_loads_without_a_finding(string file)
    {
        using var folder = new Folder();
        folder.File("bot.yaml", Bot(file));
        var conf = folder.File("c.yaml", Assert.Single(Blocks(Text(file), "yaml"), block => block.Contains("admin_keys:", StringComparison.Ordinal)));
        var load = ConfigurationFile.Load(conf, new(), name => name.EndsWith("_KEY", StringComparison.Ordinal) ? $"0123456789abcdef {name}" : "t0ken");
        Assert.Empty(load.Findings);
        Assert.NotNull(load.Configuration!.Accounts[0].Platform);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void What_is_captured_and_who_makes_load_is_read_without_a_finding(string file)
    {
        using var folder = new Folder();
        folder.File("bot.yaml", Bot(file));
        var accounts = "accounts:\n  shop: {app_id: wx0000000000000shop, token: t0ken, rules: bot.yaml}\n";
        var conf = folder.File("c.yaml", accounts + Assert.Single(Blocks(Text(file), "yaml"), block => block.Contains("capture:", StringComparison.Ordinal)));
        Assert.Empty(ConfigurationFile.Load(conf, new(), _ => null).Findings);
        // The bot in ten lines has no tests beside it; the one that asks has.
        folder.File("bot.yaml", Assert.Single(Blocks(Text(file), "yaml"), block => block.StartsWith("# booking.yaml", StringComparison.Ordinal)));
        var mix = folder.File("mix.yaml", Assert.Single(Blocks(Text(file), "yaml"), block => block.StartsWith("# mix.yaml", StringComparison.Ordinal)));
        Assert.Empty(LoadScenario.Load(mix).Findings);
    }

    [Fact]
    public async Task The_simulator_for_another_SDK_prints_what_is_shown()
    {
        var shown = Assert.Single(Blocks(Text("README.md"), "console"), block => block.StartsWith("$ wechatactors simulate ", StringComparison.Ordinal)).TrimEnd().Split('\n');
        string[] call = [.. shown[0].Split(' ')[2..], "--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0"];
        await using var simulator = await Serving.Start("phone", call);
        Assert.Equal(shown[1..].Select(WithoutPort), simulator.Output.ToString().TrimEnd().Split('\n').Select(WithoutPort));
    }

    [Fact]
    public async Task The_scenario_runs()
    {
        using var folder = new Folder();
        var scenario = folder.File("talk.json", Assert.Single(Blocks(Text("README.md"), "json")));
        var ran = await Ran.Command("simulate", "--callback", "http://127.0.0.1:9/", "--page", "http://127.0.0.1:0", "--api", "http://127.0.0.1:0", "--scenario", scenario);
        Assert.Equal((ExitCode.Failed, "", 2), (ran.Code, ran.Error, ran.Out.TrimEnd().Split('\n').Length));
    }

    [Fact]
    public void Both_languages_show_the_same_commands_snippets_and_keys()
    {
        var (english, chinese) = (Text("README.md"), Text("README.zh-CN.md"));
        foreach (var language in new[] { "yaml", "json", "console", "js" })
            Assert.Equal(Blocks(english, language), Blocks(chinese, language));
        Assert.Equal(Headings(english), Headings(chinese));
        Assert.Equal(Keys(english), Keys(chinese));
    }

    [Fact]
    public void Both_languages_give_the_same_measured_numbers()
    {
        var (english, chinese) = (Numbers(Text("README.md")), Numbers(Text("README.zh-CN.md")));
        Assert.NotEmpty(english);
        Assert.Equal(english, chinese);
    }

    [Fact]
    public void Every_file_that_a_readme_links_is_there()
    {
        foreach (var file in new[] { "README.md", "README.zh-CN.md" })
            foreach (Match link in Link().Matches(Text(file)))
                Assert.True(File.Exists(Path.Combine(Root(), link.Groups[1].Value)), $"{file} links {link.Groups[1].Value}, which is not there");
    }

    private static string Bot(string file) => Assert.Single(Blocks(Text(file), "yaml"), block => block.StartsWith("version: 1", StringComparison.Ordinal));

    private static string WithoutPort(string line) => Regex.Replace(line, @"(?<=(api|phone) .*):\d+/", "");

    private static string[] Blocks(string text, string language) =>
        [.. Regex.Matches(text, $"^```{language}\\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(block => block.Groups[1].Value)];

    private static int Headings(string text) => text.Split('\n').Count(line => line.StartsWith("## ", StringComparison.Ordinal));

    // The first cell of a row, when it names a key or a route: words in back quotes without Chinese.
    private static string[] Keys(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => Ascii().Match(line).Value).Where(key => key.Length > 0)];

    private static string[] Numbers(string text) =>
        [.. Regex.Matches(text, @"^\|.*\d[\d,.]* ms \|.*$", RegexOptions.Multiline).Select(row => string.Join(' ', Regex.Matches(row.Value, @"\d[\d,.]*").Select(number => number.Value)))];

    private static string Text(string file) => File.ReadAllText(Path.Combine(Root(), file));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(@"\]\(((?!http)[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<=^\| (?:… )?)`[a-z_.]+`")]
    private static partial Regex Ascii();
}
