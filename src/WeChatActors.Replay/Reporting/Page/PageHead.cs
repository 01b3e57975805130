using System.Globalization;

namespace WeChatActors.Replay;

/// <summary>What stands first on the page of a report: what was run, how it came out, the few numbers that matter most.</summary>
internal static class PageHead
{
    /// <summary>The heading.</summary>
    public static Markup Of(RunReport report, RunReport? baseline, string title)
    {
        var (tone, verdict) = Verdict(report);
        return Markup.Of(
            $"""
            <header>
            <div class="head"><div><h1>{title}</h1><p class="target">{report.Subject.Target}</p></div><span class="badge {tone}">{verdict}</span></div>
            <dl class="facts"><div><dt>Began</dt><dd>{Moment(report.Began)}</dd></div><div><dt>Took</dt><dd>{Figures.Time(report.Elapsed)}</dd></div><div><dt>Pace</dt><dd>{report.Subject.Pace}</dd></div>{(baseline is null ? Markup.None : Markup.Of($"<div><dt>Baseline</dt><dd>{Moment(baseline.Began)}, {baseline.Subject.Pace}</dd></div>"))}</dl>
            </header>
            """);
    }

    /// <summary>The files a run read, without their folders.</summary>
    public static string Names(IReadOnlyCollection<string> sources) => sources.Count switch
    {
        0 => "packets",
        <= 3 => string.Join(", ", sources.Select(source => Path.GetFileName(source))),
        var count => $"{string.Join(", ", sources.Take(2).Select(source => Path.GetFileName(source)))} and {count - 2} more",
    };

    /// <summary>What a reader should know before he trusts the numbers.</summary>
    public static Markup Warnings(RunReport report) => report.Warnings.IsEmpty
        ? Markup.None
        : Markup.Of($"""<ul class="notes" aria-label="Warnings">{report.Warnings.Select(warning => Markup.Of($"<li>{warning.Text}</li>"))}</ul>""");

    /// <summary>Six numbers.</summary>
    public static Markup Tiles(RunReport report, RunReport? baseline)
    {
        var (latency, before) = (report.Latency.FromIntended, baseline?.Latency.FromIntended);
        return Markup.Of(
            $"""
            <dl class="tiles">{Tile("Packets", Figures.Number(report.Packets), Markup.Of($"{Figures.Rate(report.Rate)} a second{Change(report.Rate, baseline?.Rate, lessIsBetter: false)}"))}
            {Time("p50", latency.P50, before?.P50)}{Time("p99", latency.P99, before?.P99)}{Time("Maximum", latency.Max, before?.Max)}
            {Tile("Later than 5 s", Figures.Number(report.Late.Over5000ms), Markup.Of($"{Figures.Share(report.Late.Over5000msShare)} of all; {Figures.Number(report.Late.Over4500ms)} took over 4.5 s"), alarm: report.Late.Over5000ms > 0)}
            {Tile("Failed", Figures.Number(report.Outcomes.Failed), Markup.Of($"{Figures.Share((double)report.Outcomes.Failed / Math.Max(1, report.Packets))} of all"), alarm: report.Outcomes.Failed > 0)}</dl>
            """);

        Markup Time(string name, TimeSpan now, TimeSpan? was) => report.Packets == 0 ? Tile(name, "–", Markup.None) : Tile(
            name, Figures.Time(now), was is { } known ? Markup.Of($"{Figures.Time(known)} before{Change(now.Ticks, known.Ticks)}") : Markup.Of($"from the intended start"));
    }

    /// <summary>How a number changed, in colour; nothing without an earlier one.</summary>
    public static Markup Change(double now, double? before, bool lessIsBetter = true)
    {
        if (before is not { } was || Figures.Change(now, was) is not { Length: > 0 } change) return Markup.None;
        var tone = Math.Abs(now - was) <= 0.02 * was ? "soft" : now < was == lessIsBetter ? "better" : "worse";
        return Markup.Of($""" <span class="{tone}">{change}</span>""");
    }

    private static Markup Tile(string name, string figure, Markup more, bool alarm = false) =>
        Markup.Of($"""<div class="tile{(alarm ? " alarm" : "")}"><dt>{name}</dt><dd class="figure">{figure}</dd><dd class="more">{more}</dd></div>""");

    private static (string Tone, string Words) Verdict(RunReport report)
    {
        var broken = report.Thresholds.Count(threshold => !threshold.Held);
        var differing = report.Answers is { } answers ? answers.Different + answers.Missing : 0;
        if (broken > 0) return ("bad", $"{broken} of {report.Thresholds.Length} thresholds broken");
        if (differing > 0) return ("bad", $"{Figures.Number(differing)} {(differing == 1 ? "answer differs" : "answers differ")}");
        if (report.Trouble is not null) return ("bad", "broke off");
        if (report.Stopped) return ("", "stopped");
        return !report.Thresholds.IsEmpty || report.Answers is not null ? ("good", "passed") : ("", "measured");
    }

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
