using System.Collections.Immutable;
using System.Globalization;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Fuzzing;

/// <summary>Random files, expressions and templates, as they are and damaged: nothing crashes, and nothing takes more memory than its bounds allow.
/// WECHATACTORS_FUZZ gives the number of cases (100,000 when it is not set), WECHATACTORS_FUZZ_SEED another beginning.</summary>
public class FuzzTests
{
    // The longest text an expression makes, written out a few times on the way; a file may fill tables.
    private const long MostBytesOfExpression = 40_000_000, MostBytesOfFile = 100_000_000;

    private static readonly int Cases = Setting("WECHATACTORS_FUZZ", 100_000);
    private static readonly int Seed = Setting("WECHATACTORS_FUZZ_SEED", 1);

    private static int Setting(string name, int @default) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : @default;

    private static readonly UserView Ann = Packets.With(("n", 3), ("name", "小明"), ("l", Value.List(1, "x", Value.Null))) with
    {
        Since = Packets.T0.AddDays(-3), Turns = 7, Tags = ["vip"],
    };

    [Fact]
    public void Files_of_every_feature_load_or_are_refused_and_decide()
    {
        var random = new Random(Seed);
        var files = new RandomFile(random);
        var (loaded, decided, answered) = (0, 0, 0);
        for (var i = 0; i < Cases / 10; i++)
        {
            var text = files.Make();
            if (i % 2 == 1) text = random.Next(2) == 0 ? Mutation.Of(text, random) : Mutation.OfLines(text, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                if (Load(text) is not { } script) continue;
                loaded++;
                var (asked, heard) = Walk(script, random);
                decided += asked;
                answered += heard;
            }
            catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"case {i} of seed {Seed}: {problem}\n{text}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytesOfFile, $"case {i} of seed {Seed} takes too much memory:\n{text}");
        }

        // Otherwise the generator would only test the messages for mistakes.
        Assert.InRange(loaded, Cases / 10 * 4 / 10, Cases);
        Assert.InRange(decided, loaded * 5, int.MaxValue);
        Assert.InRange(answered, decided / 5, decided);
    }

    private static Script? Load(string text)
    {
        var load = ScriptFile.Parse(text, "f.yaml", _ => null);
        Assert.Equal(load.Script is null, load.Findings.Any(finding => finding.Severity == Severity.Error));
        var lines = 2 + text.Count(c => c is '\n' or '\r' or '\u2028' or '\u2029' or '\u0085');
        foreach (var finding in load.Findings)
        {
            Assert.InRange(finding.Line, 1, lines);
            Assert.True(finding.Column >= 1);
            Assert.NotEmpty(finding.Message);
        }

        return load.Script;
    }

    // A conversation of a few packets, with its calls, timers and dialog. Everything is decided twice: same input, same decision.
    private static (int Decided, int Answered) Walk(Script script, Random random)
    {
        var (decided, answered) = (0, 0);
        var (user, now) = (Ann, Packets.T0);
        for (var step = 0; step < 6; step++)
        {
            now = now.AddMinutes(random.Next(1, 20));
            var isDue = user.Dialog?.Due is { } due && random.Next(5) == 0 && (now = due > now ? due : now) == now;
            var input = new RuleInput(isDue ? null : Some(random), user, Packets.Account, now, (ulong)step)
            {
                Window = new(random.Next(6), now.AddHours(1)), Start = isDue ? new RuleStart.DialogDue() : null,
            };
            var decision = Twice(script, input);
            while (decision.Call is not null && input.Results.Length < 5)
            {
                if (input.Packet is not null) Assert.NotNull(script.Placeholder(input, "https://a.example/", decision.Call));
                input = input with { Results = input.Results.Add(Asked.Result(1, random.Next(3), ("ok", random.Next(2) == 0), ("text", "x"), ("body", Value.List(1)))) };
                var longer = Twice(script, input);
                Assert.Equal(Kinds(decision.Steps), Kinds(longer.Steps.Take(decision.Steps.Length)));
                decision = longer;
            }

            decided++;
            if (decision.Rules.Length > 0) answered++;
            foreach (var later in decision.Steps.OfType<RuleStep.Later>())
                Twice(script, input with { Start = new RuleStart.Later(later.Rule, later.Index, decision.Into), Now = later.At, Results = [] });
            if (decision.Call is null) user = user with { Variables = decision.Variables, Dialog = decision.Dialog, Turns = user.Turns + 1 };
        }

        foreach (var lead in script.WindowLeads) Twice(script, new RuleInput(null, user, Packets.Account, now, 1) { Start = new RuleStart.WindowClosing(lead) });
        return (decided, answered);
    }

    private static Decision Twice(Script script, in RuleInput input)
    {
        var (once, again) = (script.Decide(input), script.Decide(input));
        Assert.Equal(once.Rules.ToArray(), again.Rules.ToArray());
        Assert.Equal((once.Reply?.MsgType, Rulebook.Text(once)), (again.Reply?.MsgType, Rulebook.Text(again)));
        Assert.Equal(once.Notes.ToArray(), again.Notes.ToArray());
        Assert.Equal(once.SentTexts(), again.SentTexts());
        Assert.Equal(Kinds(once.Steps), Kinds(again.Steps));
        Assert.Equal(once.Call?.Place, again.Call?.Place);
        Assert.Equal(once.Dialog?.Name, again.Dialog?.Name);
        return once;
    }

    private static Type[] Kinds(IEnumerable<RuleStep> steps) => [.. steps.Select(step => step.GetType())];

    private static Packet Some(Random random) => random.Next(14) switch
    {
        0 => Packets.Event("subscribe", "qrscene_755", "755"),
        1 => Packets.Event("CLICK", "KF", menu: true),
        2 => Packets.Location(39.91, 116.41, "天安门"),
        3 => Packets.Image("MEDIA"),
        4 => Packets.Voice("订座"),
        5 => Packets.Event("view", "https://shop.example/", menu: true),
        6 => Packets.Text(Mutation.Of("你好 hi", random)),
        7 => Packets.Text("查 123456"),
        8 => Packets.Text("2"),
        9 => Packets.Text("明天"),
        10 => Packets.Text("是"),
        11 => Packets.Text("退出"),
        _ => Packets.Text("你好"),
    };

    [Fact]
    public void Expressions_give_a_value_or_null()
    {
        var random = new Random(Seed + 1);
        var expressions = new RandomExpression(random);
        var valid = 0;
        for (var i = 0; i < Cases / 10 * 5; i++)
        {
            var source = expressions.Make(4);
            if (i % 2 == 1) source = Mutation.Of(source, random);
            valid += Evaluated($"{{{{ {source} }}}}", random, i) ? 1 : 0;
        }

        Assert.InRange(valid, Cases / 10 * 5 * 4 / 10, Cases);
    }

    [Fact]
    public void Templates_give_a_text_within_their_bound()
    {
        var random = new Random(Seed + 2);
        var expressions = new RandomExpression(random);
        var valid = 0;
        for (var i = 0; i < Cases / 10 * 4; i++)
        {
            var source = expressions.Template();
            if (i % 2 == 1) source = Mutation.Of(source, random);
            valid += Evaluated(source, random, i) ? 1 : 0;
        }

        Assert.InRange(valid, Cases / 10 * 4 * 4 / 10, Cases);
    }

    private static bool Evaluated(string source, Random random, int number)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var scope = new AnyScope();
        try
        {
            var template = Template.Parse(source, scope);
            foreach (var offset in scope.Offsets) Assert.InRange(offset, 0, source.Length);
            var evaluation = new Evaluation();
            evaluation.Begin(Packets.Input(Some(random), Ann, random.Next(50) == 0 ? DateTimeOffset.MaxValue : Packets.T0));
            Assert.True(template.Render(evaluation).Length <= Evaluation.MaxText);
            Assert.NotNull(template.Value(evaluation).ToJson());
        }
        catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"case {number} of seed {Seed}: {problem}\n{source}");
        }

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytesOfExpression, $"case {number} of seed {Seed} takes too much memory: {source}");
        return scope.Offsets.Count == 0;
    }

    private sealed class AnyScope : ExpressionScope
    {
        private static readonly ImmutableDictionary<string, Value> Constants =
            ImmutableDictionary<string, Value>.Empty.Add("shop", "晨光").Add("price", Value.Map([new("small", 9.5m)]));

        public List<int> Offsets { get; } = [];

        public override ImmutableDictionary<string, Value> Vars => Constants;

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
