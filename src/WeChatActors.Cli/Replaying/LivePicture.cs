using Spectre.Console;
using Spectre.Console.Rendering;
using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>What a run is expected to come to.</summary>
/// <param name="Title">What runs against what.</param>
/// <param name="Packets">How many packets there will be; null when that is not known.</param>
/// <param name="Duration">How long it may take; null for as long as there are packets.</param>
internal sealed record RunOutlook(string Title, long? Packets, TimeSpan? Duration);

/// <summary>Draws a run that is under way in so many columns.</summary>
internal static class LivePicture
{
    private const int Roomy = 72;

    private static readonly Style Soft = new(Color.Grey), Strong = new(decoration: Decoration.Bold), Good = new(Color.Green), Bad = new(Color.Red), Plain = Style.Plain;

    /// <summary>The picture.</summary>
    /// <param name="progress">How the run does.</param>
    /// <param name="underWay">Packets that have left and not come to an end.</param>
    /// <param name="outlook">What it is expected to come to.</param>
    /// <param name="note">What is being done about it; null for nothing.</param>
    /// <param name="width">Columns of the terminal.</param>
    public static IRenderable Of(RunProgress progress, int underWay, RunOutlook outlook, string? note, int width)
    {
        List<IRenderable> lines =
        [
            Line((outlook.Title, Strong)),
            Bar(progress, outlook, width),
            Rate(progress, underWay, width),
            Latencies(progress, width),
            Troubles(progress),
        ];
        foreach (var error in progress.Errors.Take(4)) lines.Add(Line(($"  {Figures.Number(error.Deliveries)} {Faults.Words(error.Fault)}", Bad)));
        if (note is not null) lines.Add(Line((note, Soft)));
        return new Rows(lines);
    }

    /// <summary>The same in one line for a file or a pipe.</summary>
    public static string Sentence(RunProgress progress, RunOutlook outlook)
    {
        var of = outlook.Packets is { } all ? $" of {Figures.Number(all)}" : "";
        var errors = progress.Errors.Sum(error => error.Deliveries);
        return $"{Moment.Of(progress.Elapsed)}: {Figures.Number(progress.Packets)}{of} packets, {Figures.Rate(progress.RateNow)} a second, p50 {Figures.Time(progress.FromIntended.P50)}, p99 {Figures.Time(progress.FromIntended.P99)}, max {Figures.Time(progress.FromIntended.Max)} (service p99 {Figures.Time(progress.Service.P99)}), {Figures.Number(progress.Late)} late, {Figures.Number(progress.Outcomes.Failed)} failed, {Figures.Number(errors)} {(errors == 1 ? "error" : "errors")}";
    }

    private static Paragraph Bar(RunProgress progress, RunOutlook outlook, int width)
    {
        var byTime = outlook.Duration is { } duration ? progress.Elapsed / duration : 0;
        var byCount = outlook.Packets is { } packets and > 0 ? (double)progress.Packets / packets : 0;
        var words = $" {(outlook.Packets is { } all ? $"{Figures.Number(progress.Packets)} of {Figures.Number(all)}" : $"{Figures.Number(progress.Packets)} packets")}, {Clock(progress.Elapsed)}{(outlook.Duration is { } end ? $" of {Clock(end)}" : "")}";
        if (outlook is { Packets: null, Duration: null }) return Line((words[1..], Plain));
        var room = Math.Clamp(width - words.Length - 1, 0, 50);
        var done = (int)Math.Round(room * Math.Clamp(Math.Max(byTime, byCount), 0, 1));
        return Line((new string('━', done), Good), (new string('─', room - done), Soft), (words, Plain));
    }

    private static Paragraph Rate(RunProgress progress, int underWay, int width)
    {
        var words = $"{Figures.Rate(progress.RateNow)} a second, {Figures.Number(underWay)} under way";
        return Line((words, Plain), ("  " + Sparkline(progress.Rates, width - words.Length - 3), Good));
    }

    private static Grid Latencies(RunProgress progress, int width)
    {
        (string Name, Func<LatencySummary, TimeSpan> Of)[] figures = width >= Roomy
            ? [("p50", l => l.P50), ("p90", l => l.P90), ("p99", l => l.P99), ("p99.9", l => l.P99_9), ("max", l => l.Max)]
            : [("p50", l => l.P50), ("p99", l => l.P99), ("max", l => l.Max)];
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        foreach (var _ in figures) grid.AddColumn(new GridColumn().NoWrap().RightAligned().PadLeft(0).PadRight(2));
        grid.AddRow([new Text("latency", Soft), .. figures.Select(figure => new Text(figure.Name, Soft))]);
        grid.AddRow([new Text(width >= Roomy ? "from intended start" : "intended"), .. figures.Select(figure => new Text(Figures.Time(figure.Of(progress.FromIntended)), Strong))]);
        grid.AddRow([new Text(width >= Roomy ? "service time" : "service"), .. figures.Select(figure => new Text(Figures.Time(figure.Of(progress.Service))))]);
        return grid;
    }

    private static Paragraph Troubles(RunProgress progress)
    {
        var errors = progress.Errors.Sum(error => error.Deliveries);
        return Line(Count(progress.Late, "later than 5 s"), (", ", Plain), Count(progress.Outcomes.Failed, "failed"), (", ", Plain), Count(errors, errors == 1 ? "error" : "errors"));
    }

    private static (string, Style) Count(long count, string word) => ($"{Figures.Number(count)} {word}", count > 0 ? Bad : Soft);

    /// <summary>Small columns, the latest last; the highest fills its row.</summary>
    private static string Sparkline(IReadOnlyList<long> rates, int most)
    {
        const string Steps = "▁▂▃▄▅▆▇█";
        var shown = rates.TakeLast(Math.Max(0, most)).ToList();
        var highest = Math.Max(1, shown.DefaultIfEmpty().Max());
        return string.Concat(shown.Select(rate => Steps[(int)((Steps.Length - 1) * rate / highest)]));
    }

    private static Paragraph Line(params IEnumerable<(string Text, Style Style)> parts)
    {
        var line = new Paragraph { Overflow = Overflow.Ellipsis };
        foreach (var (text, style) in parts) line.Append(text, style);
        return line;
    }

    private static string Clock(TimeSpan time) =>
        time.TotalDays >= 1 ? time.ToString(@"d\d\ h\:mm\:ss", null) : time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", null) : time.ToString(@"m\:ss", null);
}
