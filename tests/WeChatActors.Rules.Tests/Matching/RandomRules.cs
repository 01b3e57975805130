using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Matching;

/// <summary>Random conditions, written both as YAML and as a plain function of the packet: the naive reference.</summary>
internal sealed class RandomRules(Random random)
{
    // Few letters, so that texts overlap; some in the forms that folding removes.
    private static readonly string[] Letters = ["a", "b", "A", "ａ", "你", "好", " ", "！", "!", "\u200b"];
    private static readonly string[] Kinds = ["subscribe", "SCAN", "CLICK", "VIEW"];
    private static readonly string[] Keys = ["K1", "K2", "k1"];
    private static readonly string[] MessageTypes = ["text", "image", "event", "voice"];

    public sealed record Rule(string Id, int Priority, bool Continue, string Yaml, Func<Packet, bool> Holds);

    public Rule[] Make(int count)
    {
        var rules = new Rule[count];
        for (var i = 0; i < count; i++)
        {
            var (yaml, holds) = Condition(2);
            rules[i] = new($"r{i}", random.Next(4) == 0 ? random.Next(-1, 3) : 0, random.Next(5) == 0, yaml, holds);
        }

        return rules;
    }

    public static string ToYaml(IEnumerable<Rule> rules)
    {
        var yaml = new StringBuilder("rules:\n");
        foreach (var rule in rules)
            yaml.Append(CultureInfo.InvariantCulture, $"  - {{id: {rule.Id}, priority: {rule.Priority}, continue: {(rule.Continue ? "true" : "false")}, when: {rule.Yaml}, reply: {rule.Id}}}\n");
        return yaml.ToString();
    }

    /// <summary>Every rule in order, one by one.</summary>
    public static List<string> Naive(IEnumerable<Rule> rules, Packet packet)
    {
        var ran = new List<string>();
        foreach (var rule in rules.OrderByDescending(rule => rule.Priority))
        {
            if (!rule.Holds(packet)) continue;
            ran.Add(rule.Id);
            if (!rule.Continue) break;
        }

        return ran;
    }

    public Packet Packet() => random.Next(8) switch
    {
        0 => Packets.Event(Pick(Kinds), Pick(Keys), random.Next(2) == 0 ? Pick(Keys) : null, random.Next(2) == 0),
        1 => Packets.Image(),
        2 => Packets.Voice(random.Next(3) == 0 ? null : Text(6)),
        _ => Packets.Text(Text(8)),
    };

    private (string Yaml, Func<Packet, bool> Holds) Condition(int depth)
    {
        switch (random.Next(depth > 0 ? 14 : 9))
        {
            case 0 or 1: return Words("exact", (words, text) => words == text);
            case 2: return Words("prefix", (words, text) => words.StartsWith(text, StringComparison.Ordinal));
            case 3 or 4: return Words("keyword", (words, text) => words.Contains(text, StringComparison.Ordinal));
            case 5: return Names("event", Kinds, p => (p as Event)?.Kind, name => name.ToLowerInvariant());
            case 6: return Names("menu", Keys, p => p is Event { FromMenu: true } e ? e.EventKey : null, key => key);
            case 7: return Names("scene", Keys, p => (p as Event)?.Scene, key => key);
            case 8: return Names("type", MessageTypes, p => p.MsgType, type => type);
            case 9:
                var (not, held) = Condition(depth - 1);
                return ($"{{not: {not}}}", p => !held(p));
            case 10:
                var letter = Pick(["a", "b", "你"]);
                return ($"{{regex: '{letter}$'}}", p => p.Text is { } t && Fold(t).EndsWith(letter, StringComparison.Ordinal));
            case 11: return ("{if: msg.text == null}", p => p.Text is null);
            case 12: return Several("any", (parts, p) => parts.Any(part => part(p)), depth);
            default: return Several("all", (parts, p) => parts.All(part => part(p)), depth);
        }
    }

    private (string, Func<Packet, bool>) Several(string key, Func<Func<Packet, bool>[], Packet, bool> join, int depth)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Condition(depth - 1)).ToArray();
        var held = parts.Select(part => part.Holds).ToArray();
        return ($"{{{key}: [{string.Join(", ", parts.Select(part => part.Yaml))}]}}", p => join(held, p));
    }

    private (string, Func<Packet, bool>) Words(string key, Func<string, string, bool> fits)
    {
        var texts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => "b" + Text(2)).Concat([Pick(["a", "你", "ab", "你好", "aa"])]).ToArray();
        return ($"{{{key}: [{string.Join(", ", texts.Select(Rulebook.Quoted))}]}}",
            p => p.Text is { } words && texts.Any(text => fits(Fold(words), Fold(text))));
    }

    private (string, Func<Packet, bool>) Names(string key, string[] from, Func<Packet, string?> of, Func<string, string> normal)
    {
        var names = Enumerable.Range(0, random.Next(1, 3)).Select(_ => Pick(from)).ToArray();
        return ($"{{{key}: [{string.Join(", ", names)}]}}", p => of(p) is { } name && names.Any(n => normal(n) == name));
    }

    private string Text(int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => Pick(Letters)));

    private string Pick(string[] from) => from[random.Next(from.Length)];

    // The plain words for what folding does to the letters used here.
    private static string Fold(string text) =>
        text.Replace("\u200b", "", StringComparison.Ordinal).Replace('ａ', 'a').Replace('！', '!').ToLowerInvariant().Trim();
}
