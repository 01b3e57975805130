using System.Collections.Immutable;

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
    public static void CheckStrictly(IncludedFiles included, IReadOnlyList<CompiledRule> rules, IReadOnlyList<Dialog> dialogs, ImmutableArray<RuleTest> tests, ScriptBuilder builder, Findings hints)
    {
        var tested = tests.Select(test => test.Owner).ToHashSet(StringComparer.Ordinal);
        // A test of a file may go through any of its rules.
        var files = included.Files.Where(file => file.Fields.Find("tests") is not null).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in rules.Concat(dialogs.Select(dialog => dialog.Holder)))
            if (!tested.Contains(rule.Id) && !files.Contains(rule.Info.File))
                hints.Warning(rule.Place, "untested", "nothing tests this; write what is said and answered under 'tests', such as {in: 你好, out: ~你好}.");
        builder.CheckUnreadVariables(hints);
        UnusedMedia.Check(included, builder, hints);
    }
}
