using System.Text;

namespace WeChatActors.Rules;

/// <summary>Finds rules with the conditions of a rule that is tried before them.</summary>
internal static class SameConditions
{
    /// <summary>Warns of each.</summary>
    /// <param name="rules">In the order of trying.</param>
    /// <param name="nodes">The rules as the files have them, by their places.</param>
    /// <param name="known">Rules that are known never to run; nothing more is said of them.</param>
    /// <param name="findings">Gets the warnings.</param>
    public static void Check(IReadOnlyList<CompiledRule> rules, Dictionary<Place, YamlMap> nodes, HashSet<CompiledRule> known, Findings findings)
    {
        var seen = new Dictionary<string, CompiledRule>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (!nodes.TryGetValue(rule.Place, out var node) || Words(node) is not { } words) continue;
            if (seen.TryGetValue(words, out var first) && !known.Contains(rule))
                findings.Warning(rule.Place, "same-condition", $"this rule never runs, because rule '{first.Id}' has the same conditions and answers before it; put what both do into one rule, or give one of them another condition.");
            if (!rule.Continue) seen.TryAdd(words, rule);
        }
    }

    // The conditions in one order; null when chance is among them.
    private static string? Words(YamlMap rule)
    {
        var map = rule.Find("when")?.Value as YamlMap ?? rule;
        var words = new StringBuilder();
        foreach (var key in ConditionReader.Keys)
        {
            if (map.Find(key) is not { } entry) continue;
            words.Append(key).Append('\0');
            Append(words, entry.Value);
        }

        var text = words.ToString();
        return text.Length == 0 || text.Contains("random", StringComparison.Ordinal) ? null : text;
    }

    private static void Append(StringBuilder words, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar: words.Append(scalar.Value).Append('\u0001'); break;
            case YamlList { Items: [var only] }: Append(words, only); break;
            case YamlList list:
                words.Append('[');
                foreach (var item in list.Items) Append(words, item);
                words.Append(']');
                break;
            case YamlMap map:
                words.Append('{');
                foreach (var (key, value) in map.Entries.OrderBy(entry => entry.Key.Value, StringComparer.Ordinal))
                {
                    words.Append(key.Value).Append('\0');
                    Append(words, value);
                }

                words.Append('}');
                break;
        }
    }
}
