using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Fuzzing;

public class NeverThrowsTests
{
    private static readonly string[] Seeds =
    [
        """
        version: 1
        include: [common/*.yaml, ../x]
        vars:  {shop: 晨光书店, n: 3, l: [1, 2]}
        lists: {greet: [你好, hi]}
        menu:
          - {name: 客服, click: KF}
          - {name: 更多, items: [{name: 官网, view: "https://shop.example/"}]}
        rules:
          - {exact: $greet, reply: "你好，{{ user.name ?? '朋友' | cut(3) }}"}
          - id: welcome
            priority: 900
            when: {event: [subscribe, SCAN], any: [{regex: '^(?<no>\d{6,12})$'}, {not: {if: "m.no > 5"}}]}
            do:
              - set: {a: "{{ now() - user.since }}", b: [1, x]}
              - if: user.a > 2d
                then: [{reply: {one_of: [a, {news: [{title: t}]}]}}]
                else: {unset: a}
        """,
        """
        version: 1
        defaults: {busy: merge, placeholder: "{{ link }}", pull: [看], reserve: 1}
        rules:
          - {id: w, window_closes_in: 30m, do: [{send: {menu: {items: {1: a, 2: b}}}, as: a@b, else: [{reply: x}]}]}
          - id: o
            when: {regex: '^查(?<no>\d+)$', tag: vip}
            do:
              - http: {post: "https://a.example/{{ m.no | url }}", headers: {X: "{{ o.x }}"}, json: {a: $m.no, b: [$user.n]}, deadline: 2s, into: o}
              - if: o.ok
                then: [{tag: {add: a, remove: [b]}}, {remark: x}, {pause: {for: 1h, until: kf_close_session}}]
              - llm: {prompt: "{{ o.body }}", reply: true, fallback: 忙}
              - later: {at: 20:00, unless: user.n > 1, do: [{send: a}, {later: {after: 40s, do: [{reply: b}]}}]}
        """,
        "a: |\n  text {{ x\n   y }}\nb: >-\n  folded\n\n  more\nc: \"q \\u4f60 \\n {{ y }}\"\nd: 'it''s {{ z'\n",
        "rules: [{default: true, reply: [微笑]}, {default: yes, reply: &a x}, {exact: *a, reply: !!str y}]",
    ];

    private static readonly string[] Expressions =
    [
        "msg.text + user.name | cut(3) | upper", "a.b[0][\"x\"] ?? (1 + 2 * -3 / 0)", "now() - user.since > 2d and today + 1 == '2026-02-02' or not m.no in [1, 'a']",
        "random(1, 2, msg.fields['a/b']) | default('') | json", "time_in(\"22:00-06:00\") ? shop : vars.shop | url | lines", "len(msg.text) % 2", "user | json | json",
    ];

    [Fact]
    public void Loading_survives_any_file()
    {
        var random = new Random(1);
        for (var i = 0; i < 4000; i++)
        {
            var text = Mutation.Of(Seeds[random.Next(Seeds.Length)], random);
            var load = ScriptFile.Parse(text, "f.yaml", path => random.Next(2) == 0 ? null : "version: 1\nvars: {z: 1}");
            Assert.NotNull(load);
            Assert.Equal(load.Script is null, load.Findings.Any(finding => finding.Severity == Severity.Error));
            var lines = 2 + text.Count(c => c is '\n' or '\r' or '\u2028' or '\u2029' or '\u0085');
            Assert.All(load.Findings, finding => Assert.True(finding.Line >= 1 && finding.Column >= 1 && finding.Line <= lines, $"{finding}"));
            if (load.Script is not { } script) continue;
            var decision = script.Decide(Packets.Input(Packets.Text("查42")) with { Window = new(2, Packets.T0.AddHours(1)) });
            script.Decide(Packets.Input(Packets.Text("查42")) with { Results = [Asked.Result(1, 1, ("ok", true), ("body", "x")), Asked.Result(2, 0)] });
            script.Placeholder(Packets.Input(Packets.Text("hi")), null);
            foreach (var later in decision.Steps.OfType<RuleStep.Later>())
                script.Decide(Packets.Input(Packets.Text("查42")) with { Start = new RuleStart.Later(later.Rule, later.Index, decision.Into) });
            foreach (var lead in script.WindowLeads) script.Decide(new RuleInput(null, Packets.Newcomer, Packets.Account, Packets.T0, 1) { Start = new RuleStart.WindowClosing(lead) });
        }
    }

    [Fact]
    public void Evaluating_survives_any_expression_and_any_text()
    {
        var random = new Random(2);
        var user = Packets.With(("name", "小明"), ("a", Value.Of(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))), ("l", Value.List(1, "x", Value.Null)))
            with { Since = DateTimeOffset.MinValue, Turns = long.MaxValue };
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20_000; i++)
        {
            var scope = new LooseScope();
            var source = Mutation.Of(Expressions[random.Next(Expressions.Length)], random);
            var template = Template.Parse($"x {{{{ {source} }}}} y", scope);
            var evaluation = new Evaluation();
            evaluation.Begin(Packets.Input(Packets.Text(Mutation.Of("你好 hi", random)), user, random.Next(2) == 0 ? DateTimeOffset.MaxValue : Packets.T0));
            Assert.True(template.Render(evaluation).Length <= Evaluation.MaxText);
            Assert.NotNull(template.Value(evaluation).ToJson());
            Assert.All(scope.Offsets, offset => Assert.InRange(offset, 0, source.Length + 10));
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000_000_000);
    }

    [Theory]
    [InlineData("msg.text + msg.text")]
    [InlineData("[msg.text, msg.text, msg.text]")]
    [InlineData("msg.text | url | url | json | json | url")]
    [InlineData("contains(msg.text, msg.text + 'b')")]
    [InlineData("len(msg.text + msg.text)")]
    public void What_an_expression_makes_is_bounded(string part)
    {
        var source = part;
        while (source.Length < 800) source = $"({source}) + ({source})";
        var scope = new LooseScope();
        var template = Template.Parse($"{{{{ {source} }}}}", scope);
        Assert.Empty(scope.Offsets);
        var evaluation = new Evaluation();
        evaluation.Begin(Packets.Input(Packets.Text(new string('a', 60_000))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(template.Render(evaluation).Length <= Evaluation.MaxText);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 40_000_000);
    }

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('-')]
    public void Deep_nesting_is_refused(char open)
    {
        var scope = new LooseScope();
        Template.Parse("{{ " + new string(open, 3000) + "1 }}", scope);
        Assert.Single(scope.Offsets);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Deep_files_are_refused(string open)
    {
        var load = ScriptFile.Parse(string.Concat(Enumerable.Repeat(open, 200_000)), "f.yaml");
        Assert.Contains("nested more than 64 deep", Assert.Single(load.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_texts_full_of_regex_bait_are_answered()
    {
        var script = Rulebook.Of("rules:\n  - {regex: ['^(a+)+$', '(a|aa)+b', '(.*)*x(.*)*y'], reply: found}\n  - {default: true, reply: none}");
        Assert.Equal("none", script.Says(new string('a', 60_000) + "!"));
    }

    private sealed class LooseScope : ExpressionScope
    {
        public List<int> Offsets { get; } = [];

        public override ImmutableDictionary<string, Value> Vars { get; } = ImmutableDictionary<string, Value>.Empty.Add("shop", "晨光").Add("a", Value.Map([new("b", Value.List(1))]));

        public override void Error(int offset, string message) => Offsets.Add(offset);

        public override void Warning(int offset, string id, string message)
        {
        }

        public override void ReadsVariable(int offset, string name)
        {
        }

        public override void ReadsGroup(int offset, string name)
        {
        }

        public override ulong Site(int offset) => (ulong)offset;
    }
}
