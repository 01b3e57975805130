using System.Collections.Immutable;
using System.Text.RegularExpressions;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Rehearsals;

/// <summary>The rule files that come with the product.</summary>
public sealed partial class ExampleTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "rules");
    private static readonly AccountView Account = new("demo", "wx0000000000000demo", TimeZoneInfo.CreateCustomTimeZone("CST", TimeSpan.FromHours(8), "CST", "CST"));

    public static TheoryData<string> Files() =>
        new(Directory.EnumerateFiles(Folder, "*.yaml").Concat(Directory.EnumerateFiles(Path.Combine(Folder, "examples"), "*.yaml")).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void Loads_without_a_finding_and_passes_its_tests(string file)
    {
        var load = ScriptFile.Load(Path.Combine(Folder, file));
        Assert.Empty(load.Findings);
        Assert.Empty(load.Script!.Tests.SelectMany(test => RuleTestRun.Run(load.Script, test, Account).Failures));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_rule_of_an_example_runs_in_a_test(string file)
    {
        if (!file.StartsWith("examples", StringComparison.Ordinal)) return;
        var script = ScriptFile.Load(Path.Combine(Folder, file)).Script!;
        var trace = new DecisionTrace();
        foreach (var test in script.Tests) RuleTestRun.Run(script, test, Account, trace: trace);
        Assert.Empty(script.Rules.Select(rule => rule.Id).Except(trace.RulesRan));
    }

    [Fact]
    public void Each_of_five_hundred_keywords_is_answered_by_the_rule_that_has_it()
    {
        var script = ScriptFile.Load(Path.Combine(Folder, "examples", "shop-faq.yaml")).Script!;
        var user = new UserView(ImmutableDictionary<string, Value>.Empty, 0, null, true);
        var words = 0;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, "examples", "shop-faq")))
        {
            foreach (Match rule in Keywords().Matches(File.ReadAllText(path)))
            {
                foreach (var word in rule.Groups["words"].Value.Split(", "))
                {
                    words++;
                    var decision = script.Decide(new RuleInput(Given.Text(word.Trim('\''), 1), user, Account, Given.Noon, 1));
                    Assert.Equal((word, rule.Groups["id"].Value), (word, decision.Rules[0]));
                }
            }
        }

        Assert.InRange(words, 500, 1000);
    }

    [GeneratedRegex(@"- id: (?<id>\S+)\n(?:    priority: [^\n]*\n)?    keyword: \[(?<words>.*)\]")]
    private static partial Regex Keywords();
}
