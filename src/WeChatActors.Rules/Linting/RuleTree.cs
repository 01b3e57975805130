namespace WeChatActors.Rules;

/// <summary>Looks at rules and dialogs as the files have them.</summary>
internal static class RuleTree
{
    /// <summary>Every map in a node, itself included; what stands in tests is left out.</summary>
    public static IEnumerable<YamlMap> Maps(YamlNode node)
    {
        switch (node)
        {
            case YamlList list:
                foreach (var item in list.Items)
                    foreach (var map in Maps(item)) yield return map;
                break;
            case YamlMap map:
                yield return map;
                foreach (var (key, value) in map.Entries)
                    if (key.Value != "tests")
                        foreach (var inner in Maps(value)) yield return inner;
                break;
        }
    }

    /// <summary>Every map of conditions of a rule: its own, and those nested in it.</summary>
    public static IEnumerable<YamlMap> Conditions(YamlMap rule)
    {
        var map = rule.Find("when")?.Value as YamlMap ?? rule;
        yield return map;
        foreach (var key in (string[])["any", "all", "not"])
            if (map.Find(key)?.Value is { } nested)
                foreach (var item in nested is YamlList list ? list.Items : [nested])
                    if (item is YamlMap inner)
                        foreach (var condition in Conditions(inner)) yield return condition;
    }

    /// <summary>The rules of a file as maps.</summary>
    public static IEnumerable<YamlMap> Rules(YamlFields file) => file.Find("rules") is YamlList list ? list.Items.OfType<YamlMap>() : [];

    /// <summary>The dialogs of a file as maps, with their names.</summary>
    public static IEnumerable<(YamlScalar Name, YamlMap Dialog)> Dialogs(YamlFields file) =>
        file.Find("dialogs") is YamlMap map ? map.Entries.Where(entry => entry.Value is YamlMap).Select(entry => (entry.Key, (YamlMap)entry.Value)) : [];
}
