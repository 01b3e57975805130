namespace WeChatActors.Rules;

/// <summary>Finds pictures and clips beside those that messages show, which no message shows.</summary>
internal static class UnusedMedia
{
    private const int MostTold = 20;

    /// <summary>Warns of each, at the first rule file. Only folders with a used file are looked into.</summary>
    public static void Check(IncludedFiles included, ScriptBuilder builder, Findings hints)
    {
        var used = builder.LocalFiles.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        if (used.Count == 0 || included.Files is not [.., var first]) return;
        var told = 0;
        foreach (var folder in used.Select(path => path[..(path.LastIndexOf('/') + 1)]).Where(folder => folder.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            foreach (var path in builder.MediaIn(folder))
            {
                if (used.Contains(path) || ++told > MostTold) continue;
                hints.Warning(new Place(first.Fields.Map.File.Name, 1, 1), "unused-media", $"no message shows {path}; take it out, or name it in a message.");
            }
        }
    }
}
