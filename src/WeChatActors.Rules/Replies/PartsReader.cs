namespace WeChatActors.Rules;

/// <summary>Reads a map of texts, such as an article.</summary>
internal static class PartsReader
{
    /// <summary>Reads it.</summary>
    /// <param name="node">The map.</param>
    /// <param name="scope">The rule.</param>
    /// <param name="what">What the map is, with its article.</param>
    /// <param name="keys">The keys it may have.</param>
    /// <param name="media">The keys at which media ids or files stand, with their kinds.</param>
    /// <param name="required">The keys it must have, with text.</param>
    /// <returns>A template for each key, null for what is left out, and which of them is the path of a local file, the last when there are two; null when the map
    /// cannot be used.</returns>
    public static (Template?[] Parts, int? FileAt)? Read(
        YamlNode node, RuleScope scope, string what, string[] keys, (string Key, MediaKind Kind)[] media, params ReadOnlySpan<string> required)
    {
        if (YamlFields.Read(node, scope.Findings, what, keys) is not { } fields) return null;
        var whole = true;
        foreach (var key in required) whole &= fields.Require(key) is not null;
        var parts = new Template?[keys.Length];
        int? fileAt = null;
        for (var i = 0; i < keys.Length; i++)
        {
            if (fields.Find(keys[i]) is not { } value) continue;
            if (Array.FindIndex(media, medium => medium.Key == keys[i]) is >= 0 and var medium)
            {
                if (MediaReader.Read(value, scope, $"'{keys[i]}'", media[medium].Kind) is not var (text, isFile)) continue;
                parts[i] = text;
                if (isFile) fileAt = i;
                continue;
            }

            parts[i] = scope.Template(value, $"'{keys[i]}'");
            if (parts[i] is { Constant: "" } && required.Contains(keys[i])) scope.Findings.Error(value, $"'{keys[i]}' is empty, expected text.");
        }

        return whole ? (parts, fileAt) : null;
    }
}
