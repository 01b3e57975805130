using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>Sums up what a histogram counted.</summary>
internal static class Summaries
{
    private static readonly double[] Named = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

    // Ten points for each factor of ten that is left out, so that a logarithmic picture is equally smooth everywhere.
    private const int PointsPerDecade = 10, Decades = 6;

    /// <summary>The summary.</summary>
    public static LatencySummary Of(LatencyHistogram counted, bool withCurve)
    {
        Span<TimeSpan> at = stackalloc TimeSpan[Named.Length];
        counted.Percentiles(Named, at);
        return new(
            counted.Count, counted.Overflow, counted.Min, counted.Mean, at[0], at[1], at[2], at[3], at[4], at[5], at[6], counted.Max,
            withCurve && counted.Count > 0 ? Curve(counted) : []);
    }

    // Up to where one packet is left; beyond that the curve would only repeat the maximum.
    private static ImmutableArray<CurvePoint> Curve(LatencyHistogram counted)
    {
        var shares = new List<double>();
        for (var i = 0; i <= PointsPerDecade * Decades; i++)
        {
            var left = Math.Pow(10, -(double)i / PointsPerDecade);
            if (left * counted.Count < 1 && i > 0) break;
            shares.Add(Math.Round(1 - left, 9));
        }
        var at = new TimeSpan[shares.Count];
        counted.Percentiles([.. shares], at);
        return [.. shares.Zip(at, (share, latency) => new CurvePoint(share, latency)), new CurvePoint(1, counted.Max)];
    }
}
