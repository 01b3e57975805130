using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>A check's report for people: findings and failures as results, one line for each file as talk.</summary>
/// <param name="results">Gets findings and failures.</param>
/// <param name="talk">Gets summaries.</param>
/// <param name="colours">Whether a person reads it on a terminal.</param>
internal sealed class ReportText(TextWriter results, TextWriter talk, bool colours)
{
    private const string Red = "31", Green = "32", Yellow = "33", Dim = "2", Bold = "1";

    public void Write(CheckReport report)
    {
        // A configuration reports its rule files; another one may name them once more.
        var shown = new HashSet<Finding>();
        foreach (var file in report.Files)
        {
            foreach (var finding in file.Findings)
                if (shown.Add(finding)) results.WriteLine(finding.Severity == Severity.Error ? Coloured(Red, FindingLines.Line(finding)) : Coloured(Yellow, FindingLines.Line(finding)));
            foreach (var rules in file.Rules)
                foreach (var result in rules.Results)
                    if (!result.Passed) Write(result);
            if (report.Asked.ShowsCoverage)
                foreach (var rules in file.Rules) Write(rules);
            talk.WriteLine(file.Errors > 0 || file.Failed > 0 ? Coloured(Red, file.Summary) : file.Warnings > 0 ? file.Summary : Coloured(Green, file.Summary));
        }
        Conclude(report);
    }

    private void Write(RuleTestResult result)
    {
        foreach (var failure in result.Failures)
        {
            results.WriteLine($"{Coloured(Bold, $"{failure.Place.File}:{failure.Place.Line}:{failure.Place.Column}:")} {Coloured(Red, $"test '{result.Test.Name}' failed.")}");
            foreach (var line in FailureLines.Of(failure).Skip(1))
                results.WriteLine(line.StartsWith("  got", StringComparison.Ordinal) ? Coloured(Red, line) : line.StartsWith("  expected", StringComparison.Ordinal) ? Coloured(Green, line) : line);
        }
        results.WriteLine(Coloured(Dim, "  the conversation so far:"));
        foreach (var moment in result.Conversation)
            foreach (var line in FailureLines.Of(moment)) results.WriteLine(Coloured(Dim, "    " + line));
    }

    private void Write(CheckedRules rules)
    {
        if (rules.Coverage is not { } coverage) return;
        var neverRun = coverage.RulesNeverRun.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in coverage.RulesNeverRun)
            results.WriteLine($"{rules.PlaceOf(rule)}: no test runs {(rule.Id.StartsWith("dialog:", StringComparison.Ordinal) ? $"dialog {rule.Id["dialog:".Length..]}" : $"rule {rule.Id}")}.");
        // Of a rule that never ran its branches say nothing new.
        foreach (var branch in coverage.BranchesNeverTaken)
            if (!neverRun.Contains(branch.Owner)) results.WriteLine($"{branch.Place.File}:{branch.Place.Line}:{branch.Place.Column}: no test goes this way: {branch.What} of {branch.Owner.Replace("dialog:", "dialog ", StringComparison.Ordinal)}.");
        talk.WriteLine($"{rules.Path}: tests run {Share(coverage.Rules - coverage.RulesNeverRun.Length, coverage.Rules)} rules and dialogs, {Share(coverage.Branches - coverage.BranchesNeverTaken.Length, coverage.Branches)} branches");
    }

    private static string Share(int run, int of) => of == 0 ? "all" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{run} of {of} ({100.0 * run / of:0}%)");

    private void Conclude(CheckReport report)
    {
        if (report.Asked.Filter is { } filter && report.Tests == 0) talk.WriteLine($"No test has '{filter}' in its name.");
        if (report.Files.Length > 1)
            talk.WriteLine($"{FindingLines.Number(report.Files.Length, "file")}: {FindingLines.Count([.. report.Files.SelectMany(file => file.Findings).Distinct()])}{(report.Tests == 0 ? "" : report.Failed == 0 ? $", {FindingLines.Number(report.Tests, "test")} passed" : $", {report.Failed} of {FindingLines.Number(report.Tests, "test")} failed")}");
        if (report.Failed > 0 && report.Files.SelectMany(file => file.Rules).FirstOrDefault(rules => rules.Failed > 0) is { } first)
            talk.WriteLine($"To see a test step by step: {CommandLine.Name} chat {first.Path}, then /test {first.Results.First(result => !result.Passed).Test.Name}");
    }

    private string Coloured(string code, string line) => colours ? $"\u001b[{code}m{line}\u001b[0m" : line;
}
