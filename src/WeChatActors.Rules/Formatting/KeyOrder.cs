namespace WeChatActors.Rules;

/// <summary>The order in which the keys of rule files are written. Maps whose order may mean something are left as they are.</summary>
internal static class KeyOrder
{
    private static readonly string[] File = ["version", "include", "vars", "lists", "defaults", "menu", "rules", "dialogs", "tests"];
    private static readonly string[] Rule = ["id", "priority", "continue", "busy", "slow"];
    private static readonly string[] RuleEnd = ["reply", "do", "tests"];

    private static readonly string[] Dialog =
        ["slots", "confirm", "cancel", "timeout", "on_cancel", "on_fail", "on_other_rule", "busy", "slow", "done", "tests"];

    private static readonly string[] Slot = ["name", "ask", "type", "options", "pattern", "check", "retry", "tries", "skip_if", "secret"];

    /// <summary>Orders a rule file; any other file stays as it is.</summary>
    public static void Apply(FormatNode root)
    {
        if (!root.IsMap || root.Find("version") is null) return;
        root.Order(key => Rank(File, key));
        // Conditions stay in the order in which they were written, between what the rule is and what it does.
        foreach (var rule in root.Find("rules")?.Entries ?? [])
            if (rule.Value.IsMap) rule.Value.Order(key => Array.IndexOf(Rule, key) is >= 0 and var first ? first - Rule.Length : Array.IndexOf(RuleEnd, key) + 1);
        foreach (var dialog in root.Find("dialogs")?.Entries ?? [])
        {
            if (!dialog.Value.IsMap) continue;
            dialog.Value.Order(key => Rank(Dialog, key));
            foreach (var slot in dialog.Value.Find("slots")?.Entries ?? [])
                if (slot.Value.IsMap) slot.Value.Order(key => Rank(Slot, key));
        }
    }

    private static int Rank(string[] order, string key) => Array.IndexOf(order, key) is >= 0 and var rank ? rank : order.Length;
}
