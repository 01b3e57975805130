using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>What a check found in all files it was given.</summary>
/// <param name="Files">The files, in order; a file that another one includes stands with that one.</param>
/// <param name="Asked">What was to be done.</param>
internal sealed record CheckReport(ImmutableArray<CheckedFile> Files, CheckOrder Asked)
{
    /// <summary>What the shell is told: errors before failed tests.</summary>
    public int ExitCode =>
        Files.Any(file => file.Errors > 0 || (Asked.IsStrict && file.Warnings > 0)) || (Asked.Filter is not null && Tests == 0) ? Cli.ExitCode.Misused
        : Failed > 0 ? Cli.ExitCode.Failed
        : Cli.ExitCode.Done;

    public int Tests => Files.Sum(file => file.Rules.Sum(rules => rules.Results.Length));

    public int Failed => Files.Sum(file => file.Failed);

    /// <summary>Checks files and folders.</summary>
    /// <param name="paths">Rule files, configurations, folders.</param>
    /// <param name="asked">What is to be done.</param>
    /// <param name="around">The clock and the environment.</param>
    public static CheckReport Of(IEnumerable<string> paths, CheckOrder asked, Surroundings around)
    {
        var (named, found) = (new List<string>(), new List<string>());
        foreach (var path in paths)
        {
            if (!Directory.Exists(path)) named.Add(path);
            else found.AddRange(Directory.EnumerateFiles(path, "*.yaml", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Order(StringComparer.Ordinal));
        }
        var files = named.Concat(found).Distinct(StringComparer.Ordinal).Select(path => CheckedFile.Check(path, asked, around)).ToList();
        // What stands in a folder and belongs to another file of it is checked there, where it is whole.
        var elsewhere = files.SelectMany(file => file.Read.Where(read => read != System.IO.Path.GetFullPath(file.Path))).ToHashSet(StringComparer.Ordinal);
        files.RemoveAll(file => !named.Contains(file.Path) && elsewhere.Contains(System.IO.Path.GetFullPath(file.Path)));
        return new([.. files.Select(file => asked.IsStrict ? Strictly(file, asked) : file)], asked);
    }

    /// <summary>Adds to a file's findings what only a strict look reports, and the rules that no test runs.</summary>
    public static CheckedFile Strictly(CheckedFile file, CheckOrder asked)
    {
        file = file with { Findings = file.Findings.AddRange(file.Hints) };
        if (asked is not { RunsTests: true, Filter: null }) return file;
        var untested = file.Rules.SelectMany(rules => rules.Coverage!.RulesNeverRun.Select(rule => new Finding(
            Severity.Warning, rules.FileOf(rule), rule.Line, 1, $"no test runs {(rule.Id.StartsWith("dialog:", StringComparison.Ordinal) ? "this dialog" : "this rule")}; 'tests: [{{in: ..., out: ...}}]' beside it does.") { Id = "untested" }).Where(finding => !rules.Script.Ignores(finding)));
        return file with { Findings = file.Findings.AddRange(untested.Distinct()) };
    }
}
