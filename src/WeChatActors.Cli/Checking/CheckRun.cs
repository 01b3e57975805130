using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>One call of the check: once, or after every change.</summary>
/// <param name="paths">The files and folders; empty for an account.</param>
/// <param name="conf">The configuration of the account.</param>
/// <param name="account">Its name; null for the first.</param>
/// <param name="asked">What is to be done.</param>
/// <param name="json">Whether a program reads the result.</param>
/// <param name="junit">Where a JUnit report goes; null for nowhere.</param>
/// <param name="around">Where everything else goes.</param>
internal sealed class CheckRun(string[] paths, string conf, string? account, CheckOrder asked, bool json, string? junit, Surroundings around)
{
    /// <summary>Checks, and says what the shell is told.</summary>
    public int Once() => Check().ExitCode;

    /// <summary>Checks now and after every change, until asked to stop.</summary>
    /// <returns>What the shell is told of the last check.</returns>
    public async Task<int> Watch()
    {
        using var stop = around.ListenForStop();
        var last = Check();
        using (new FolderWatch(last.Folders, () => (last = CheckAgain()).Folders, around.Error.WriteLine, around.Time))
        {
            around.Error.WriteLine("Watching for changes; Ctrl-C ends it.");
            await stop.Requested;
        }
        return last.ExitCode;
    }

    private (int ExitCode, ImmutableArray<string> Folders) CheckAgain()
    {
        around.Error.WriteLine();
        around.Error.WriteLine($"{around.Time.GetLocalNow():HH:mm:ss}");
        return Check();
    }

    private (int ExitCode, ImmutableArray<string> Folders) Check()
    {
        var report = asked.Fixes ? new CheckFixes(order => Report(order), around).Run(asked) : Report(asked);
        if (report is null) return (ExitCode.Misused, [Path.GetDirectoryName(Path.GetFullPath(conf))!]);
        if (json) around.Out.WriteLine(JsonText.Of(ReportJson.Of(report)));
        else new ReportText(around.Out, around.Error, around.OutIsTerminal && string.IsNullOrEmpty(around.Environment("NO_COLOR"))).Write(report);
        ImmutableArray<string> folders = [.. report.Files.SelectMany(file => file.Folders).Concat(paths.Where(Directory.Exists).Select(Path.GetFullPath)).Where(Directory.Exists).Distinct(StringComparer.Ordinal)];
        return (Written(report) ? report.ExitCode : ExitCode.Misused, folders);
    }

    private CheckReport? Report(CheckOrder asked)
    {
        if (paths.Length > 0) return CheckReport.Of(paths, asked, around);
        var findings = new Findings();
        var rules = ChatRules.OfAccount(conf, account, around.Environment, findings);
        FindingLines.Write(around.Error, findings.ToImmutable());
        if (rules is null)
        {
            ServeCommand.HintAtConfiguration(conf, around);
            return null;
        }
        var file = CheckedFile.OfAccount(conf, rules, asked, around);
        return new CheckReport([asked.IsStrict ? CheckReport.Strictly(file, asked) : file], asked);
    }

    private bool Written(CheckReport report)
    {
        if (junit is null) return true;
        try
        {
            ReportJunit.Of(report).Save(junit);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            around.Error.WriteLine($"'{junit}' at --junit cannot be written: {error.Message}");
            return false;
        }
    }
}
