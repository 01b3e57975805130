using System.Text.RegularExpressions;

namespace WeChatActors.Rules.Tests.Linting;

public partial class LintRulesTests
{
    /// <summary>A rule file for each check that it finds something in.</summary>
    public static TheoryData<string, string> Samples { get; } = new()
    {
        { "contradiction", "rules: [{exact: a, event: scan, reply: x}]" },
        { "dead-end", "rules: [{exact: a, do: [{dialog: d}]}]\ndialogs: {d: {slots: [{name: n, ask: x}], cancel: [], on_other_rule: ignore, done: [{reply: y}]}}" },
        { "emoticon", "rules: [{exact: a, reply: [微笑]}]" },
        { "literal-braces", "vars: {a: '{{ 1 }}'}" },
        { "literal-secret", "rules: [{exact: a, do: [{http: {get: 'https://a.example/', headers: {Authorization: Bearer 0123456789abcdef}}}]}]" },
        { "long-text", $"rules: [{{exact: a, reply: {new string('a', 2048)}}}]" },
        { "many-articles", "rules: [{exact: a, reply: {news: [{title: a}, {title: b}]}}]" },
        { "menu-limits", "rules: [{exact: a, do: [{send: {menu: {items: [a, b, c, d, e, f, g, h, i, j, k]}}}]}]" },
        { "missing-button", "menu: [{name: b, click: KEY}]\nrules: [{menu: [KEY, KYE], reply: x}]" },
        { "missing-group", "rules: [{regex: 'a(?<x>b)', reply: '{{ m.y }}'}]" },
        { "missing-name", "rules: [{exact: a, reply: '{{ shpo }}'}]" },
        { "no-carrier", "rules: [{event: scan, reply: {transfer: true}}]" },
        { "no-window", "rules: [{event: view, do: [{send: x}]}]" },
        { "overspend", "rules: [{event: subscribe, do: [{send: a}, {send: b}, {send: c}, {send: d}]}]" },
        { "refused-regex", "rules: [{regex: '(?=x)', reply: x}]" },
        { "same-condition", "rules: [{if: user.turns > 3, reply: x}, {if: user.turns > 3, reply: y}]" },
        { "shadowed", "rules: [{default: true, reply: x}, {exact: a, reply: y}]" },
        { "unanswered-button", "menu: [{name: b, click: KEY}]\nrules: [{exact: a, reply: x}]" },
        { "ungiven-tag", "rules: [{tag: vip, reply: x}]" },
        { "unhandled-call", "rules: [{exact: a, do: [{http: {get: 'https://a.example/', into: o}}, {reply: '{{ o.body }}'}]}]" },
        { "unknown-check", "rules: [{exact: a, reply: x}] # lint: ignore shadwed" },
        { "unknown-key", "rules: [{exact: a, repyl: x}]" },
        { "unnamed-later", "rules: [{exact: a, do: [{later: {after: 1m, do: [{send: x}]}}]}]" },
        { "unopened-dialog", "rules: []\ndialogs: {d: {slots: [{name: n, ask: x}], done: [{reply: y}]}}" },
        { "unread-result", "rules: [{exact: a, do: [{http: {get: 'https://a.example/', into: o}}]}]" },
        { "unread-variable", "rules: [{exact: a, do: [{set: {name: x}}, {reply: y}]}]" },
        { "unset-variable", "rules: [{exact: a, reply: '{{ user.name }}'}]" },
        { "yaml11", "rules: [{exact: yes, reply: x}]" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_check_finds_what_it_is_for(string id, string yaml)
    {
        var load = Rulebook.Load(yaml);
        var rule = LintRules.Find(id)!;
        var found = (rule.IsStrict ? load.Hints : load.Findings).First(finding => finding.Id == id);
        Assert.Equal(rule.Severity, found.Severity);
        Assert.EndsWith($" [{id}]", found.ToString(), StringComparison.Ordinal);
        if (found.Fix is not null) Assert.True(rule.IsMechanical);
    }

    [Fact]
    public void Every_check_has_a_sample() => Assert.Equal(
        LintRules.All.Select(rule => rule.Id),
        // These need a folder, a file without its first line, an account, or tests that ran.
        Samples.Select(sample => (string)sample[0]).Concat(["empty-include", "missing-version", "unused-media", "untested"])
            .Concat(LintRules.All.Where(rule => rule.NeedsAccount).Select(rule => rule.Id)).Order(StringComparer.Ordinal));

    [Fact]
    public void Checks_that_need_no_sample_find_what_they_are_for()
    {
        Assert.Contains(ScriptFile.Parse("rules: []", "t.yaml").Findings, finding => finding.Id == "missing-version");
        using var folder = new RuleFolder();
        folder.File("r.yaml", "version: 1\ninclude: [x/*.yaml]\n");
        Assert.Contains(folder.Load().Findings, finding => finding.Id == "empty-include");
        folder.File("r.yaml", "version: 1\nrules: [{exact: a, reply: {image: assets/a.png}}]\n");
        folder.File("assets/a.png", "x");
        folder.File("assets/b.png", "x");
        folder.File("assets/notes.txt", "x");
        Assert.Equal($"{folder.Path("r.yaml")}:1:1: warning: no message shows assets/b.png; take it out, or name it in a message. [unused-media]", Assert.Single(folder.Load().Hints, finding => finding.Id == "unused-media").ToString());
    }

    [Fact]
    public void Every_id_that_the_source_uses_is_in_the_catalogue()
    {
        var used = new[] { "WeChatActors.Rules", "WeChatActors.Server/Configuration" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => IdAtWarning().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, id => Assert.True(LintRules.Find(id) is not null, $"'{id}' is not in LintRules.All."));
    }

    [Fact]
    public void The_guide_lists_every_check_with_its_remedy()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "src", "WeChatActors.Rules", "README.md"));
        Assert.All(LintRules.All, rule =>
        {
            Assert.Contains($"| `{rule.Id}` | {rule.English}", guide, StringComparison.Ordinal);
            Assert.Contains($"| {rule.Remedy} |", guide, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_catalogue_is_in_order_and_says_everything()
    {
        Assert.Equal(LintRules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), LintRules.All.Select(rule => rule.Id));
        Assert.All(LintRules.All, rule =>
        {
            Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", rule.Id);
            Assert.EndsWith(".", rule.English, StringComparison.Ordinal);
            Assert.EndsWith("。", rule.Chinese, StringComparison.Ordinal);
            Assert.EndsWith(".", rule.Remedy, StringComparison.Ordinal);
        });
        Assert.Null(LintRules.Find("no-such-check"));
    }

    [GeneratedRegex("(?:Warning|Error)\\([^;\"]*?, \"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\", ")]
    private static partial Regex IdAtWarning();
}
