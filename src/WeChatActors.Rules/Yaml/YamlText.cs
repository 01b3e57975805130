using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>A text as a scalar of YAML: plain where it stays that text under every version of YAML, in double quotes otherwise.</summary>
public static class YamlText
{
    private const int LongestPlain = 100;

    /// <summary>The scalar, on one line.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPlain(text) ? text : Quoted(text);
    }

    // Fewer than YAML would take: letters of any script, digits, and - _ . / between them.
    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= LongestPlain && char.IsLetter(text[0]) && char.IsLetterOrDigit(text[^1])
        && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
        && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') quoted.Append('\\').Append(rune);
            else if (rune.Value == '\n') quoted.Append("\\n");
            else if (IsPrintable(rune)) quoted.Append(rune);
            else quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
        }
        return quoted.Append('"').ToString();
    }

    private static bool IsPrintable(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned)
        && rune.Value is not (0xFEFF or 0xFFFD);
}
