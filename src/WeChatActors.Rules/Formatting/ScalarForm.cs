using System.Buffers;
using System.Globalization;
using System.Text;

namespace WeChatActors.Rules;

/// <summary>How a text is written in YAML: without quotes where that is certain to mean the same, else as its author wrote it.</summary>
internal static class ScalarForm
{
    private static readonly SearchValues<char> KeepQuotes = SearchValues.Create("\"'\\:{}#|"), EndInFlow = SearchValues.Create(",[]{}?:");

    /// <summary>A scalar that is no block, on one line; empty for nothing.</summary>
    public static string OneLine(YamlScalar scalar, bool inFlow)
    {
        var source = scalar.File.Text[scalar.Index..Math.Max(scalar.Index, scalar.End)];
        var isOneLine = !source.AsSpan().ContainsAny('\n', '\r');
        if (scalar.IsPlain)
            return isOneLine ? source : MeansText(scalar.Value) && CanBePlain(scalar.Value, inFlow) ? scalar.Value : Quoted(scalar.Value);
        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded) return Quoted(scalar.Value);
        return NeedsNoQuotes(scalar.Value, inFlow) ? scalar.Value : isOneLine ? source : Quoted(scalar.Value);
    }

    /// <summary>Whether a text reads as text without quotes, here and in programs that read YAML 1.1.</summary>
    public static bool MeansText(string text) =>
        CoreSchema.AsValue(text).Kind == ValueKind.Text && CoreSchema.InYaml11(text) is null && text[0] is not ('.' or '=' or '<' or '+' or '-' or '~');

    // A text with an expression, a colon or quotes in it keeps its quotes: it would be valid without, but they show where it ends.
    private static bool NeedsNoQuotes(string text, bool inFlow) =>
        MeansText(text) && CanBePlain(text, inFlow) && !text.AsSpan().ContainsAny(KeepQuotes);

    private static bool CanBePlain(string text, bool inFlow)
    {
        if (text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])) return false;
        if ("-?:,[]{}#&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal) || text[^1] == ':') return false;
        if (text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal)) return false;
        if (inFlow && text.AsSpan().ContainsAny(EndInFlow)) return false;
        if (text.StartsWith("...", StringComparison.Ordinal)) return false;
        foreach (var c in text)
            if (!IsVisible(c)) return false;
        return true;
    }

    // What one cannot see is kept behind an escape, so that it is not lost when the file is edited.
    private static bool IsVisible(char c) =>
        c == ' ' || c is '\u200D' || char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        || c == '\u3000';

    /// <summary>A text in quotes on one line.</summary>
    public static string Quoted(string text)
    {
        var isVisible = true;
        foreach (var c in text) isVisible &= IsVisible(c);
        if (isVisible) return Mending.Quoted(text);
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                '\r' => quoted.Append("\\r"),
                _ when IsVisible(c) || char.IsSurrogate(c) => quoted.Append(c),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            };
        }

        return quoted.Append('"').ToString();
    }
}
