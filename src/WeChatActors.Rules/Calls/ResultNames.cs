namespace WeChatActors.Rules;

/// <summary>Finds the names that the calls of a rule give their results, before its expressions are read.</summary>
internal static class ResultNames
{
    private static readonly HashSet<string> None = [];

    /// <summary>The texts at <c>into</c> of every call in a node.</summary>
    public static IReadOnlySet<string> In(YamlNode? node)
    {
        HashSet<string>? names = null;
        if (node is not null) Collect(node, ref names);
        return names ?? None;
    }

    private static void Collect(YamlNode node, ref HashSet<string>? names)
    {
        switch (node)
        {
            case YamlList list:
                foreach (var item in list.Items) Collect(item, ref names);
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                {
                    if (key.Value is "http" or "llm" && value is YamlMap call && call.Find("into")?.Value is YamlScalar { IsNull: false } into)
                        (names ??= new(StringComparer.Ordinal)).Add(into.Value);
                    Collect(value, ref names);
                }

                break;
        }
    }
}
