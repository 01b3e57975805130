using System.Text.RegularExpressions;

namespace WeChatActors.Rules.Tests.Linting;

public partial class LintRulesTests
{
    /// <summary>A rule file for each check that it finds something in.</summary>
    public static TheoryData<string, string> Samples { get; } = new()
    {
        { "contradiction", "rules: [{exact: a, event: scan, reply: x}]" },
        { "emoticon", "rules: [{exact: a, reply: [微笑]}]" },
        { "literal-braces", "vars: {a: '{{ 1 }}'}" },
        { "long-text", $"rules: [{{exact: a, reply: {new string('a', 2048)}}}]" },
        { "many-articles", "rules: [{exact: a, reply: {news: [{title: a}, {title: b}]}}]" },
        { "menu-limits", "rules: [{exact: a, do: [{send: {menu: {items: [a, b, c, d, e, f, g, h, i, j, k]}}}]}]" },
        { "missing-group", "rules: [{regex: 'a(?<x>b)', reply: '{{ m.y }}'}]" },
        { "missing-name", "rules: [{exact: a, reply: '{{ shpo }}'}]" },
        { "no-carrier", "rules: [{event: scan, reply: {transfer: true}}]" },
        { "no-window", "rules: [{event: view, do: [{send: x}]}]" },
        { "refused-regex", "rules: [{regex: '(?=x)', reply: x}]" },
        { "shadowed", "rules: [{default: true, reply: x}, {exact: a, reply: y}]" },
        { "unhandled-call", "rules: [{exact: a, do: [{http: {get: 'https://a.example/', into: o}}, {reply: '{{ o.body }}'}]}]" },
        { "unknown-key", "rules: [{exact: a, repyl: x}]" },
        { "unnamed-later", "rules: [{exact: a, do: [{later: {after: 1m, do: [{send: x}]}}]}]" },
        { "unread-result", "rules: [{exact: a, do: [{http: {get: 'https://a.example/', into: o}}]}]" },
        { "unset-variable", "rules: [{exact: a, reply: '{{ user.name }}'}]" },
        { "yaml11", "rules: [{exact: yes, reply: x}]" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_check_finds_what_it_is_for(string id, string yaml)
    {
        var found = Rulebook.Load(yaml).Findings.First(finding => finding.Id == id);
        Assert.Equal(LintRules.Find(id)!.Severity, found.Severity);
        Assert.EndsWith($" [{id}]", found.ToString(), StringComparison.Ordinal);
        if (found.Fix is not null) Assert.True(LintRules.Find(id)!.IsMechanical);
    }

    [Fact]
    public void Every_check_has_a_sample() => Assert.Equal(
        LintRules.All.Select(rule => rule.Id),
        // These need a folder, or a file without its first line.
        Samples.Select(sample => (string)sample[0]).Concat(["empty-include", "missing-version"]).Order(StringComparer.Ordinal));

    [Fact]
    public void Checks_that_need_no_sample_find_what_they_are_for()
    {
        Assert.Contains(ScriptFile.Parse("rules: []", "t.yaml").Findings, finding => finding.Id == "missing-version");
        using var folder = new RuleFolder();
        folder.File("r.yaml", "version: 1\ninclude: [x/*.yaml]\n");
        Assert.Contains(folder.Load().Findings, finding => finding.Id == "empty-include");
    }

    [Fact]
    public void Every_id_that_the_source_uses_is_in_the_catalogue()
    {
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "WeChatActors.Rules"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => IdAtWarning().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(used);
        Assert.All(used, id => Assert.True(LintRules.Find(id) is not null, $"'{id}' is not in LintRules.All."));
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
