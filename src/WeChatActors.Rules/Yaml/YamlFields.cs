using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>One map read key by key. Each method reports what is wrong with its key and gives null or the default then, so a
/// reader goes on and every mistake of a file is reported in one pass.</summary>
public sealed class YamlFields
{
    private readonly Findings _findings;

    private YamlFields(YamlMap map, Findings findings, string what) => (Map, _findings, What) = (map, findings, what);

    /// <summary>The map.</summary>
    public YamlMap Map { get; }

    /// <summary>What the map is, with its article, for sentences: <c>a rule</c>.</summary>
    public string What { get; }

    /// <summary>Whether it has a key that is not allowed; what seems to be missing may then only be mistyped.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>Takes a node as a map with known keys.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="findings">Gets an error when it is no map, and one for each unknown key, with the nearest known one.</param>
    /// <param name="what">What the map is, with its article: <c>a rule</c>.</param>
    /// <param name="allowed">The keys it may have.</param>
    /// <returns>The map, also when it has unknown keys; null when it is no map.</returns>
    public static YamlFields? Read(YamlNode node, Findings findings, string what, params ReadOnlySpan<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(findings);
        if (node is not YamlMap map)
        {
            findings.Error(node, $"{node.Described} stands where {what} was expected, a map with keys of: {string.Join(", ", allowed!)}.");
            return null;
        }

        var fields = new YamlFields(map, findings, what);
        foreach (var entry in map.Entries)
        {
            if (allowed.Contains(entry.Key.Value)) continue;
            fields.HasUnknown = true;
            findings.Error(entry.Key, "unknown-key", $"'{entry.Key.Value}' is not a key of {what}{Nearest.Hint(entry.Key.Value, allowed)}{(Nearest.To(entry.Key.Value, allowed) is null ? ";" : "")} allowed: {string.Join(", ", allowed!)}.", Mending.Key(entry.Key, map, allowed));
        }

        return fields;
    }

    /// <summary>The value of a key, or null when the key is absent.</summary>
    public YamlNode? Find(string key) => Map.Find(key)?.Value;

    /// <summary>The value of a key; an absent key is an error.</summary>
    public YamlNode? Require(string key)
    {
        if (Find(key) is { } node) return node;
        _findings.Error(Map, $"{What} needs the key '{key}'.");
        return null;
    }

    /// <summary>The text of a key, or null when it is absent or wrong.</summary>
    public string? Text(string key) => Find(key) is { } node ? YamlRead.Text(node, _findings, $"'{key}'") : null;

    /// <summary>The text of a key that must be there and not empty; null when it is not.</summary>
    public string? RequireText(string key)
    {
        if (Require(key) is not { } node || YamlRead.Text(node, _findings, $"'{key}'") is not { } text) return null;
        if (text.Length > 0) return text;
        _findings.Error(node, $"'{key}' is empty, expected text.");
        return null;
    }

    /// <summary>The whole number of a key; the default when it is absent or wrong.</summary>
    public int Whole(string key, int min, int max, int @default) =>
        Find(key) is { } node ? YamlRead.Whole(node, _findings, $"'{key}'", min, max) ?? @default : @default;

    /// <summary>The truth value of a key; the default when it is absent or wrong.</summary>
    public bool Bool(string key, bool @default) =>
        Find(key) is { } node ? YamlRead.Bool(node, _findings, $"'{key}'") ?? @default : @default;

    /// <summary>The texts of a key, a list or a single one; empty when it is absent or wrong.</summary>
    public ImmutableArray<string> Texts(string key) =>
        Find(key) is { } node ? [.. YamlRead.Texts(node, _findings, $"'{key}'").Select(text => text.Value)] : [];

    /// <summary>One of a few words; null when the key is absent or its value is none of them.</summary>
    public string? Word(string key, params ReadOnlySpan<string> words) =>
        Find(key) is { } node ? YamlRead.Word(node, _findings, $"'{key}'", words) : null;
}
