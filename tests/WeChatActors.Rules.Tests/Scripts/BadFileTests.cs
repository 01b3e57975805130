namespace WeChatActors.Rules.Tests.Scripts;

public class BadFileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scripts");

    [Fact]
    public void Every_mistake_of_a_file_is_reported_at_once()
    {
        var load = ScriptFile.Parse(File.ReadAllText(Path.Combine(Folder, "bad.yaml")), "bad.yaml");
        Assert.Null(load.Script);
        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, "bad.findings.txt")), load.Findings.Select(Rulebook.Shown));
    }

    [Theory]
    [InlineData("rules: x", "t.yaml:2:8: 'x' stands at 'rules', expected a list of rules, each with '- ' before it.")]
    [InlineData("rules: [{exact: a, reply: b, id: 'a b'}]", "t.yaml:2:34: 'a b' is not an id, expected 1 to 64 letters, digits, '-', '_' or '.'.")]
    [InlineData("rules: [{exact: a, reply: b, priority: 1.5}]", "t.yaml:2:40: '1.5' stands at 'priority', expected a whole number from -1000000 to 1000000.")]
    [InlineData("rules: [{exact: a, when: {exact: b}, reply: b}]", "t.yaml:2:10: 'exact' stands beside 'when', expected all conditions inside 'when'.")]
    [InlineData("rules: [{exact: a, do: {reply: a}, reply: b}]", "t.yaml:2:36: 'reply' stands beside 'do', expected the reply among the actions of 'do'.")]
    [InlineData("vars: {a: '{{ 1 }}'}", "t.yaml:2:11: warning: {{ }} is not evaluated in vars, they are constants. [literal-braces]")]
    [InlineData("vars: {open: on}", "t.yaml:2:14: warning: 'on' is text here, but YAML 1.1 reads it as true; put it in quotes. [yaml11]")]
    [InlineData("lists: {a b: [x]}", "t.yaml:2:9: 'a b' is not a name, expected letters, digits and _, at most 64, no digit first.")]
    public void Says_what_is_wrong_with_a_file(string yaml, string finding) => Assert.Equal(finding, Rulebook.Finding(yaml));

    [Theory]
    [InlineData("rules: []", "t.yaml:1:1: a rule file needs the key 'version'; write version: 1 at its beginning. [missing-version]")]
    [InlineData("version: '1'", "t.yaml:1:10: '1' stands at 'version', expected 1.")]
    [InlineData("[a]", "t.yaml:1:1: a list stands where a rule file was expected, a map with keys of: version, include, vars, lists, defaults, menu, rules, dialogs, tests.")]
    public void A_file_says_its_version(string yaml, string finding) =>
        Assert.Equal(finding, Assert.Single(ScriptFile.Parse(yaml, "t.yaml").Findings).ToString());

    [Theory]
    [InlineData("version: 2\nrules: []", "t.yaml:1:10: '2' stands at 'version', expected 1; the file was written for a newer wechatactors.")]
    [InlineData("version: one\nrules: []", "t.yaml:1:10: 'one' stands at 'version', expected 1.")]
    [InlineData("version: 1.0\nrules: []", "t.yaml:1:10: '1.0' stands at 'version', expected 1.")]
    [InlineData("version: 1\nversion: 1\nrules: []", "t.yaml:2:1: the key 'version' stands here again, it is already on line 1.")]
    public void Other_versions_are_refused(string yaml, string finding) =>
        Assert.Equal(finding, Assert.Single(ScriptFile.Parse(yaml, "t.yaml").Findings).ToString());

    [Theory]
    [InlineData("rules: [{exact: a, reply: [微笑]}]", "t.yaml:2:27", "[微笑]")]
    [InlineData("rules: [{exact: a, reply: {one_of: [[微笑]]}}]", "t.yaml:2:37", "[微笑]")]
    [InlineData("rules: [{exact: a, reply: {news: {title: [微笑]}}}]", "t.yaml:2:42", "[微笑]")]
    [InlineData("rules: [{exact: [[微笑], b], reply: c}]", "t.yaml:2:18", "[微笑]")]
    [InlineData("lists: {faces: [[微笑], b]}\nrules: [{exact: $faces, reply: c}]", "t.yaml:2:17", "[微笑]")]
    public void An_emoticon_without_quotes_is_text_with_a_warning(string yaml, string place, string text)
    {
        var load = Rulebook.Load(yaml);
        Assert.Equal($"{place}: warning: {text} is a list in YAML and was taken as the text '{text}'; put it in quotes. [emoticon]", Assert.Single(load.Findings).ToString());
        Assert.NotNull(load.Script!.Hears(Packets.Text(yaml.Contains("exact: a", StringComparison.Ordinal) ? "a" : text)).Reply);
    }

    [Fact]
    public void Words_that_YAML_1_1_changes_stay_what_they_are()
    {
        var load = Rulebook.Load("vars: {a: on}\nrules: [{exact: [no, 12:30, 0123, 1_000], reply: yes}, {time: 09:00-18:00, dates: 2026-02-01, reply: '{{ a }}'}]");
        Assert.All(load.Findings, finding => Assert.Equal("yaml11", finding.Id));
        Assert.Equal(6, load.Findings.Length);
        Assert.All(["no", "12:30", "0123", "1_000"], text => Assert.Equal("yes", load.Script!.Says(text)));
        Assert.Equal("on", load.Script!.Says("x"));
    }

    [Fact]
    public void Two_rules_on_a_line_have_different_ids() => Assert.Equal(
        ["t.yaml:2", "t.yaml:2:31"],
        Rulebook.Of("rules: [{exact: a, reply: b}, {exact: c, reply: d}]").Rules.Select(rule => rule.Id));
}
