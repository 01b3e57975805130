using System.Text.RegularExpressions;

namespace WeChatActors.Rules;

/// <summary>Says in plain words what is wrong where YAML cannot be read: the parser's own words name its states, not the mistake.</summary>
internal static partial class SyntaxAdvice
{
    /// <summary>Stands for what the parser says when it says nothing.</summary>
    public const string Unreadable = "it cannot be read from here on";

    private const string Usual = "a text that begins with one of [ ] { } * & ! | > % @ ` or holds ': ' needs quotes";

    /// <summary>The mistake that is likely at a place.</summary>
    /// <param name="text">The file.</param>
    /// <param name="line">Where the parser gave up, from 1.</param>
    /// <param name="column">The column there, from 1.</param>
    /// <param name="problem">What it said.</param>
    /// <returns>Where the mistake is, and a sentence without a dot.</returns>
    public static (int Line, int Column, string Advice) For(string text, int line, int column, string problem)
    {
        if (problem.StartsWith("nested", StringComparison.Ordinal)) return (line, column, problem);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (problem.Contains("tab", StringComparison.Ordinal) && Tab(lines) is var (tabLine, tabColumn))
            return (tabLine, tabColumn, "a tab stands in the indentation, expected blanks, two for each level");
        if (problem.Contains("unknown escape", StringComparison.Ordinal) && Escape(lines, line, column) is var (escapeLine, escapeColumn, escape))
            return (escapeLine, escapeColumn, $"'{escape}' means nothing in double quotes; put the text in single quotes, which leave \\ alone");
        if (problem.Contains("quoted scalar", StringComparison.Ordinal) && problem.Contains("end of stream", StringComparison.Ordinal))
            return (line, column, "the quote that begins here is never closed, expected the same quote at the end of the text");
        for (var near = line; near >= Math.Max(1, line - 2); near--)
            if (Missing(At(lines, near)) is var (at, missing)) return (near, at, missing);

        var here = At(lines, line);
        var before = column <= here.Length + 1 ? here[..(column - 1)] : here;
        var sign = column <= here.Length ? here[column - 1] : '\0';
        if (before.LastIndexOf('，') is >= 0 and var comma && before.AsSpan().ContainsAny('{', '['))
            return (line, comma + 1, "'，' is a full-width comma, expected ', '");
        if (problem == Unreadable && here.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open && here.Count('{') > here.Count('}'))
            return (line, open + 1, "this '{' is not closed, expected '}' at the end of the map");
        if (sign == ',') return (line, column, "a second ',' stands where a key or a value was expected");
        if (string.IsNullOrWhiteSpace(before) && sign is not ('\0' or '{' or '['))
            return (line, column, "this line stands in line with none of those above it; keys of one map begin in the same column, and what belongs to a key two further right");
        if (sign is '@' or '`' or '%' or '|' or '>' or '!' or ']' or '}' || (sign is '-' or '?' && before.TrimEnd().EndsWith(':')))
            return (line, column, $"a text that begins with '{sign}' needs quotes");
        if (before.TrimEnd() is [.., '\'' or '"'] or [.., '\'' or '"', _])
            return (line, column, "text stands behind the closing quote; inside single quotes '' is an apostrophe, inside double quotes \\\" is a quote");
        if (before.TrimEnd().EndsWith('}') && before.Contains("{{", StringComparison.Ordinal)) return (line, column, "a text with {{ }} needs quotes");
        if (before.TrimEnd().EndsWith(']') || before.TrimEnd().EndsWith('}')) return (line, column, "text stands behind the closing bracket; a text that begins with [ or { needs quotes");
        if (problem.Contains("invalid mapping", StringComparison.Ordinal))
            return KeyAndText().IsMatch(before) ? (line, column, "the text holds ': ' and needs quotes") : (line, column, "a key stands where the text of the line before goes on; keys of one map begin in the same column");
        if (problem.Contains("',' or", StringComparison.Ordinal)) return (line, column, "a ',' or the closing bracket is missing before this");
        return sign is '{' or '[' ? (line, column, $"the '{sign}' that begins here is not closed, or a text in it needs quotes") : (line, column, $"{problem}; {Usual}");
    }

    private static string At(string[] lines, int line) => line >= 1 && line <= lines.Length ? lines[line - 1] : "";

    private static (int Line, int Column)? Tab(string[] lines)
    {
        for (var line = 0; line < lines.Length; line++)
        {
            var indent = lines[line].AsSpan()[..^lines[line].AsSpan().TrimStart().Length];
            if (indent.Length < lines[line].Length && indent.IndexOf('\t') is >= 0 and var at) return (line + 1, at + 1);
        }

        return null;
    }

    private static (int Line, int Column, string Escape)? Escape(string[] lines, int line, int column)
    {
        for (var at = line; at <= lines.Length; at++)
        {
            var text = lines[at - 1];
            for (var i = at == line ? column : 0; i + 1 < text.Length; i++)
            {
                if (text[i] != '\\') continue;
                if (!"0abt\tnvfre \"/\\N_LPxuU".Contains(text[i + 1], StringComparison.Ordinal)) return (at, i + 1, text.Substring(i, 2));
                i++;
            }
        }

        return null;
    }

    // What stands between key and value, or before an item, when it is not what YAML takes for it.
    private static (int Column, string Advice)? Missing(string line)
    {
        if (WideColon().Match(line) is { Success: true } wide) return (wide.Groups["sign"].Index + 1, "'：' is a full-width colon, expected ': ', a colon and a blank");
        if (BareColon().Match(line) is { Success: true } bare) return (bare.Groups["sign"].Index + 1, "a blank is missing behind ':', expected one between a key and its value");
        if (BareDash().Match(line) is { Success: true } dash) return (dash.Groups["sign"].Index + 1, "a blank is missing behind '-', expected one before an item of a list");
        return null;
    }

    [GeneratedRegex("^\\s*(-\\s+)?\\{?\\s*['\"]?[A-Za-z_]+['\"]?(?<sign>：)")]
    private static partial Regex WideColon();

    [GeneratedRegex("^\\s*(-\\s+)?\\{?\\s*[A-Za-z_]+(?<sign>:)[^\\s/:]")]
    private static partial Regex BareColon();

    [GeneratedRegex("^\\s*(?<sign>-)[^\\s-]")]
    private static partial Regex BareDash();

    [GeneratedRegex("[^\\s:]:\\s+\\S")]
    private static partial Regex KeyAndText();
}
