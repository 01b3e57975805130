namespace WeChatActors.Rules;

/// <summary>Says conditions in a few words.</summary>
/// <param name="lists">The lists of the files, for <c>$name</c>.</param>
internal sealed class ConditionLabels(IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
{
    private const int Width = 64;

    // The one that says most about a rule comes first.
    private static readonly string[] Sorts =
        ["exact", "keyword", "prefix", "regex", "menu", "scene", "event", "near", "type", "dialog", "tag", "time", "days", "dates", "window_closes_in", "any", "all", "not", "if", "default"];

    /// <summary>A line for each condition among the entries of a map; other keys are passed over.</summary>
    public IEnumerable<string> Lines(YamlMap map)
    {
        foreach (var entry in map.Entries)
            if (Array.IndexOf(Sorts, entry.Key.Value) >= 0) yield return Line(entry);
    }

    /// <summary>The condition that says most about a rule; for a choice among several, the first one's.</summary>
    public static string Sort(YamlMap map)
    {
        var sort = Sorts.FirstOrDefault(key => map.Find(key) is not null) ?? "default";
        return sort is "any" or "all" && First(map.Find(sort)!.Value) is { } inner ? Sort(inner) : sort;
    }

    /// <summary>The keys of menu buttons that a condition asks for, wherever they stand in it.</summary>
    public IEnumerable<string> MenuKeys(YamlMap map)
    {
        foreach (var entry in map.Entries)
        {
            if (entry.Key.Value == "menu")
            {
                foreach (var key in Texts(entry.Value)) yield return key;
            }
            else if (entry.Key.Value is "any" or "all" or "when")
            {
                foreach (var inner in Maps(entry.Value))
                    foreach (var key in MenuKeys(inner)) yield return key;
            }
        }
    }

    private string Line(YamlEntry entry)
    {
        var value = entry.Value;
        return entry.Key.Value switch
        {
            "default" => "anything else",
            "any" => string.Join(" or ", Maps(value).Select(Together)),
            "all" => string.Join(" and ", Maps(value).Select(Together)),
            "not" => $"not ({string.Join(" or ", Maps(value).Select(Together))})",
            "window_closes_in" => $"{ShortText.Join([.. Texts(value)], Width)} before the window closes",
            "near" when value is YamlMap near => $"near {Scalar(near, "lat")}, {Scalar(near, "lon")}{(near.Find("radius") is null ? "" : $" within {Scalar(near, "radius")}")}",
            "if" => $"if {ShortText.Cut(Scalar(value), Width)}",
            var key => $"{key} {ShortText.Join([.. Texts(value)], Width)}",
        };
    }

    private string Together(YamlMap map)
    {
        var lines = Lines(map).ToList();
        return lines.Count > 1 ? $"({string.Join(" and ", lines)})" : string.Concat(lines);
    }

    private IEnumerable<string> Texts(YamlNode node)
    {
        foreach (var item in node is YamlList list ? list.Items : [node])
        {
            var text = Scalar(item);
            if (text.StartsWith("$$", StringComparison.Ordinal)) yield return text[1..];
            else if (text.StartsWith('$') && lists.TryGetValue(text[1..], out var named))
                foreach (var one in named) yield return one;
            else yield return text;
        }
    }

    private static IEnumerable<YamlMap> Maps(YamlNode node) => (node is YamlList list ? list.Items : [node]).OfType<YamlMap>();

    private static YamlMap? First(YamlNode node) => Maps(node).FirstOrDefault();

    private static string Scalar(YamlMap map, string key) => map.Find(key) is { } entry ? Scalar(entry.Value) : "";

    /// <summary>A scalar's text; an unquoted emoticon's, which is a list of one; nothing for others.</summary>
    public static string Scalar(YamlNode? node) => node switch
    {
        YamlScalar scalar => scalar.Value,
        YamlList { IsFlow: true, Items: [YamlScalar only] } => $"[{only.Value}]",
        _ => "",
    };
}
