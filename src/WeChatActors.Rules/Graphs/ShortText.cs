using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>Texts of a picture: one line each, measured as a reader's eye does, a Chinese character as two Latin ones.</summary>
internal static class ShortText
{
    /// <summary>How wide a character is: 0, 1, or 2.</summary>
    public static int Width(Rune rune)
    {
        var value = rune.Value;
        if (value < 0x300) return 1;
        if (value is 0x200D or (>= 0xFE00 and <= 0xFE0F) or (>= 0x1F3FB and <= 0x1F3FF)) return 0;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        return value is >= 0x1100 and <= 0x115F or >= 0x2018 and <= 0x201D or 0x2026 or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
            or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x1F000 ? 2 : 1;
    }

    /// <summary>How wide a text is.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    /// <summary>The text on one line, cut with … where it is wider than allowed.</summary>
    public static string Cut(string text, int width)
    {
        var line = OneLine(text);
        if (Width(line) <= width) return line;
        var cut = new StringBuilder();
        foreach (var rune in line.EnumerateRunes())
        {
            if ((width -= Width(rune)) < 2) break;
            cut.Append(rune);
        }

        return cut.ToString().TrimEnd() + "…";
    }

    /// <summary>A text in quotation marks, cut.</summary>
    public static string Quoted(string text, int width) => $"“{Cut(text, width - 4)}”";

    /// <summary>Several texts with strokes between them, as many as there is room for.</summary>
    public static string Join(IReadOnlyList<string> texts, int width)
    {
        var line = new StringBuilder();
        for (var i = 0; i < texts.Count; i++)
        {
            var text = Cut(texts[i], width);
            if (i > 0 && Width(line.ToString()) + Width(text) > width - 6) return $"{line} … +{texts.Count - i}";
            if (i > 0) line.Append(" / ");
            line.Append(text);
        }

        return line.ToString();
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) && !Rune.IsWhiteSpace(rune)) line.Append(rune);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }
}
