namespace WeChatActors.Replay;

/// <summary>In which units a figure may be written.</summary>
internal enum FigureKind
{
    /// <summary>With <c>us</c>, <c>ms</c> or <c>s</c>; its value is in milliseconds.</summary>
    Time,

    /// <summary>As a whole number, or with <c>%</c> as a share of all.</summary>
    Count,

    /// <summary>With <c>%</c>; its value is from 0 to 1.</summary>
    Share,

    /// <summary>As a number without unit.</summary>
    Number,
}

/// <summary>A number of a run by the name that thresholds use.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">Its units.</param>
/// <param name="Value">Its value; null when the run has none.</param>
internal sealed record RunFigure(string Name, FigureKind Kind, Func<RunReport, double?> Value)
{
    /// <summary>Of a count: its share of all, 0 to 1.</summary>
    public Func<RunReport, double?>? Share { get; private init; }

    /// <summary>Whether it is known only when answers are compared.</summary>
    public bool NeedsComparison { get; private init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RunFigure> All { get; } =
    [
        .. Latencies("", report => report.Latency.FromIntended),
        .. Latencies("service.", report => report.Latency.Service),
        Count("late", report => report.Late.Over5000ms, report => report.Packets),
        Count("late4.5", report => report.Late.Over4500ms, report => report.Packets),
        Count("errors", report => report.Errors.Sum(error => error.Deliveries), Deliveries),
        Count("failed", report => report.Outcomes.Failed, report => report.Packets),
        Count("replied", report => report.Outcomes.Replied, report => report.Packets),
        Count("acknowledged", report => report.Outcomes.Acknowledged, report => report.Packets),
        Answers("different", answers => answers.Different),
        Answers("missing", answers => answers.Missing),
        new("packets", FigureKind.Number, report => report.Packets),
        new("rate", FigureKind.Number, report => report.Rate),
        new("deliveries", FigureKind.Number, report => report.Packets == 0 ? null : report.Deliveries.PerPacket),
        new("lag", FigureKind.Time, report => report.Generator.LagP99.TotalMilliseconds),
        new("cpu", FigureKind.Share, report => report.Generator.Cpu),
        new("starved", FigureKind.Share, report => report.Generator.Starved),
    ];

    private static IEnumerable<RunFigure> Latencies(string prefix, Func<RunReport, LatencySummary> of)
    {
        yield return Time("p50", latency => latency.P50);
        yield return Time("p75", latency => latency.P75);
        yield return Time("p90", latency => latency.P90);
        yield return Time("p95", latency => latency.P95);
        yield return Time("p99", latency => latency.P99);
        yield return Time("p99.9", latency => latency.P99_9);
        yield return Time("p99.99", latency => latency.P99_99);
        yield return Time("max", latency => latency.Max);
        yield return Time("mean", latency => latency.Mean);

        RunFigure Time(string name, Func<LatencySummary, TimeSpan> value) =>
            new(prefix + name, FigureKind.Time, report => report.Packets == 0 ? null : value(of(report)).TotalMilliseconds);
    }

    private static RunFigure Count(string name, Func<RunReport, long> count, Func<RunReport, long> all) =>
        new(name, FigureKind.Count, report => count(report)) { Share = report => all(report) == 0 ? null : (double)count(report) / all(report) };

    private static RunFigure Answers(string name, Func<AnswerCounts, long> count) => new(name, FigureKind.Count, report => report.Answers is { } answers ? count(answers) : null)
    {
        NeedsComparison = true,
        Share = report => report.Answers is { } answers ? (double)count(answers) / Math.Max(1, answers.Equal + answers.Normalised + answers.Different + answers.Missing) : null,
    };

    private static long Deliveries(RunReport report) => report.Deliveries.Once + 2 * report.Deliveries.Twice + 3 * report.Deliveries.ThreeTimes;
}
