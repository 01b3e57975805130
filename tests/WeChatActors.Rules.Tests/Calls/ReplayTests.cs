using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Calls;

/// <summary>A decision that is made again with one more result goes on where it waited.</summary>
public class ReplayTests
{
    [Fact]
    public void With_one_more_result_the_steps_begin_with_those_before() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Holds(seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void So_it_does_for_a_thousand_scripts()
    {
        for (var seed = 0; seed < 1000; seed++) Assert.True(Holds(seed), $"seed {seed}");
    }

    private static bool Holds(int seed)
    {
        var random = new Random(seed);
        var script = Rulebook.Of(Rules(random));
        var input = Asked.Input(random.Next(2) == 0 ? "hi" : "42", random.Next(4)) with
        {
            Seed = (ulong)seed,
            Media = random.Next(2) == 0 ? null : new Dictionary<string, string> { ["a"] = "b" },
            Start = random.Next(4) == 0 ? new RuleStart.WindowClosing(TimeSpan.FromHours(1)) : null,
        };
        var results = new List<CallResult>();
        var before = script.Decide(input);
        for (var n = 1; n <= 30; n++)
        {
            if (!Same(before, script.Decide(input with { Results = [.. results] }))) return false;
            if (before.Call is null) return n > 1 || results.Count == 0;
            results.Add(Result(random, n));
            var after = script.Decide(input with { Results = [.. results] });
            if (!after.Steps.AsSpan()[..Math.Min(before.Steps.Length, after.Steps.Length)].SequenceEqual(before.Steps.AsSpan())) return false;
            if (after.Steps.Length < before.Steps.Length) return false;
            if (!after.Rules.AsSpan()[..before.Rules.Length].SequenceEqual(before.Rules.AsSpan())) return false;
            if (!after.Notes.AsSpan()[..before.Notes.Length].SequenceEqual(before.Notes.AsSpan())) return false;
            if (before.Reply is not null && before.Reply != after.Reply) return false;
            before = after;
        }

        return false; // No script here has so many calls.
    }

    private static bool Same(Decision a, Decision b) =>
        a.Steps.AsSpan().SequenceEqual(b.Steps.AsSpan()) && a.Reply == b.Reply && a.Notes.AsSpan().SequenceEqual(b.Notes.AsSpan())
        && a.Call?.Target == b.Call?.Target && (a.Call as HttpOrder)?.Url == (b.Call as HttpOrder)?.Url;

    private static CallResult Result(Random random, int n) => random.Next(5) switch
    {
        0 => new(Value.Null, Packets.T0.AddSeconds(n), new(random.Next(3), Packets.T0.AddHours(1))),
        1 => Asked.Result(n, random.Next(4), ("ok", false), ("error", "timeout")),
        _ => Asked.Result(n, random.Next(4), ("ok", true), ("status", random.Next(200, 210)), ("text", $"t{random.Next(3)}"), ("body", Asked.Map(("x", random.Next(3))))),
    };

    private static string Rules(Random random)
    {
        var yaml = new StringBuilder("rules:\n");
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var when = random.Next(4) switch { 0 => "{exact: hi}", 1 => "{if: user.x != 1}", 2 => "{window_closes_in: 1h}", _ => "{default: true}" };
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{id: r{i}, continue: {(random.Next(3) == 0 ? "false" : "true")}, when: {when}, do: {Actions(random, 3)}}}\n");
        }

        return yaml.ToString();
    }

    private static string Actions(Random random, int depth) =>
        $"[{string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Action(random, depth)))}]";

    private static string Action(Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 13 : 9))
        {
            case 0: return "{reply: '{{ msg.text }} {{ o.body.x }}'}";
            case 1: return "{reply: {one_of: [a, b, {image: m}, {transfer: true}]}}";
            case 2: return "{send: '{{ now() | date(\"mm:ss\") }} {{ window.left }} {{ random(1, 2, 3) }}'}";
            case 3: return "{set: {x: '{{ o.body.x ?? 1 }}'}}";
            case 4: return "{tag: {add: ['t{{ o.body.x }}'], remove: t1}}";
            case 5: return "{later: {after: 1m, do: [{send: a}]}}";
            case 6: return $"{{http: {{get: 'https://a.example/{{{{ o.body.x }}}}', into: {(random.Next(3) == 0 ? "p" : "o")}}}}}";
            case 7: return "{http: {get: '{{ o.ok ? \"https://a.example/\" : \"no\" }}', into: o}}";
            case 8: return "{remark: '{{ o.text }}'}";
            case 9: return $"{{if: o.ok and p.body.x != 1, then: {Actions(random, depth - 1)}, else: {Actions(random, depth - 1)}}}";
            case 10: return $"{{send: s, else: {Actions(random, depth - 1)}}}";
            case 11: return $"{{llm: {{prompt: '{{{{ o.text ?? \"q\" }}}}', into: o, reply: true, fallback: {Actions(random, depth - 1)}}}}}";
            default: return $"{{if: window.left > 1, then: {Actions(random, depth - 1)}}}";
        }
    }
}
