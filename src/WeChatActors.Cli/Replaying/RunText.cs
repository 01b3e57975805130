using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>A run's report for the terminal: aligned, without colours.</summary>
internal static class RunText
{
    /// <summary>Writes a report.</summary>
    /// <param name="writer">Gets the text.</param>
    /// <param name="report">The run.</param>
    /// <param name="baseline">An earlier run to compare it with; null without.</param>
    public static void Write(TextWriter writer, RunReport report, RunReport? baseline)
    {
        writer.WriteLine($"{Figures.Number(report.Packets)} {(report.Packets == 1 ? "packet" : "packets")} in {Figures.Time(report.Elapsed)}, {Figures.Rate(report.Rate)} a second{Change(report.Rate, baseline?.Rate)}; {report.Subject.Pace}, to {report.Subject.Target}");
        if (report.Packets > 0) Measured(writer, report, baseline);
        List<string[]> rows =
        [
            .. report.Thresholds.Select(threshold => new[] { threshold.Held ? "held" : "BROKEN", $"{threshold.FailIf}: {threshold.Shown}" }),
            .. report.Warnings.Select(warning => new[] { "warning", warning.Text }),
        ];
        if (rows.Count > 0) writer.WriteLine();
        TextTable.Write(writer, rows);
    }

    private static void Measured(TextWriter writer, RunReport report, RunReport? baseline)
    {
        writer.WriteLine();
        TextTable.Write(writer, Latencies(report.Latency, baseline?.Latency.FromIntended));
        writer.WriteLine(RunLatencies.Difference);
        writer.WriteLine();
        var (outcomes, deliveries, late) = (report.Outcomes, report.Deliveries, report.Late);
        List<string[]> rows =
        [
            ["outcomes", $"{Figures.Number(outcomes.Replied)} replied, {Figures.Number(outcomes.Acknowledged)} acknowledged, {Figures.Number(outcomes.Failed)} failed"],
            ["late", $"{Figures.Number(late.Over5000ms)} later than 5 s ({Figures.Share(late.Over5000msShare)}), {Figures.Number(late.Over4500ms)} later than 4.5 s ({Figures.Share(late.Over4500msShare)})"],
            ["deliveries", $"{Figures.Times(deliveries.PerPacket)} for each packet: {Figures.Number(deliveries.Once)} once, {Figures.Number(deliveries.Twice)} twice, {Figures.Number(deliveries.ThreeTimes)} three times"],
        ];
        foreach (var error in report.Errors)
            rows.Add([rows[^1][0] is "errors" or "" ? "" : "errors", $"{Figures.Number(error.Deliveries)} {Faults.Words(error.Fault)} ({Figures.Share(error.Share)}){(error.Example is { Length: > 0 } example ? $": {example}" : "")}"]);
        TextTable.Write(writer, rows);
    }

    private static List<string[]> Latencies(RunLatencies latency, LatencySummary? baseline)
    {
        (string Name, Func<LatencySummary, TimeSpan> Of)[] figures =
        [
            ("p50", l => l.P50), ("p75", l => l.P75), ("p90", l => l.P90), ("p95", l => l.P95), ("p99", l => l.P99), ("p99.9", l => l.P99_9), ("p99.99", l => l.P99_99),
            ("max", l => l.Max), ("mean", l => l.Mean),
        ];
        string[] heads = ["latency", "from intended start", "service time", .. baseline is null ? Array.Empty<string>() : ["baseline", "change"]];
        string[][] rows =
        [
            heads,
            .. figures.Select(figure => (string[])
            [
                figure.Name, Figures.Time(figure.Of(latency.FromIntended)), Figures.Time(figure.Of(latency.Service)),
                .. baseline is null ? Array.Empty<string>() : [Figures.Time(figure.Of(baseline)), Figures.Change(figure.Of(latency.FromIntended).Ticks, figure.Of(baseline).Ticks)],
            ]),
        ];
        // Numbers end where their heads end.
        var widths = heads.Select((_, column) => rows.Max(row => Columns.Of(row[column]))).ToArray();
        return [.. rows.Select(row => row.Select((cell, column) => column == 0 ? cell : new string(' ', widths[column] - Columns.Of(cell)) + cell).ToArray())];
    }

    private static string Change(double now, double? before) => before is { } was && Figures.Change(now, was) is { Length: > 0 } change ? $" ({change})" : "";
}
