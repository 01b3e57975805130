namespace WeChatActors.Replay;

/// <summary>The tables of the page of a report.</summary>
/// <param name="report">The run.</param>
/// <param name="baseline">An earlier run; null without.</param>
internal sealed class PageTables(RunReport report, RunReport? baseline)
{
    /// <summary>What was demanded.</summary>
    public Markup Thresholds() => report.Thresholds.IsEmpty ? Markup.None : Markup.Of(
        $"""
        <section class="card"><h2>Thresholds</h2>
        <div class="scroll"><table><thead><tr><th scope="col">Fails if</th><th scope="col" class="n">Measured</th><th scope="col" class="n">Held</th></tr></thead><tbody>{report.Thresholds.Select(threshold => Markup.Of(
            $"""<tr><th scope="row"><code>{threshold.FailIf}</code></th><td class="n">{threshold.Shown}</td><td class="n {(threshold.Held ? "better" : "worse")}">{(threshold.Held ? "✓ yes" : "✗ no")}</td></tr>"""))}</tbody></table></div></section>
        """);

    /// <summary>Percentiles of both latencies, and of the baseline with their change.</summary>
    public Markup Percentiles()
    {
        var (latency, service, before) = (report.Latency.FromIntended, report.Latency.Service, baseline?.Latency.FromIntended);
        (string Name, Func<LatencySummary, TimeSpan> Of)[] rows =
        [
            ("p50", l => l.P50), ("p75", l => l.P75), ("p90", l => l.P90), ("p95", l => l.P95), ("p99", l => l.P99), ("p99.9", l => l.P99_9), ("p99.99", l => l.P99_99),
            ("maximum", l => l.Max), ("mean", l => l.Mean),
        ];
        return Markup.Of(
            $"""
            <div class="scroll"><table class="tight"><thead><tr><th scope="col">Share</th><th scope="col" class="n">Intended start</th><th scope="col" class="n">Service time</th>{(before is null ? Markup.None : Markup.Of($"""<th scope="col" class="n">Baseline</th><th scope="col" class="n">Change</th>"""))}</tr></thead><tbody>{rows.Select(row => Markup.Of(
                $"""<tr><th scope="row">{row.Name}</th><td class="n">{Figures.Time(row.Of(latency))}</td><td class="n">{Figures.Time(row.Of(service))}</td>{Before(row.Of)}</tr>"""))}</tbody></table></div>{(baseline is null ? Markup.None : Rest())}
            """);

        Markup Before(Func<LatencySummary, TimeSpan> of) =>
            before is null ? Markup.None : Markup.Of($"""<td class="n">{Figures.Time(of(before))}</td><td class="n">{PageHead.Change(of(latency).Ticks, of(before).Ticks)}</td>""");
    }

    /// <summary>What was wrong with deliveries.</summary>
    public Markup Errors() => Markup.Of(
        $"""
        <div class="scroll"><table><thead><tr><th scope="col">Reason</th><th scope="col" class="n">Deliveries</th><th scope="col" class="n">Share</th></tr></thead><tbody>{report.Errors.Select(error => Markup.Of(
            $"""<tr><th scope="row">{Faults.Words(error.Fault)}{(error.Example is { Length: > 0 } example ? Markup.Of($"""<div class="soft" lang="">{example}</div>""") : Markup.None)}</th><td class="n">{Figures.Number(error.Deliveries)}</td><td class="n">{Figures.Share(error.Share)}</td></tr>"""))}</tbody></table></div>
        """);

    /// <summary>How often packets were delivered.</summary>
    public Markup Deliveries() => Table(
        ["Deliveries", "Packets", "Share"],
        [Row("once", report.Deliveries.Once), Row("twice", report.Deliveries.Twice), Row("three times", report.Deliveries.ThreeTimes)]);

    /// <summary>Packets by kind and by outcome.</summary>
    public Markup Kinds() => Markup.Of(
        $"""
        {Table(["Kind", "Packets", "Failed"], report.Kinds.Select(kind => new[] { kind.Kind, Figures.Number(kind.Packets), Figures.Number(kind.Failed) }))}
        <h3>How they ended</h3>{Table(["Outcome", "Packets", "Share"], [Row("replied", report.Outcomes.Replied), Row("acknowledged", report.Outcomes.Acknowledged), Row("failed", report.Outcomes.Failed)])}
        """);

    /// <summary>How the generator itself did.</summary>
    public Markup Generator() => Table(
        ["Figure", "Value"],
        [
            ["left later than it could have, p99", Figures.Time(report.Generator.LagP99)], ["the same, at most", Figures.Time(report.Generator.LagMax)],
            ["of its processors used", Figures.Share(report.Generator.Cpu)], ["waited for a connection", Figures.Share(report.Generator.Starved)],
            ["connections at most", Figures.Number(report.Generator.Connections)],
        ]);

    /// <summary>All that the pictures over time are drawn from.</summary>
    public Markup Slices() => report.Slices.IsEmpty ? Markup.None : Markup.Of(
        $"""
        <details><summary>The numbers over time: {(double)report.Slices.Length} slices of {Figures.Time(report.SliceLength)}</summary>
        {Table(["From", "Packets", "A second", "Errors", "p50", "p99", "Maximum", "Service p50", "Service p99", "Service max."], report.Slices.Select(slice => new[]
        {
            slice.At == TimeSpan.Zero ? "0 s" : Figures.Time(slice.At), Figures.Number(slice.Packets), Figures.Rate(Pictures.Rate(slice, report)), Figures.Number(slice.Errors), Time(slice.P50), Time(slice.P99),
            Time(slice.Max), Time(slice.ServiceP50), Time(slice.ServiceP99), Time(slice.ServiceMax),
        }))}</details>
        """);

    private Markup Rest() => Markup.Of(
        $"""
        <h3>Beside the baseline</h3><div class="scroll"><table><thead><tr><th scope="col">Figure</th><th scope="col" class="n">This run</th><th scope="col" class="n">Baseline</th><th scope="col" class="n">Change</th></tr></thead><tbody>
        {Beside("packets a second", run => run.Rate, Figures.Rate, lessIsBetter: false)}{Beside("service p50", run => run.Latency.Service.P50.Ticks, Ticks)}{Beside("service p99", run => run.Latency.Service.P99.Ticks, Ticks)}{Beside("later than 5 s", run => run.Late.Over5000msShare, Figures.Share)}{Beside("failed", run => Share(run.Outcomes.Failed, run.Packets), Figures.Share)}{Beside("deliveries for each packet", run => run.Deliveries.PerPacket, Figures.Times)}</tbody></table></div>
        """);

    private Markup Beside(string name, Func<RunReport, double> of, Func<double, string> show, bool lessIsBetter = true) => Markup.Of(
        $"""<tr><th scope="row">{name}</th><td class="n">{show(of(report))}</td><td class="n">{show(of(baseline!))}</td><td class="n">{PageHead.Change(of(report), of(baseline!), lessIsBetter)}</td></tr>""");

    private string[] Row(string name, long packets) => [name, Figures.Number(packets), Figures.Share(Share(packets, report.Packets))];

    private static Markup Table(string[] heads, IEnumerable<string[]> rows) => Markup.Of(
        $"""
        <div class="scroll"><table><thead><tr>{heads.Select((head, i) => Markup.Of($"""<th scope="col"{Right(i)}>{head}</th>"""))}</tr></thead><tbody>{rows.Select(row => Markup.Of(
            $"<tr>{row.Select((cell, i) => i == 0 ? Markup.Of($"""<th scope="row">{cell}</th>""") : Markup.Of($"""<td class="n">{cell}</td>"""))}</tr>"))}</tbody></table></div>
        """);

    private static Markup Right(int column) => column == 0 ? Markup.None : Markup.Of($" class=\"n\"");

    private static double Share(long part, long whole) => (double)part / Math.Max(1, whole);

    private static string Ticks(double ticks) => Figures.Time(TimeSpan.FromTicks((long)ticks));

    private static string Time(TimeSpan? time) => time is { } known ? Figures.Time(known) : "–";
}
