using System.Globalization;
using System.Text;

namespace WeChatActors.Rules.Tests.Fuzzing;

/// <summary>Files that are small and ask for much.</summary>
public class BoundsTests
{
    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Repeated(int count, Func<int, string> make)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append(make(i));
        return text.ToString();
    }

    [Fact]
    public void Lists_cannot_be_multiplied_by_naming_them()
    {
        var yaml = "lists: {many: [" + Repeated(2000, i => $"t{i},") + "z]}\nrules:\n" + Repeated(2000, _ => "  - {exact: $many, reply: b}\n");
        ScriptLoad? load = null;
        Assert.InRange(Allocated(() => load = Rulebook.Load(yaml)), 0, 1_000_000_000);
        var finding = load!.Findings[0];
        Assert.Null(load.Script);
        Assert.Equal("t.yaml:503:13: with '$many' the conditions compare with more than 1000000 texts in all, expected shorter lists or fewer rules that name them.", finding.ToString());
    }

    [Fact]
    public void Regexes_are_counted_once_for_each_pattern()
    {
        Assert.NotNull(Rulebook.Load("lists: {many: [a, b, c]}\nrules:\n" + Repeated(4000, i => $"  - {{regex: $many, reply: b, id: r{i}}}\n")).Script);
        Assert.Contains("this is regex number 5001, expected at most 5000", Rulebook.Load("rules:\n" + Repeated(5_001, i => $"  - {{regex: a{i}, reply: b}}\n")).Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_do_not_grow_with_the_names_a_file_knows()
    {
        var yaml = "vars: {" + Repeated(20_000, i => $"v{i}: 1, ") + "z: 1}\nrules:\n" + Repeated(20_000, i => $"  - {{exact: a{i}, reply: '{{{{ w{i} }}}} {{{{ user.u{i} }}}}!'}}\n");
        ScriptLoad? load = null;
        Assert.InRange(Allocated(() => load = Rulebook.Load(yaml)), 0, 2_000_000_000);
        Assert.Equal(Findings.MaxKept + 1, load!.Findings.Length);
        Assert.All(load.Findings, finding => Assert.InRange(finding.Message.Length, 1, 500));
        Assert.Contains(" and 19977 more.", load.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Included_files_are_bounded_together()
    {
        var file = "version: 1\n#" + new string('x', YamlFile.MaxLength - 100);
        var load = ScriptFile.Parse($"version: 1\ninclude: [{Repeated(8, i => $"f{i}.yaml, ")}]\nrules: []", "t.yaml", _ => file);
        Assert.Equal("t.yaml:2:47: the files have more than 16777216 characters in all with this one, expected at most so many.", Assert.Single(load.Findings).ToString());
    }

    [Fact]
    public void The_rules_of_one_decision_share_a_bound()
    {
        const string Long = "{{ [msg.text, msg.text, msg.text, msg.text] | json | url }}";
        var script = Rulebook.Of("rules:\n" + Repeated(2000, i => string.Create(CultureInfo.InvariantCulture, $"  - {{id: r{i}, continue: true, default: true, do: [{{set: {{v{i}: '{Long}'}}}}]}}\n")));
        Decision decision = default;
        Assert.InRange(Allocated(() => decision = script.Hears(Packets.Text(new string('啊', 2000)))), 0, 600_000_000);
        Assert.InRange(decision.Variables.Values.Sum(value => value.AsText?.Length ?? 0), 1, Evaluation.MaxTextOfAll);
        Assert.Equal(Deciding.MaxNotes, decision.Notes.Length);
        // The next decision has all of it again.
        Assert.Equal(decision.Variables, script.Hears(Packets.Text(new string('啊', 2000))).Variables);
    }

    [Fact]
    public void The_steps_of_one_decision_are_bounded()
    {
        var slow = "[" + string.Join(", ", Enumerable.Repeat("contains(msg.text, 'b')", 10)) + "]";
        var script = Rulebook.Of("rules:\n" + Repeated(1000, i => string.Create(CultureInfo.InvariantCulture, $"  - {{id: r{i}, if: \"{slow}\", continue: true, do: {{metric: m}}}}\n")));
        var text = new string('a', 60_000);
        var counted = script.Hears(Packets.Text(text)).Steps.Length;
        Assert.InRange(counted, 1, 999);
        Assert.Equal(counted, script.Hears(Packets.Text(text)).Steps.Length);
        Assert.Equal(1000, script.Hears(Packets.Text("hi")).Steps.Length);
    }

    [Fact]
    public void A_decision_runs_so_many_actions_and_no_more()
    {
        var decision = Asked.Doing("[" + string.Join(", ", Enumerable.Repeat("{metric: m}", Deciding.MaxActions + 5)) + "]").Text();
        Assert.Equal(Deciding.MaxActions, decision.Steps.Length);
        Assert.Equal("rule 'r': its actions were ended, because a decision runs at most 10000.", Assert.Single(decision.Notes));
    }

    [Fact]
    public void Loading_and_deciding_reach_no_file_that_is_not_included()
    {
        var asked = new List<string>();
        var load = ScriptFile.Parse("""
            version: 1
            include: [a.yaml]
            rules:
              - {exact: a, do: [{http: {get: "file:///etc/passwd", into: o}}, {reply: "{{ o.ok }}"}]}
              - {exact: b, do: [{http: {get: "{{ msg.text }}:///etc/passwd", into: o}}, {reply: "{{ o.ok ? 1 : o.error }}"}]}
              - {exact: c, reply: {image: ../../etc/passwd.png}}
            """, "t.yaml", path => { asked.Add(path); return "version: 1\nrules: [{exact: x, reply: {voice: /etc/a.mp3}}]"; });
        Assert.Equal(["a.yaml"], asked);
        Assert.Equal(
            [
                "'/etc/a.mp3' is not a relative path, expected one below the folder of the first rule file, with / between its parts.",
                "'file:///etc/passwd' stands at 'get', expected an address that begins with https:// or http://.",
                "'../../etc/passwd.png' leads out of the folder of the first rule file, expected a path inside it.",
            ],
            load.Findings.Where(finding => finding.Severity == Severity.Error).OrderByDescending(finding => finding.File == "a.yaml").Select(finding => finding.Message));
    }
}
