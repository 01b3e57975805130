using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Reads the files of a script.</summary>
internal static class ScriptReader
{
    public static ScriptLoad Read(string first, RuleFiles files)
    {
        var findings = new Findings();
        var included = IncludedFiles.Read(first, files, findings);
        var builder = new ScriptBuilder(findings);
        foreach (var (_, fields) in included.Files)
        {
            builder.AddFile(fields.Map.File);
            if (fields.Require("version") is { } version) YamlRead.Whole(version, findings, "'version'", 1, 1);
            if (fields.Find("vars") is { } vars) builder.AddVars(vars);
            if (fields.Find("lists") is { } lists) builder.AddLists(lists);
        }

        var menu = ReadMenu(included, findings);
        var rules = ReadRules(included, builder);
        builder.CheckVariables();
        if (!findings.HasErrors) Shadowing.Check(rules, findings);
        return new(findings.HasErrors ? null : new Script(included.Hash, rules, menu), findings.ToImmutable());
    }

    private static Menu? ReadMenu(IncludedFiles included, Findings findings)
    {
        YamlNode? found = null;
        foreach (var (_, fields) in included.Files)
        {
            if (fields.Find("menu") is not { } menu) continue;
            if (found is null) found = menu;
            else findings.Error(menu, $"a second menu stands here, the first is at {found.Place.File}:{found.Line}.");
        }

        return found is null ? null : MenuReader.Read(found, findings);
    }

    private static CompiledRule[] ReadRules(IncludedFiles included, ScriptBuilder builder)
    {
        var rules = new List<CompiledRule>();
        var ids = new Dictionary<string, Place>(StringComparer.Ordinal);
        foreach (var (path, fields) in included.Files)
        {
            switch (fields.Find("rules"))
            {
                case null: break;
                case YamlList list:
                    foreach (var node in list.Items)
                        if (RuleReader.Read(node, path, builder, ids) is { } rule) rules.Add(rule);
                    break;
                case { } other: builder.Findings.Error(other, $"{other.Described} stands at 'rules', expected a list of rules."); break;
            }
        }

        // By priority; OrderBy keeps the order of the files among equals.
        return [.. rules.OrderByDescending(rule => rule.Priority)];
    }
}
