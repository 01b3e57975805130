using System.Text.RegularExpressions;
using WeChatActors.Rules;

namespace WeChatActors.Replay.Tests;

public sealed class LoadScenarioTests
{
    private static string[] Mistakes(string yaml) => [.. LoadScenario.Parse(yaml, "s.yaml", Repository.Folder).Findings.Select(finding => finding.ToString())];

    [Fact]
    public void The_scenario_of_the_demo_account_is_valid()
    {
        var load = LoadScenario.Load(Path.Combine(Repository.Folder, "conf", "loads", "demo.yaml"));
        Assert.Empty(load.Findings);
        var scenario = load.Scenario!;
        Assert.Equal((2000, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8), 7UL, 400d), (scenario.Followers, scenario.ShortestThink, scenario.LongestThink, scenario.Seed, scenario.Rate));
        Assert.Equal(3, scenario.Mix.Entries[2].Conversations.Length);
        Assert.Equal(["../rules/demo.yaml: 1 test sets clock, variables, tags or answers of calls before it speaks, which a follower cannot."], scenario.Notes.ToArray());
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/WeChatActors.Replay/README.md")]
    public void Every_scenario_that_a_guide_shows_is_valid(string guide)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["bot.yaml"], "version: 1\nrules: [{exact: a, reply: b, tests: [{in: a, out: b}]}]");
        var text = File.ReadAllText(Path.Combine(Repository.Folder, guide));
        var scenarios = Regex.Matches(text, "```yaml\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value).Where(yaml => yaml.Contains("\nmix:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(scenarios);
        Assert.All(scenarios, yaml => Assert.Empty(LoadScenario.Parse(yaml, guide, folder.Path).Findings));
    }

    [Fact]
    public void Every_test_of_the_example_rules_becomes_a_conversation()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Folder, "conf", "rules", "examples"), "*.yaml").Where(file => File.ReadAllText(file).Contains("tests:", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var load = LoadScenario.Parse($"version: 1\nfollowers: 1\nmix: [{{tests: {Path.GetFileName(file)}}}]", "s.yaml", Path.GetDirectoryName(file)!);
            Assert.Empty(load.Findings);
            var said = ScriptFile.Load(file).Script!.Tests.Count(test => test.Steps.Any(step => step.In is not null));
            Assert.Equal(said, load.Scenario!.Mix.Conversations.Length);
        }
    }

    [Fact]
    public void What_only_a_test_can_do_is_counted_and_left_out()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "rules.yaml"), """
            version: 1
            rules:
              - id: a
                exact: [a, b]
                reply: c
                tests:
                  - {say: [a, {wait: 41s, in: b}, {wait: 1h, sent: none}], at: "22:30"}
                  - {in: a, deliveries: 2, user: {name: Ann}}
            """);
        var load = LoadScenario.Parse("version: 1\nfollowers: 1\nmix: [{tests: rules.yaml}]", "s.yaml", folder.Path);
        Assert.True(load.Scenario is not null, string.Join('\n', load.Findings));
        Assert.Equal([2, 1], load.Scenario.Mix.Conversations.Select(conversation => conversation.Steps.Length));
        Assert.Equal(
            [
                "rules.yaml: 1 wait of a test becomes a think time.",
                "rules.yaml: 1 step in which only time passes is left out.",
                "rules.yaml: 1 packet that a test delivers again is sent once.",
                "rules.yaml: 2 tests set clock, variables, tags or answers of calls before they speak, which a follower cannot.",
            ],
            load.Scenario.Notes.ToArray());
    }

    [Fact]
    public void Every_mistake_is_reported_with_its_place()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "broken.yaml"), "version: 1\nrules: [{exat: a, reply: b}]");
        File.WriteAllText(Path.Combine(folder.Path, "silent.yaml"), "version: 1\nrules: [{exact: a, reply: b}]");
        var findings = LoadScenario.Parse("""
            version: 1
            followers: 0
            thnk: 2s
            think: 8s..2s
            seed: -1
            duration: soon
            packets: 0
            mix:
              - {weight: 0, text: [你好]}
              - {text: a, image: true}
              - {weight: 3}
              - {wieght: 3, text: a}
              - {subscribe: false}
              - {location: {lat: 95, lon: 10}}
              - {tests: broken.yaml}
              - {tests: silent.yaml}
              - {tests: nowhere.yaml}
              - {say: []}
              - {click: [a, {b: c}]}
            """, "s.yaml", folder.Path).Findings.Select(finding => finding.ToString().Replace(folder.Path + "/", "", StringComparison.Ordinal));
        Assert.Equal(
            [
                "s.yaml:2:12: '0' stands at 'followers', expected a whole number from 1 to 10000000.",
                "s.yaml:3:1: 'thnk' is not a key of a load scenario; did you mean 'think'? allowed: version, followers, think, seed, packets, duration, mix. [unknown-key]",
                "s.yaml:4:8: '8s..2s' stands at 'think', expected the shorter time first: 2s..8s.",
                "s.yaml:5:7: '-1' stands at 'seed', expected a whole number from 0 to 2147483647.",
                "s.yaml:6:11: 'soon' stands at 'duration', expected a time from 1ms to 365d, such as 30m.",
                "s.yaml:7:10: '0' stands at 'packets', expected a whole number from 1 to 2147483647.",
                "s.yaml:9:14: '0' stands at 'weight', expected a whole number from 1 to 1000000.",
                "s.yaml:10:15: 'image' stands beside 'text', expected one of them; write two entries, or a conversation as 'say'.",
                "s.yaml:11:5: this entry does not say what is sent, expected one of: text, image, voice, video, location, link, click, view, subscribe, scan, unsubscribe, say, tests.",
                "s.yaml:12:6: 'wieght' is not a key of an entry of 'mix'; did you mean 'weight'? allowed: weight, text, image, voice, video, location, link, click, view, subscribe, scan, unsubscribe, say, tests. [unknown-key]",
                "s.yaml:13:17: 'false' stands at 'subscribe', expected true.",
                "s.yaml:14:22: '95' stands at 'lat', expected degrees from -90 to 90.",
                "s.yaml:15:13: the rule file 'broken.yaml' cannot be used: broken.yaml:2:10: 'exat' is not a key of a rule; did you mean 'exact'? allowed: ",
                "s.yaml:16:13: the rule file 'silent.yaml' has no tests in which anybody says something, expected some at 'tests' of a rule, a dialog or the file.",
                "s.yaml:17:13: the rule file 'nowhere.yaml' cannot be used: nowhere.yaml:1:1: there is no such file.",
                "s.yaml:18:11: 'say' is empty, expected what one follower says one after the other, such as [订座, 四位, 明天, 是].",
                "s.yaml:19:17: a map stands at 'click', expected text.",
            ],
            findings.Select(finding => finding.Contains("broken.yaml:2", StringComparison.Ordinal) ? finding[..(finding.IndexOf("allowed: ", StringComparison.Ordinal) + 9)] : finding));
    }

    [Theory]
    [InlineData("", "s.yaml:1:1: the file is empty, expected a map.")]
    [InlineData("[]", "s.yaml:1:1: a list stands where a load scenario was expected, a map with keys of: version, followers, think, seed, packets, duration, mix.")]
    [InlineData("version: 1\nfollowers: 1\nmix: []", "s.yaml:3:6: an empty list stands at 'mix', expected a list such as [{weight: 60, text: [你好, 帮助]}, {weight: 5, image: true}].")]
    [InlineData("version: 1\nfollowers: 1\nthink: 2\nmix: [{text: a}]", "s.yaml:3:8: '2' stands at 'think', expected a time from 1ms to 24h, or two such as 2s..8s.")]
    [InlineData("version: 1\nfollowers: 1\nthink: 1s..2s..3s\nmix: [{text: a}]", "s.yaml:3:8: '1s..2s..3s' stands at 'think', expected a time from 1ms to 24h, or two such as 2s..8s.")]
    public void A_file_that_is_no_scenario_is_refused(string yaml, string mistake) => Assert.Equal([mistake], Mistakes(yaml));

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_refused_and_what_was_read_can_be_played()
    {
        var random = new Random(6);
        var text = File.ReadAllText(Path.Combine(Repository.Folder, "conf", "loads", "demo.yaml"));
        var read = 0;
        for (var i = 0; i < 300; i++)
        {
            var chars = text.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) chars[random.Next(chars.Length)] = "[]{}:,'- \n0s.*&!#"[random.Next(17)];
            var load = LoadScenario.Parse(new string(chars), "s.yaml", Path.Combine(Repository.Folder, "conf", "loads"));
            Assert.Equal(load.Scenario is null, load.Findings.Any(finding => finding.Severity == Severity.Error));
            if (load.Scenario is null) continue;
            read++;
            Assert.NotEmpty(LoadSourceTests.Take(load.Scenario, 20));
        }

        Assert.InRange(read, 15, 300);
    }
}
