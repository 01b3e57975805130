using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>Which rules were tried for a message and why they did not hold, as lines.</summary>
internal static class TriedLines
{
    private const int Most = 40;

    /// <summary>Says it of all rules, or of one.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<TriedRule> tried, string? only, Script script, ChatRules rules)
    {
        if (only is not null) return [OfOne(tried, only, script, rules)];
        if (tried.Count == 0) return ["No rule was tried for it: nothing was sent yet, or it was answered without rules."];
        // The last one says most: it ran, or it was the last hope.
        var left = Math.Max(0, tried.Count - Most);
        var lines = tried.Take(Most - (left > 0 ? 1 : 0)).Select(one => Line(one, rules)).ToList();
        if (left > 0)
        {
            lines.Add($"… {left} more did not hold; /why RULE says why one did not");
            lines.Add(Line(tried[^1], rules));
        }
        if (tried[^1].WhyNot is not null) lines.Add("no rule holds");
        return lines;
    }

    private static string OfOne(IReadOnlyList<TriedRule> tried, string id, Script script, ChatRules rules)
    {
        foreach (var one in tried)
            if (one.Rule.Id == id) return Line(one, rules);
        string[] known = [.. script.Rules.Select(rule => rule.Id)];
        if (Array.IndexOf(known, id) < 0) return $"There is no rule '{id}'{(Nearest.Hint(id, known) is { Length: > 0 } hint ? hint : "; /why alone lists those that were tried.")}";
        return tried is [.., { WhyNot: null } ran] ? $"{rules.Describe(id)}: not tried, because {rules.Describe(ran.Rule.Id)} ran before it" : $"{rules.Describe(id)}: not tried";
    }

    private static string Line(TriedRule one, ChatRules rules) => $"{rules.Describe(one.Rule.Id)}: {ReplyText.OneLine(one.WhyNot ?? "it ran")}";
}
