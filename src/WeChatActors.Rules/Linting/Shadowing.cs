namespace WeChatActors.Rules;

/// <summary>Finds rules that can never run, because rules that are tried before them take every packet.</summary>
internal static class Shadowing
{
    /// <summary>Warns of each rule behind a catch-all, and of each whose exact texts all belong to earlier rules.</summary>
    /// <param name="rules">In the order of trying.</param>
    /// <param name="findings">Gets the warnings; only what is certain.</param>
    public static void Check(IReadOnlyList<CompiledRule> rules, Findings findings)
    {
        CompiledRule? catchAll = null;
        var taken = new Dictionary<string, CompiledRule>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            // What runs when the window closes meets no packet's rules.
            if (rule.Leads.Length > 0) continue;
            if (catchAll is not null)
                findings.Warning(rule.Place, "shadowed", $"this rule never runs, because rule '{catchAll.Id}' catches everything before it.");
            else
                CheckTexts(rule, taken, findings);
            if (rule.Continue) continue;
            if (rule.Condition.IsCertain) catchAll ??= rule;
            if (rule.Condition is ExactCondition exact)
                foreach (var text in exact.Texts) taken.TryAdd(text, rule);
        }
    }

    private static void CheckTexts(CompiledRule rule, Dictionary<string, CompiledRule> taken, Findings findings)
    {
        if (Required(rule.Condition) is not { } texts) return;
        var lost = texts.Where(taken.ContainsKey).ToList();
        if (lost.Count == 0) return;
        if (lost.Count == texts.Count)
            findings.Warning(rule.Place, "shadowed", $"this rule never runs, because rule '{taken[lost[0]].Id}' answers '{lost[0]}' before it.");
        else
            foreach (var text in lost)
                findings.Warning(rule.Place, "shadowed", $"this rule does not run for '{text}', because rule '{taken[text].Id}' answers it before.");
    }

    private static IReadOnlyList<string>? Required(Condition condition) => condition switch
    {
        ExactCondition exact => exact.Texts,
        AllCondition all => all.Parts.Select(Required).FirstOrDefault(texts => texts is not null),
        _ => null,
    };
}
