using System.Globalization;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>Writes a comparison for people: a line that begins with <c>-</c> was expected, one with <c>+</c> came, one with a blank is the same in both,
/// <c>@</c> begins an example; the last line holds the totals.</summary>
internal static class ComparisonText
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="report">What came out.</param>
    /// <param name="examples">How many examples of each rule are shown.</param>
    public static void Write(TextWriter output, ComparisonReport report, int examples = 5)
    {
        foreach (var rule in report.Rules)
            if (rule.Different + rule.Missing > 0) Write(output, rule, examples);
        foreach (var note in report.Notes) output.WriteLine($"note: {Plain(note)}");
        output.WriteLine(Totals(report));
    }

    /// <summary>The totals on one line.</summary>
    public static string Totals(ComparisonReport report)
    {
        var total = report.Total;
        var line = new StringBuilder($"{Number(total.Count)} {(total.Count == 1 ? "answer" : "answers")} compared: {Number(total.Equal)} equal, {Number(total.Normalised)} equal once normalised, {Number(total.Different)} different, {Number(total.Missing)} missing");
        if (report.Skipped > 0) line.Append(CultureInfo.InvariantCulture, $"; {Number(report.Skipped)} skipped");
        if (report.Unrecorded > 0) line.Append(CultureInfo.InvariantCulture, $"; {Number(report.Unrecorded)} without a recorded answer");
        return line.Append('.').ToString();
    }

    private static void Write(TextWriter output, RuleComparison rule, int examples)
    {
        output.WriteLine($"{Plain(rule.Rule)}: {Number(rule.Different)} different, {Number(rule.Missing)} missing of {Number(rule.Count)}");
        foreach (var example in rule.Examples.Take(examples)) Write(output, example);
        var more = rule.Different + rule.Missing - Math.Min(rule.Examples.Length, examples);
        if (more > 0) output.WriteLine($"  and {Number(more)} more");
        output.WriteLine();
    }

    private static void Write(TextWriter output, AnswerDifference example)
    {
        output.WriteLine($"@ {Plain(example.File)}:{example.Line.ToString(CultureInfo.InvariantCulture)} {Plain(example.OpenId)} {Plain(example.Asked)}");
        string[] expected = Lines(example.Expected, "(nothing)"), actual = Lines(example.Actual, example.Why is { } why ? $"(no answer: {AskedText.Cut(why)})" : "(nothing)");
        foreach (var (sign, line) in LineDiff.Of(expected, actual)) output.WriteLine($"{sign} {line}");
    }

    private static string[] Lines(string? text, string none) =>
        text is null ? [none] : [.. text.ReplaceLineEndings("\n").Split('\n').Select(Plain)];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    // What a capture holds must not steer a terminal: signs that show nothing are written as numbers.
    private static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format && rune.Value is not 0x200D)
                plain.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else plain.Append(rune);
        }

        return plain.ToString();
    }
}
