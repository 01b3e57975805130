using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>The pictures of a run over time and of its percentiles, each drawn for wide and for narrow windows.</summary>
/// <param name="report">The run.</param>
/// <param name="baseline">An earlier run; null without.</param>
internal sealed class Pictures(RunReport report, RunReport? baseline)
{
    private const int Height = 300, NarrowHeight = 240, FlatHeight = 200;

    private readonly double _seconds = Math.Max(report.Elapsed.TotalSeconds, report.Slices.IsEmpty ? 0 : (report.Slices[^1].At + report.Slices[^1].LengthIn(report)).TotalSeconds);

    private readonly ImmutableArray<RunSlice> _lines = Lines(report);

    /// <summary>Median, 99th of a hundred and maximum over time.</summary>
    public Markup LatencyOverTime() => Both("latency", width =>
    {
        var latency = report.Latency.FromIntended;
        var lows = report.Slices.Select(slice => slice.ServiceP50 ?? slice.P50).OfType<TimeSpan>().Select(time => time.TotalMilliseconds).DefaultIfEmpty(1).Min();
        var plot = Frame(width, Height, Axis.Latency(latency.P50.TotalMilliseconds, lows, latency.Max.TotalMilliseconds, Marks(width)));
        var slices = _lines;
        List<Markup> content =
        [
            Plot.Band("spread", [.. slices.Select(slice => slice is { P50: { } p50, P99: { } p99 } ? ((double, double, double)?)(plot.X(Middle(slice)), plot.Y(p50.TotalMilliseconds), plot.Y(p99.TotalMilliseconds)) : null)]),
            Series(plot, "max", slices, slice => slice.Max),
        ];
        if (baseline is not null) content.Add(Series(plot, "baseline", Lines(baseline), slice => slice.P99, baseline));
        content.Add(Series(plot, "service", slices, slice => slice.ServiceP99));
        content.Add(Series(plot, "p99", slices, slice => slice.P99));
        content.Add(Series(plot, "p50", slices, slice => slice.P50));
        content.Add(plot.Limit(5000, "5 s: WeChat gives up"));
        if (width == Plot.Wide)
            content.AddRange(slices.Select(slice => plot.Hint(
                slice.At.TotalSeconds, (slice.At + slice.LengthIn(report)).TotalSeconds,
                slice.P50 is null ? $"{Figures.Time(slice.At)}: no packet ended" : $"{Figures.Time(slice.At)}: p50 {Time(slice.P50)}, p99 {Time(slice.P99)}, max {Time(slice.Max)}; service p99 {Time(slice.ServiceP99)}")));
        return plot.Draw($"latency-{width}", "Latency over time", $"From the intended start: median {Figures.Time(latency.P50)}, p99 {Figures.Time(latency.P99)}, maximum {Figures.Time(latency.Max)} over {Figures.Time(report.Elapsed)}.", content);
    });

    /// <summary>The curve of percentiles.</summary>
    public Markup Percentiles() => Both("curve", width =>
    {
        var (latency, service) = (report.Latency.FromIntended, report.Latency.Service);
        LatencySummary[] all = baseline is null ? [latency, service] : [latency, service, baseline.Latency.FromIntended];
        var plot = new Plot(
            width, width == Plot.Wide ? Height : NarrowHeight, Axis.Percentile(all.Max(summary => summary.Count)),
            Axis.Latency(latency.P50.TotalMilliseconds, all.Min(summary => summary.P50.TotalMilliseconds), all.Max(summary => summary.Max.TotalMilliseconds), Marks(width)));
        return plot.Draw(
            $"curve-{width}", "Latency by percentile",
            $"From the intended start: p50 {Figures.Time(latency.P50)}, p99 {Figures.Time(latency.P99)}, p99.9 {Figures.Time(latency.P99_9)}, maximum {Figures.Time(latency.Max)}. Service time: p50 {Figures.Time(service.P50)}, p99 {Figures.Time(service.P99)}, maximum {Figures.Time(service.Max)}.",
            baseline is null ? Markup.None : Curve("baseline", baseline.Latency.FromIntended), Curve("service", service), Curve("p99", latency), plot.Limit(5000, "5 s: WeChat gives up"));

        Markup Curve(string name, LatencySummary summary) =>
            Plot.Line(name, summary.Curve.Select(point => ((double, double)?)(plot.X(point.Share < 1 ? point.Share : 1 - 1.0 / Math.Max(1, summary.Count)), plot.Y(point.Latency.TotalMilliseconds))));
    });

    /// <summary>Packets that ended in a second.</summary>
    public Markup Throughput() => Both("rate", width =>
    {
        var slices = _lines;
        var most = Math.Max(slices.Select(slice => Rate(slice, report)).DefaultIfEmpty().Max(), baseline?.Rate ?? 0);
        var plot = Frame(width, FlatHeight, Axis.Linear(most, Marks(width) - 1, Short));
        return plot.Draw(
            $"rate-{width}", "Throughput", $"{Figures.Rate(report.Rate)} packets a second over the whole run, {Figures.Rate(most)} at most.",
            Plot.Band("rate", [.. slices.Select(slice => ((double, double, double)?)(plot.X(Middle(slice)), plot.Floor, plot.Y(Rate(slice, report))))]),
            Plot.Line("rate", slices.Select(slice => ((double, double)?)(plot.X(Middle(slice)), plot.Y(Rate(slice, report))))),
            baseline is null ? Markup.None : Plot.Line("baseline", Lines(baseline).Where(slice => slice.At.TotalSeconds < _seconds).Select(slice => ((double, double)?)(plot.X(Middle(slice, baseline)), plot.Y(Rate(slice, baseline))))),
            width == Plot.Wide ? Markup.Join(slices.Select(slice => plot.Hint(slice.At.TotalSeconds, (slice.At + slice.LengthIn(report)).TotalSeconds, $"{Figures.Time(slice.At)}: {Figures.Rate(Rate(slice, report))} packets a second"))) : Markup.None);
    });

    /// <summary>Deliveries that were not answered well, by the moment their packet ended.</summary>
    public Markup Errors() => Both("errors", width =>
    {
        var slices = report.Slices.Where(slice => slice.Errors > 0).ToList();
        var plot = Frame(width, FlatHeight, Axis.Linear(slices.Select(slice => (double)slice.Errors).DefaultIfEmpty().Max(), Marks(width) - 1, Short, whole: true));
        return plot.Draw(
            $"errors-{width}", "Errors over time", $"{Figures.Number(report.Errors.Sum(error => error.Deliveries))} deliveries were not answered well, in {slices.Count} of {report.Slices.Length} slices of {Figures.Time(report.SliceLength)}.",
            slices.Select(slice => plot.Bar("error", slice.At.TotalSeconds, (slice.At + slice.LengthIn(report)).TotalSeconds, slice.Errors)));
    });

    /// <summary>How often packets were delivered, as one bar.</summary>
    public Markup Deliveries() => Both("deliveries", width =>
    {
        var (counts, at, height) = (report.Deliveries, 0.0, 30.0);
        var all = Math.Max(1, counts.Once + counts.Twice + counts.ThreeTimes);
        return Markup.Of(
            $"""
            <svg class="{(width == Plot.Narrow ? "narrow" : "wide")}" viewBox="0 0 {(double)width} {height}" role="img" aria-labelledby="deliveries-{(double)width}-title deliveries-{(double)width}-text"><title id="deliveries-{(double)width}-title">Deliveries for each packet</title><desc id="deliveries-{(double)width}-text">{Figures.Number(counts.Once)} packets were delivered once, {Figures.Number(counts.Twice)} twice, {Figures.Number(counts.ThreeTimes)} three times.</desc>
            {Part("once", counts.Once)}{Part("twice", counts.Twice)}{Part("thrice", counts.ThreeTimes)}</svg>

            """);

        // What happened at all can be seen.
        Markup Part(string name, long count)
        {
            if (count == 0) return Markup.None;
            var wide = Math.Max(3, (double)count / all * (width - 6));
            var (left, right) = (Math.Min(at, width - 3), Math.Min(width, at + wide));
            at = right;
            return Markup.Of($"""<rect class="part {name}" x="{left}" y="0" width="{right - left}" height="{height}"/>""");
        }
    });

    /// <summary>A slice's packets in a second.</summary>
    public static double Rate(RunSlice slice, RunReport of) => slice.Packets / Math.Max(slice.LengthIn(of).TotalSeconds, of.SliceLength.TotalSeconds / 2);

    // What is left of a second at the end says little, and would look like much.
    private static ImmutableArray<RunSlice> Lines(RunReport run) =>
        run.Slices.Length > 3 && run.Slices[^1].LengthIn(run) < run.SliceLength / 2 ? run.Slices[..^1] : run.Slices;

    private Plot Frame(int width, int height, Axis y) => new(width, width == Plot.Wide || height == FlatHeight ? height : NarrowHeight, Axis.Elapsed(_seconds, width == Plot.Wide ? 10 : 5), y);

    private Markup Series(Plot plot, string name, IEnumerable<RunSlice> slices, Func<RunSlice, TimeSpan?> of, RunReport? run = null) =>
        Plot.Line(name, slices.Where(slice => slice.At.TotalSeconds < _seconds).Select(slice => of(slice) is { } time ? ((double, double)?)(plot.X(Middle(slice, run)), plot.Y(time.TotalMilliseconds)) : null));

    private double Middle(RunSlice slice, RunReport? run = null) => slice.At.TotalSeconds + slice.LengthIn(run ?? report).TotalSeconds / 2;

    private static int Marks(int width) => width == Plot.Wide ? 6 : 5;

    private static string Time(TimeSpan? time) => Figures.Time(time ?? TimeSpan.Zero);

    private static string Short(double number) => number switch
    {
        >= 1_000_000 => FormattableString.Invariant($"{number / 1_000_000:0.##}M"),
        >= 10_000 => FormattableString.Invariant($"{number / 1000:0.#}k"),
        _ => FormattableString.Invariant($"{number:#,0.##}"),
    };

    private static Markup Both(string name, Func<int, Markup> draw) => Markup.Of($"""<div class="picture {name}">{draw(Plot.Wide)}{draw(Plot.Narrow)}</div>""");
}
