using System.Buffers;

namespace WeChatActors.Rules;

/// <summary>Brings texts that a user means as the same to the same form: letters to lower case, full-width signs to plain ones,
/// characters one cannot see removed, blanks around the text removed. Never longer than the text.</summary>
internal static class TextFold
{
    // Soft hyphen, Arabic letter mark, zero-width characters, the marks that turn the writing direction, byte order mark.
    private static readonly SearchValues<char> Invisible = SearchValues.Create(
        "\u00AD\u061C\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\uFEFF");

    /// <summary>The folded text; the same object when nothing changes.</summary>
    public static string Fold(string text, bool keepCase = false)
    {
        if (IsFolded(text, keepCase)) return text;
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var folded = new string(buffer.AsSpan(Fold(text, buffer, keepCase)));
        ArrayPool<char>.Shared.Return(buffer);
        return folded;
    }

    /// <summary>Writes the folded text into a buffer that is at least as long; gives where in the buffer it stands.</summary>
    public static Range Fold(ReadOnlySpan<char> text, Span<char> buffer, bool keepCase = false)
    {
        var length = 0;
        foreach (var c in text)
            if (!Invisible.Contains(c)) buffer[length++] = Folded(c, keepCase);
        var start = 0;
        while (start < length && char.IsWhiteSpace(buffer[start])) start++;
        while (length > start && char.IsWhiteSpace(buffer[length - 1])) length--;
        return start..length;
    }

    /// <summary>Whether folding leaves a text as it is.</summary>
    public static bool IsFolded(ReadOnlySpan<char> text, bool keepCase = false)
    {
        if (text.Length == 0) return true;
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) return false;
        foreach (var c in text)
        {
            if (c is >= '\u4E00' and <= '\u9FFF' or >= 'a' and <= 'z' or >= '0' and <= '9') continue;
            if (Folded(c, keepCase) != c || Invisible.Contains(c)) return false;
        }

        return true;
    }

    private static char Folded(char c, bool keepCase)
    {
        if (c is >= '\uFF01' and <= '\uFF5E') c = (char)(c - 0xFEE0);
        else if (c == '\u3000') c = ' ';
        return keepCase ? c : char.ToLowerInvariant(c);
    }
}
