namespace WeChatActors.Replay;

/// <summary>Shortens two long texts so that where they differ is in sight.</summary>
internal static class DifferingParts
{
    /// <summary>The most characters that are left of each.</summary>
    public const int MaxLength = 400;

    private const int Before = 60;

    /// <summary>The texts, or the parts of them around the first difference, with … where something is left out.</summary>
    public static (string Expected, string Actual) Of(string expected, string actual)
    {
        if (expected.Length <= MaxLength && actual.Length <= MaxLength) return (expected, actual);
        var start = Math.Max(0, expected.AsSpan().CommonPrefixLength(actual) - Before);
        return (Cut(expected, start), Cut(actual, start));
    }

    /// <summary>The beginning of a text that has no other beside it.</summary>
    public static string Of(string text) => Cut(text, 0);

    private static string Cut(string text, int start)
    {
        start = Math.Min(start, text.Length);
        if (start > 0 && start < text.Length && char.IsLowSurrogate(text[start])) start--;
        var end = Math.Min(text.Length, start + MaxLength);
        if (end < text.Length && char.IsLowSurrogate(text[end])) end--;
        return $"{(start > 0 ? "…" : "")}{text.AsSpan(start, end - start)}{(end < text.Length ? "…" : "")}";
    }
}
