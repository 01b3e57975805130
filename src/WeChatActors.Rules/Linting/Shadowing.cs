namespace WeChatActors.Rules;

/// <summary>Finds rules that can never run, because rules that are tried before them answer every packet they would.</summary>
internal static class Shadowing
{
    private const string Remedy = "give it a higher priority, or take it out";

    // Long lists lose many texts to one short keyword; the first ones show what is wrong.
    private const int MostLost = 5;

    /// <summary>Warns of each rule behind a catch-all, and of each whose texts, keys or names earlier rules take.</summary>
    /// <param name="rules">In the order of trying.</param>
    /// <param name="findings">Gets the warnings; only what is certain.</param>
    /// <returns>The rules that were found never to run.</returns>
    public static HashSet<CompiledRule> Check(IReadOnlyList<CompiledRule> rules, Findings findings)
    {
        CompiledRule? catchAll = null;
        var taken = new TakenPackets();
        var lost = new HashSet<CompiledRule>();
        foreach (var rule in rules)
        {
            // What runs when the window closes meets no packet's rules.
            if (rule.Leads.Length > 0) continue;
            if (catchAll is not null)
            {
                findings.Warning(rule.Place, "shadowed", $"this rule never runs, because rule '{catchAll.Id}' catches everything before it; {Remedy}.");
                lost.Add(rule);
            }
            else if (Check(rule, taken, findings))
            {
                lost.Add(rule);
            }

            if (rule.Continue) continue;
            if (rule.Condition.IsCertain) catchAll ??= rule;
            taken.Add(rule, rule.Condition);
        }

        return lost;
    }

    private static bool Check(CompiledRule rule, TakenPackets taken, Findings findings)
    {
        if (Loss(rule.Condition, taken) is { } by)
        {
            findings.Warning(rule.Place, "shadowed", $"this rule never runs, because {Before(by)} before it; {Remedy}.");
            return true;
        }

        if (rule.Condition is not (TextCondition or NameCondition)) return false;
        var told = 0;
        foreach (var term in rule.Condition.Terms!)
        {
            if (taken.Taker(term) is not { } taker || ++told > MostLost) continue;
            findings.Warning(rule.Place, "shadowed", $"this rule does not run for '{term.Text}', because {Before(taker)} before it; give it a higher priority, or take '{term.Text}' out.");
        }

        if (told > MostLost) findings.Warning(rule.Place, "shadowed", $"this rule does not run for {told - MostLost} more of its texts, because rules before it answer them; give it a higher priority, or take them out.");
        return false;
    }

    private static string Before((CompiledRule Rule, Term By) taker) => $"rule '{taker.Rule.Id}' answers '{taker.By.Text}'";

    // Who takes all of it: one part of what must hold together, or every one of several ways.
    private static (CompiledRule, Term)? Loss(Condition condition, TakenPackets taken)
    {
        switch (condition)
        {
            case TextCondition or NameCondition: return All(condition.Terms!, term => taken.Taker(term));
            case AllCondition all:
                foreach (var part in all.Parts)
                    if (Loss(part, taken) is { } by) return by;
                return null;
            case AnyCondition any: return All(any.Parts, part => Loss(part, taken));
            default: return null;
        }
    }

    private static (CompiledRule, Term)? All<T>(IReadOnlyList<T> ways, Func<T, (CompiledRule, Term)?> taker)
    {
        (CompiledRule, Term)? first = null;
        foreach (var way in ways)
        {
            if (taker(way) is not { } by) return null;
            first ??= by;
        }

        return first;
    }
}
