namespace WeChatActors.Rules;

/// <summary>Looks at a whole script for what works but is hardly meant.</summary>
internal static class Linter
{
    /// <summary>Runs the checks that every load makes.</summary>
    /// <param name="included">The files.</param>
    /// <param name="rules">In the order of trying.</param>
    /// <param name="dialogs">All dialogs.</param>
    /// <param name="menu">The custom menu; null for none.</param>
    /// <param name="builder">What was learned when the files were read; gets the warnings.</param>
    public static void Check(IncludedFiles included, IReadOnlyList<CompiledRule> rules, IReadOnlyList<Dialog> dialogs, Menu? menu, ScriptBuilder builder)
    {
        var findings = builder.Findings;
        var nodes = new Dictionary<Place, YamlMap>();
        var (maps, conditions) = (new List<YamlMap>(), new List<YamlMap>());
        YamlNode? menuNode = null;
        foreach (var (_, fields) in included.Files)
        {
            foreach (var rule in RuleTree.Rules(fields))
            {
                nodes.TryAdd(rule.Place, rule);
                maps.AddRange(RuleTree.Maps(rule));
                conditions.AddRange(RuleTree.Conditions(rule));
            }

            foreach (var (name, dialog) in RuleTree.Dialogs(fields))
            {
                nodes.TryAdd(name.Place, dialog);
                maps.AddRange(RuleTree.Maps(dialog));
                Spending.CheckDialog(dialog, findings);
            }

            menuNode ??= fields.Find("menu");
        }

        var lost = Shadowing.Check(rules, findings);
        SameConditions.Check(rules, nodes, lost, findings);
        foreach (var rule in rules)
            if (nodes.TryGetValue(rule.Place, out var node)) Spending.Check(node, rule.Condition, findings);
        DialogUse.Check(dialogs, maps, nodes, findings);
        TagUse.Check(maps, conditions, builder);
        SecretTexts.Check(maps, findings);
        if (menu is not null && menuNode is not null && rules.Count > 0) ButtonUse.Check(menu, menuNode, conditions, rules, builder);
    }

    /// <summary>What only a strict look reports.</summary>
    public static void CheckStrictly(IncludedFiles included, ScriptBuilder builder, Findings hints)
    {
        builder.CheckUnreadVariables(hints);
        UnusedMedia.Check(included, builder, hints);
    }
}
