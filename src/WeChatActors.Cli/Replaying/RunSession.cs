using System.Collections.Immutable;
using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>One run from its first packet to its report.</summary>
/// <param name="command">The command, for the report.</param>
/// <param name="sources">The files that packets come from.</param>
/// <param name="target">Where packets go.</param>
/// <param name="pace">How fast.</param>
/// <param name="views">What is demanded, and where the numbers go.</param>
/// <param name="around">Streams, clock, terminal.</param>
internal sealed class RunSession(string command, ImmutableArray<string> sources, RunTarget target, RunPace pace, RunViews views, Surroundings around)
{
    /// <summary>Plays the packets, writes the reports and says how it was.</summary>
    /// <param name="source">The packets.</param>
    /// <param name="comparer">Compares the answers; null when there is nothing to compare with.</param>
    /// <param name="update">Takes the new answers into the captures; null leaves them as they are.</param>
    /// <param name="captures">Where the packets come from, asked for what was wrong when the run is over; null when they are invented.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Play(IPacketSource source, Comparer? comparer = null, AnswerUpdate? update = null, CaptureSource? captures = null)
    {
        var options = pace.Options(target);
        if (options.FindFault() is { } fault)
        {
            around.Error.WriteLine(fault);
            return ExitCode.Misused;
        }
        var meter = new RunMeter(warmUp: pace.WarmUp);
        var result = await Run(options, source, [meter, .. Sinks(comparer, update)], meter);
        if (captures is not null)
        {
            FindingLines.Write(around.Error, captures.Reader.Findings.ToImmutable());
            // A replay of half a capture proves nothing of the other half.
            if (!captures.Reader.IsSound) result = result with { Trouble = result.Trouble ?? "The captures could not be read to their end." };
        }
        var comparison = comparer?.Report();
        var report = meter.Finish(result, RunSubject.Of(command, sources, target.Account.Callback!, pace.ToString())).Judged(views.Thresholds, comparison);
        // Whoever reads the output may go away in the middle of it: files come first.
        var written = Write(report, comparison);
        var updated = update is null ? null : await update.Write(result, endedEarly: captures is { HasEnded: false });
        if (comparison is not null) ComparisonText.Write(around.Out, comparison);
        RunText.Write(around.Out, report, views.Baseline);
        if (updated?.Refusal is { } refusal) around.Error.WriteLine(refusal);
        else if (updated is not null) around.Error.WriteLine($"{updated.Answers} new answers in {FindingLines.Number(updated.Files, "file")}");
        var equal = comparison is null || comparison.IsEqual || updated is { Refusal: null };
        var answered = report.Outcomes.Replied + report.Outcomes.Acknowledged > 0;
        return equal && answered && written && report.Held && result.Trouble is null && updated?.Refusal is null ? ExitCode.Done : ExitCode.Failed;
    }

    private static IEnumerable<IPlayedSink> Sinks(params IEnumerable<IPlayedSink?> sinks) => sinks.OfType<IPlayedSink>();

    private RunOutlook Outlook => new($"{command} to {RunSubject.Of(command, sources, target.Account.Callback!, "").Target}", pace.Packets, pace.Duration);

    private async Task<PlayResult> Run(PlayOptions options, IPacketSource source, IReadOnlyList<IPlayedSink> sinks, RunMeter meter)
    {
        SocketWire.CompleteInline();
        using var stop = around.ListenForStop();
        using var stopped = new CancellationTokenSource();
        var player = new Player(options, source, sinks, new SocketWire(target.Account.Callback!), around.Time);
        var view = views.Quiet ? null : new LiveView(meter, Outlook, () => (player.Elapsed, player.UnderWay), around);
        var run = player.Run(stopped.Token);
        var shown = view?.Until(run) ?? Task.CompletedTask;
        if (await Task.WhenAny(run, stop.Requested) != run)
        {
            const string Stopping = "stopping: packets under way are waited for, at most 5 s each";
            if (view is null) around.Error.WriteLine(Stopping);
            else view.Note(Stopping);
            await stopped.CancelAsync();
        }
        await shown;
        return await run;
    }

    private bool Write(RunReport report, ComparisonReport? comparison)
    {
        (string? Path, Action<TextWriter> Write)[] files =
        [
            (views.Json, writer => RunJson.Write(writer, report)),
            (views.Csv, writer => RunCsv.Write(writer, report)),
            (views.Html, writer => RunHtml.Write(writer, report, views.Baseline, comparison)),
        ];
        var all = true;
        foreach (var (path, write) in files)
        {
            if (path is null || ReportFile.Write(path, write) is not { } problem) continue;
            around.Error.WriteLine(problem);
            all = false;
        }
        return all;
    }
}
