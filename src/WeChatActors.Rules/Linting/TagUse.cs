namespace WeChatActors.Rules;

/// <summary>Finds tags that conditions ask for and no action gives.</summary>
internal sealed class TagUse
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private readonly List<(YamlScalar At, string Name)> _asked = [];
    private bool _givesAny;

    /// <summary>Warns of each in the rules and dialogs of all files.</summary>
    /// <param name="maps">All maps of rules and dialogs.</param>
    /// <param name="conditions">All maps of conditions.</param>
    /// <param name="builder">Knows the lists that conditions name.</param>
    public static void Check(IEnumerable<YamlMap> maps, IEnumerable<YamlMap> conditions, ScriptBuilder builder)
    {
        var use = new TagUse();
        foreach (var map in maps) use.Give(map);
        foreach (var condition in conditions) use.Ask(condition, builder);
        if (use._givesAny) return;
        string[] known = [.. use._given.Order(StringComparer.Ordinal)];
        foreach (var (at, name) in use._asked)
        {
            if (use._given.Contains(name)) continue;
            builder.Findings.Warning(at, "ungiven-tag", known.Length == 0
                ? $"no rule gives the tag '{name}', so nobody has it; give it with 'tag: {{add: {name}}}'."
                : $"no rule gives the tag '{name}', so nobody has it{Nearest.Hint(name, known)}{(Nearest.To(name, known) is null ? ";" : "")} given are: {string.Join(", ", known)}.");
        }
    }

    private void Give(YamlMap action)
    {
        if ((action.Find("tag")?.Value as YamlMap)?.Find("add")?.Value is not { } added) return;
        foreach (var item in added is YamlList list ? list.Items : [added])
        {
            if (item is not YamlScalar name) continue;
            // One that an expression makes may be any.
            if (name.Value.Contains("{{", StringComparison.Ordinal)) _givesAny = true;
            else _given.Add(name.Value.Trim());
        }
    }

    private void Ask(YamlMap condition, ScriptBuilder builder)
    {
        if (condition.Find("tag")?.Value is not { } tag || tag is YamlMap) return;
        foreach (var item in tag is YamlList names ? names.Items : [tag])
            if (item is YamlScalar { IsNull: false } name)
                foreach (var text in builder.TextsOf(name)) _asked.Add((name, text.Trim()));
    }
}
