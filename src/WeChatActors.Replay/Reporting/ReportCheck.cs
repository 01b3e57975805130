namespace WeChatActors.Replay;

/// <summary>Checks a report that was read from a file, so that views can rely on it whoever wrote it.</summary>
internal static class ReportCheck
{
    private const int MostRows = 10_000, LongestText = 10_000;

    /// <summary>What no run could have measured; null when there is nothing.</summary>
    public static string? FindFault(RunReport report)
    {
        if (Lists(report).Any(list => list.Contains(null))) return "a list has an empty entry";
        if (!Counts(report).All(count => count >= 0)) return "a count is below zero";
        if (!double.IsFinite(report.Rate) || report.Rate < 0 || !double.IsFinite(report.Deliveries.PerPacket) || report.Deliveries.PerPacket < 0) return "a rate is below zero";
        if (!Shares(report).All(share => share is >= 0 and <= 1)) return "a share is not from 0 to 1";
        if (report.SliceLength <= TimeSpan.Zero) return "slice_length_ms is not above zero";
        int[] rows = [report.Slices.Length, report.Errors.Length, report.Kinds.Length, report.Warnings.Length, report.Thresholds.Length, report.Subject.Sources.Length, report.Latency.FromIntended.Curve.Length, report.Latency.Service.Curve.Length];
        if (rows.Max() > MostRows) return $"a list has more than {MostRows} entries";
        if (Texts(report).Any(text => text is { Length: > LongestText })) return $"a text has more than {LongestText} characters";
        foreach (var latency in (LatencySummary[])[report.Latency.FromIntended, report.Latency.Service])
            if (!Rises(latency.Curve)) return "a curve of percentiles does not rise";
        for (var i = 1; i < report.Slices.Length; i++)
            if (report.Slices[i].At <= report.Slices[i - 1].At) return "slices are not in order";
        return null;
    }

    private static IEnumerable<IEnumerable<object?>> Lists(RunReport report) =>
        [report.Slices, report.Errors, report.Kinds, report.Warnings, report.Thresholds, report.Subject.Sources];

    private static bool Rises(IReadOnlyList<CurvePoint> curve)
    {
        for (var i = 1; i < curve.Count; i++)
            if (curve[i].Share < curve[i - 1].Share || curve[i].Latency < curve[i - 1].Latency) return false;
        return true;
    }

    private static IEnumerable<long> Counts(RunReport report) =>
    [
        report.Packets, report.Unsent, report.Late.Over4500ms, report.Late.Over5000ms, report.Outcomes.Replied, report.Outcomes.Acknowledged, report.Outcomes.Failed,
        report.Deliveries.Once, report.Deliveries.Twice, report.Deliveries.ThreeTimes, report.Generator.Connections, report.Latency.FromIntended.Count, report.Latency.Service.Count,
        .. report.Errors.Select(error => error.Deliveries), .. report.Kinds.SelectMany(kind => (long[])[kind.Packets, kind.Failed]), .. report.Slices.SelectMany(slice => (long[])[slice.Packets, slice.Errors]),
        .. report.Answers is { } answers ? (long[])[answers.Equal, answers.Normalised, answers.Different, answers.Missing, answers.Unrecorded, answers.Skipped] : [],
    ];

    private static IEnumerable<double> Shares(RunReport report) =>
    [
        report.Late.Over4500msShare, report.Late.Over5000msShare, report.Generator.Starved, .. report.Errors.Select(error => error.Share),
        .. report.Latency.FromIntended.Curve.Select(point => point.Share), .. report.Latency.Service.Curve.Select(point => point.Share),
    ];

    private static IEnumerable<string?> Texts(RunReport report) =>
    [
        report.Trouble, report.Subject.Command, report.Subject.Target, report.Subject.Pace, .. report.Subject.Sources, .. report.Errors.Select(error => error.Example),
        .. report.Kinds.Select(kind => kind.Kind), .. report.Warnings.SelectMany(warning => (string[])[warning.Kind, warning.Text]),
        .. report.Thresholds.SelectMany(threshold => (string[])[threshold.FailIf, threshold.Shown]),
    ];
}
