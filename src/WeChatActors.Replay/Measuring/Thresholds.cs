using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>Reads demands: a name, a comparison and a limit with its unit, such as <c>p99&gt;200ms</c> or <c>errors &gt; 0.1%</c>.</summary>
internal static class Thresholds
{
    private const int Longest = 100;

    /// <summary>The names that may stand in one.</summary>
    public static string[] Names { get; } = [.. RunFigure.All.Select(figure => figure.Name)];

    /// <summary>Reads one.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="threshold">What it says.</param>
    /// <param name="error">What is wrong with it, where, and what may stand there.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Threshold? threshold, [NotNullWhen(false)] out string? error)
    {
        threshold = null;
        error = text.Length > Longest ? $"A threshold of {text.Length} characters: write a name, a comparison and a limit, such as 'p99>200ms'." : Parse(text, out threshold);
        return error is null;
    }

    private static string? Parse(string text, out Threshold? threshold)
    {
        threshold = null;
        var at = Blanks(text, 0);
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-')) end++;
        var name = text[at..end];
        if (name.Length == 0) return Wrong(text, at, $"the name of a number is expected; one of {string.Join(", ", Names)}");
        if (RunFigure.All.FirstOrDefault(figure => figure.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } found)
            return Wrong(text, at, $"'{OneLine.Of(name, Longest)}' is no number of a run{Nearest.Known(name, Names)}");

        at = Blanks(text, end);
        end = at;
        while (end < text.Length && text[end] is '<' or '>' or '=' or '!') end++;
        var comparison = text[at..end];
        if (comparison is not (">" or ">=" or "<" or "<="))
            return Wrong(text, at, $"{(comparison.Length == 0 ? "a comparison is expected" : $"'{comparison}' is no comparison")}; one of >, >=, <, <=");

        at = Blanks(text, end);
        end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        if (!double.TryParse(text[at..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var limit) || !double.IsFinite(limit))
            return Wrong(text, at, $"a limit not below zero is expected, such as {Sample(found)}");

        var unitAt = Blanks(text, end);
        var unit = text[unitAt..].TrimEnd();
        if (Scale(found, unit) is not { } scale) return Wrong(text, unitAt, Units(found, unit, text[at..end]));
        threshold = new(text.Trim(), found, comparison, limit * scale, AsShare: found.Kind == FigureKind.Count && unit == "%");
        return null;
    }

    private static double? Scale(RunFigure figure, string unit) => (figure.Kind, unit) switch
    {
        (FigureKind.Time, "us" or "µs") => 0.001,
        (FigureKind.Time, "ms") => 1,
        (FigureKind.Time, "s") => 1000,
        (FigureKind.Count or FigureKind.Share, "%") => 0.01,
        (FigureKind.Count or FigureKind.Number, "") => 1,
        _ => null,
    };

    private static string Units(RunFigure figure, string unit, string number)
    {
        var found = unit.Length == 0 ? "" : $", not '{OneLine.Of(unit, Longest)}'";
        return figure.Kind switch
        {
            FigureKind.Time => $"{figure.Name} is a time and needs the unit us, ms or s{found}, such as {number}ms",
            FigureKind.Count => $"{figure.Name} is counted: nothing or % follows the number{found}",
            FigureKind.Share => $"{figure.Name} is a share and needs %{found}, such as 50%",
            _ => $"{figure.Name} is a plain number: nothing follows it{found}",
        };
    }

    private static string Sample(RunFigure figure) => figure.Kind switch
    {
        FigureKind.Time => "200ms",
        FigureKind.Count => "0 or 0.1%",
        FigureKind.Share => "50%",
        _ => "1000",
    };

    private static int Blanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    private static string Wrong(string text, int at, string why) => $"Threshold '{OneLine.Of(text, Longest)}', character {at + 1}: {why}.";
}
