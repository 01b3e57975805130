using System.Buffers;

namespace WeChatActors.Rules;

/// <summary>What followers put around an answer.</summary>
internal static class SpokenText
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("。.、,!?~;:…'\"“”‘’()[]【】《》 \t\r\n");

    /// <summary>Folded words without the marks and blanks around them. What speech recognition hears ends in a full stop.</summary>
    public static string Bare(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && Marks.Contains(text[start])) start++;
        while (end > start && Marks.Contains(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary>A text without any blanks.</summary>
    public static string WithoutBlanks(string text) =>
        text.AsSpan().ContainsAny(' ', '\t') || text.Contains('\n', StringComparison.Ordinal) ? string.Concat(text.Where(c => !char.IsWhiteSpace(c))) : text;

    /// <summary>Takes the longest of several words from the beginning of a text; false when none is there.</summary>
    public static bool TakeFirst(ref string text, ReadOnlySpan<string> words)
    {
        var length = 0;
        foreach (var word in words)
            if (word.Length > length && text.StartsWith(word, StringComparison.Ordinal)) length = word.Length;
        text = text[length..];
        return length > 0;
    }

    /// <summary>Takes the longest of several words from the end of a text; false when none is there.</summary>
    public static bool TakeLast(ref string text, ReadOnlySpan<string> words)
    {
        var length = 0;
        foreach (var word in words)
            if (word.Length > length && text.EndsWith(word, StringComparison.Ordinal)) length = word.Length;
        text = text[..^length];
        return length > 0;
    }
}
