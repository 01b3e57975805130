namespace WeChatActors.Rules;

/// <summary>The lines of a text written as a block, as the file has them but for their indentation.</summary>
/// <param name="Header">What stands before them: <c>|</c> or <c>&gt;</c> with its signs.</param>
/// <param name="Lines">The lines without the block's indentation.</param>
/// <param name="Keeps">Whether empty lines behind it belong to it.</param>
internal sealed record BlockText(string Header, List<string> Lines, bool Keeps)
{
    /// <summary>Takes a block apart; null when its lines do not stand as they should.</summary>
    public static BlockText? Of(YamlScalar scalar)
    {
        var source = scalar.File.Text;
        var headerEnd = source.IndexOf('\n', scalar.Index);
        var content = scalar.Value.TrimStart('\n');
        if (headerEnd < 0 || headerEnd >= scalar.End || content.Length == 0) return null;
        var own = content.Length - content.TrimStart(' ').Length;
        var lines = source[(headerEnd + 1)..scalar.End].Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        if (lines.Find(line => line.AsSpan().Trim(' ').Length > 0) is not { } first) return null;
        var indent = first.Length - first.TrimStart(' ').Length - own;
        if (indent < 0) return null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].AsSpan(0, Math.Min(indent, lines[i].Length)).TrimStart(' ').Length > 0) return null;
            lines[i] = lines[i].Length <= indent ? "" : lines[i][indent..];
        }

        var keeps = scalar.Value.EndsWith('\n') && source.AsSpan(scalar.Index, headerEnd - scalar.Index).IndexOf('#') is var comment
            && source.AsSpan(scalar.Index, comment < 0 ? headerEnd - scalar.Index : comment).Contains('+');
        while (!keeps && lines.Count > 0 && lines[^1].Length == 0) lines.RemoveAt(lines.Count - 1);
        var isIndented = lines.Find(line => line.Length > 0) is [' ', ..];
        var sign = scalar.Style == ScalarStyle.Literal ? "|" : ">";
        return new($"{sign}{(isIndented ? "2" : "")}{(!scalar.Value.EndsWith('\n') ? "-" : keeps ? "+" : "")}", lines, keeps);
    }
}
