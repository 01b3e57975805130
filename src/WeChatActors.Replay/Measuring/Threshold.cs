using System.Globalization;

namespace WeChatActors.Replay;

/// <summary>A demand on a run: it fails when the expression is true.</summary>
/// <param name="Expression">As it was given.</param>
/// <param name="Figure">What is looked at.</param>
/// <param name="Comparison">One of <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&lt;=</c>.</param>
/// <param name="Limit">In the figure's own unit: milliseconds, a share from 0 to 1 or a number.</param>
/// <param name="AsShare">Whether the figure's share is looked at instead of its count.</param>
internal sealed record Threshold(string Expression, RunFigure Figure, string Comparison, double Limit, bool AsShare)
{
    /// <summary>Whether it can only be judged when answers are compared.</summary>
    public bool NeedsComparison => Figure.NeedsComparison;

    /// <summary>Judges a run. A run that lacks the number does not hold.</summary>
    public ThresholdResult Judge(RunReport report)
    {
        if ((AsShare ? Figure.Share!(report) : Figure.Value(report)) is not { } value)
            return new(Expression, null, NeedsComparison ? "answers were not compared" : "no packet came to an end", Held: false);
        var broken = Comparison switch
        {
            ">" => value > Limit,
            ">=" => value >= Limit,
            "<" => value < Limit,
            _ => value <= Limit,
        };
        var shown = AsShare ? Figures.Share(value) : Figure.Kind switch
        {
            FigureKind.Time => Figures.Time(TimeSpan.FromMilliseconds(value)),
            FigureKind.Share => Figures.Share(value),
            FigureKind.Count => Figures.Number((long)value),
            _ => value.ToString("#,0.###", CultureInfo.InvariantCulture),
        };
        return new(Expression, value, shown, !broken);
    }
}
