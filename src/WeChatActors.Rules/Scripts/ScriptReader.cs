using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Reads the files of a script.</summary>
internal static class ScriptReader
{
    public static ScriptLoad Read(string first, RuleFiles files)
    {
        var findings = new Findings();
        var included = IncludedFiles.Read(first, files, findings);
        var builder = new ScriptBuilder(findings, files);
        foreach (var (_, fields) in included.Files)
        {
            builder.AddFile(fields.Map.File);
            if (fields.Find("version") is { } version) ReadVersion(version, findings);
            else findings.Error(fields.Map, "missing-version", "a rule file needs the key 'version'; write version: 1 at its beginning.", Mending.Version(fields.Map));
            if (fields.Find("vars") is { } vars) builder.AddVars(vars);
            if (fields.Find("lists") is { } lists) builder.AddLists(lists);
            if (fields.Find("dialogs") is { } named) builder.Dialogs.Add(named, findings);
        }

        var menu = ReadMenu(included, findings);
        var (defaults, placeholder) = ReadDefaults(included, builder);
        var rules = ReadRules(included, builder);
        var dialogs = DialogReader.ReadAll(included, builder, defaults);
        foreach (var (path, fields) in included.Files)
            if (fields.Find("tests") is { } tests) builder.Tests.Add(tests, path, path);
        var read = TestReader.ReadAll(builder);
        builder.CheckVariables();
        if (!findings.HasErrors) Linter.Check(included, rules, dialogs, menu, builder);
        var ignored = LintComments.In(included.Files.Select(file => file.Fields.Map.File), findings);
        var found = ignored.Without(findings);
        if (findings.HasErrors) return new(null, found) { Files = Named(included, files) };
        var hints = new Findings();
        Linter.CheckStrictly(included, builder, hints);
        var script = new Script(included.Hash, rules, dialogs, menu, placeholder ?? UsualPlaceholder())
        {
            Defaults = defaults, Files = [.. builder.LocalFiles], Sources = [.. included.Sources], Tests = read, Branches = [.. builder.Branches], CallSites = [.. builder.CallSites], Ignored = ignored,
            Variants = builder.Variants.ToImmutable(),
        };
        return new(script, found) { Hints = ignored.Without(hints), Files = Named(included, files) };
    }

    private static ImmutableArray<string> Named(IncludedFiles included, RuleFiles files) => [.. included.Files.Select(file => files.Display(file.Path))];

    private static void ReadVersion(YamlNode version, Findings findings)
    {
        if (version is YamlScalar { IsPlain: true } scalar && CoreSchema.AsInt(scalar.Value) is > 1)
            findings.Error(version, $"{version.Described} stands at 'version', expected 1; the file was written for a newer wechatactors.");
        else
            YamlRead.Whole(version, findings, "'version'", 1, 1);
    }

    private static (ScriptDefaults, Template?) ReadDefaults(IncludedFiles included, ScriptBuilder builder)
    {
        YamlNode? found = null;
        var read = (ScriptDefaults.Usual, (Template?)null);
        foreach (var (path, fields) in included.Files)
        {
            if (fields.Find("defaults") is not { } defaults) continue;
            if (found is not null) builder.Findings.Error(defaults, $"a second 'defaults' stands here, the first is at {found.Place.File}:{found.Line}.");
            else read = DefaultsReader.Read(found = defaults, path, builder);
        }

        return read;
    }

    private static Template UsualPlaceholder() => Template.Parse(DefaultsReader.Placeholder, new PlaceholderScope());

    /// <summary>Where the usual placeholder stands: in no file.</summary>
    private sealed class PlaceholderScope : ExpressionScope
    {
        public override ImmutableDictionary<string, Value> Vars => ImmutableDictionary<string, Value>.Empty;

        public override bool IsResult(string name) => DefaultsReader.PlaceholderNames.Contains(name);

        public override void Error(int offset, string message) => throw new InvalidOperationException(message);

        public override void Warning(int offset, string id, string message) => throw new InvalidOperationException(message);

        public override void ReadsVariable(int offset, string name)
        {
        }

        public override void ReadsGroup(int offset, string name)
        {
        }

        public override ulong Site(int offset) => 0;
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
                case { } other: builder.Findings.Error(other, $"{other.Described} stands at 'rules', expected a list of rules, each with '- ' before it."); break;
            }
        }

        // By priority; OrderBy keeps the order of the files among equals.
        return [.. rules.OrderByDescending(rule => rule.Priority)];
    }
}
