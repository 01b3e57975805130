namespace WeChatActors.Rules;

/// <summary>The edits that mend mechanical mistakes. None is offered where the text does not read as the node says, so that nothing else changes.</summary>
internal static class Mending
{
    /// <summary>Puts a plain scalar on one line in quotes.</summary>
    public static TextFix? Quotes(YamlScalar scalar) =>
        scalar.IsPlain && StandsAt(scalar.File, scalar.Index, scalar.Value)
            ? new($"puts '{scalar.Value}' in quotes", [new(scalar.Index, scalar.Value.Length, Quoted(scalar.Value))]) : null;

    /// <summary>Puts an emoticon, which YAML reads as a list of one text, in quotes.</summary>
    public static TextFix? Quotes(YamlList list, YamlScalar only)
    {
        var text = $"[{only.Value}]";
        return only.IsPlain && StandsAt(list.File, list.Index, text) ? new($"puts '{text}' in quotes", [new(list.Index, text.Length, Quoted(text))]) : null;
    }

    /// <summary>Mends a mistyped key when one key alone is near and the map does not have it.</summary>
    public static TextFix? Key(YamlScalar key, YamlMap map, ReadOnlySpan<string> allowed) =>
        key.IsPlain && Nearest.OnlyTo(key.Value, allowed) is { } meant && map.Find(meant) is null && StandsAt(key.File, key.Index, key.Value)
            ? new($"writes '{meant}' for '{key.Value}'", [new(key.Index, key.Value.Length, meant)]) : null;

    /// <summary>Begins a file with its version.</summary>
    public static TextFix? Version(YamlMap root)
    {
        if (root.Entries is not [var first, ..] || first.Key.Column != 1 || first.Key.Index >= root.File.Text.Length) return null;
        var newline = root.File.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        return new("writes 'version: 1' at the beginning", [new(first.Key.Index, 0, "version: 1" + newline)]);
    }

    /// <summary>A text in quotes: double ones, unless it has some or a backslash.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().ContainsAny('"', '\\') ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : $"\"{text}\"";

    private static bool StandsAt(YamlFile file, int index, string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAny('\n', '\r') && index <= file.Text.Length && file.Text.AsSpan(index).StartsWith(text, StringComparison.Ordinal);
}
