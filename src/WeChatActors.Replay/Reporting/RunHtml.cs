namespace WeChatActors.Replay;

/// <summary>A report as one page that needs nothing else: no script, no font, no picture from elsewhere, and it may load none.</summary>
internal static class RunHtml
{
    private static readonly Markup Style = new(ReadStyle());

    /// <summary>Writes a report.</summary>
    /// <param name="writer">Gets the page.</param>
    /// <param name="report">The run.</param>
    /// <param name="baseline">An earlier run to compare it with; null without.</param>
    /// <param name="comparison">The answers beside the recorded ones; null when they were not compared.</param>
    public static void Write(TextWriter writer, RunReport report, RunReport? baseline, ComparisonReport? comparison)
    {
        var (pictures, tables) = (new Pictures(report, baseline), new PageTables(report, baseline));
        var title = $"{(report.Subject.Command == "load" ? "Load" : "Replay")}: {PageHead.Names(report.Subject.Sources)}";
        writer.Write(Markup.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <link rel="icon" href="data:,">
            <title>{title}</title>
            <style>
            {Style}</style>
            </head>
            <body>
            {PageHead.Of(report, baseline, title)}
            <main>
            {PageHead.Warnings(report)}
            {PageHead.Tiles(report, baseline)}
            {tables.Thresholds()}
            {Answers(report, comparison)}
            {(report.Packets == 0 ? Markup.None : Measured(pictures, tables, report, baseline))}
            <section class="card"><h2>The generator</h2><p class="soft">What this program itself contributed: when it is short of processors or connections, it measures itself.</p>{tables.Generator()}</section>
            </main>
            <footer>Written by wechatactors {report.Subject.Command}. Times are from the intended start unless service time is said.</footer>
            </body>
            </html>

            """).Html);
    }

    private static Markup Measured(Pictures pictures, PageTables tables, RunReport report, RunReport? baseline)
    {
        var (before, p99Before, rateBefore) = baseline is null ? (Markup.None, Markup.None, Markup.None) : (
            Markup.Of($"""<li class="baseline">baseline</li>"""), Markup.Of($"""<li class="baseline">p99 of the baseline</li>"""),
            Markup.Of($"""<ul class="legend"><li class="p50">this run</li><li class="baseline">baseline</li></ul>"""));
        return Markup.Of(
            $"""
            <section class="card"><h2>Latency over time</h2><p class="soft">{RunLatencies.Difference}</p>
            <ul class="legend"><li class="p50">p50</li><li class="p99">p99</li><li class="max">maximum</li><li class="service">service p99</li>{p99Before}</ul>
            {pictures.LatencyOverTime()}</section>
            <section class="card"><h2>Latency by percentile</h2><p class="soft">How long the slowest share took; each step to the right leaves ten times fewer packets.</p>
            <ul class="legend"><li class="p99">from the intended start</li><li class="service">service time</li>{before}</ul>
            {pictures.Percentiles()}{tables.Percentiles()}</section>
            <section class="card"><h2>Throughput</h2><p class="soft">Packets that came to an end in a second: {Figures.Rate(report.Rate)} over the whole run.</p>
            {rateBefore}{pictures.Throughput()}{tables.Slices()}</section>
            {Errors(pictures, tables, report)}
            <div class="pair">
            <section class="card"><h2>Deliveries</h2><p class="soft">WeChat delivers a packet again, up to three times, when it gets no good answer within five seconds: {Figures.Times(report.Deliveries.PerPacket)} for each packet.</p>
            <ul class="legend"><li class="once">once</li><li class="twice">twice</li><li class="thrice">three times</li></ul>{pictures.Deliveries()}{tables.Deliveries()}</section>
            <section class="card"><h2>Packets</h2><p class="soft">By kind, with those that no delivery could get answered.</p>{tables.Kinds()}</section>
            </div>
            """);
    }

    private static Markup Errors(Pictures pictures, PageTables tables, RunReport report) => report.Errors.IsEmpty
        ? Markup.Of($"""<section class="card"><h2>Errors</h2><p class="soft">Every delivery was answered well.</p></section>""")
        : Markup.Of($"""<section class="card"><h2>Errors over time</h2><p class="soft">Deliveries that were not answered well, by the moment their packet ended.</p>{pictures.Errors()}{tables.Errors()}</section>""");

    private static Markup Answers(RunReport report, ComparisonReport? comparison) =>
        comparison is not null ? PageAnswers.Of(comparison) : report.Answers is { } counts ? PageAnswers.Counts(counts) : Markup.None;

    private static string ReadStyle()
    {
        using var style = new StreamReader(typeof(RunHtml).Assembly.GetManifestResourceStream("report.css")!);
        return style.ReadToEnd();
    }
}
