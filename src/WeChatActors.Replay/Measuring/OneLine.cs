using System.Globalization;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>Makes texts of others fit for one line of a terminal or a page.</summary>
internal static class OneLine
{
    /// <summary>The text without what a terminal would obey or a page would turn around: control characters, line breaks, marks of
    /// direction and broken surrogates become blanks; what is longer ends in an ellipsis.</summary>
    public static string Of(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > longest) return line.Append('…').ToString();
            // Joiners are formats too, but emoji are made with them.
            var plain = rune.Value == 0x200D || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            line.Append(plain && rune != Rune.ReplacementChar ? rune.ToString() : " ");
        }
        return line.ToString();
    }
}
