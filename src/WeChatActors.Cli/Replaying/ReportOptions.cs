using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>The options that say what is demanded of a run and where its numbers go.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string[]> _failIf = new("--fail-if")
    {
        HelpName = "EXPR", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        Description = "Ends with exit code 1 when this is true, such as \"p99>200ms\" or \"late>0\"; may be given several times",
    };
    private readonly Option<string?> _json = new("--json") { HelpName = "FILE", Description = "Writes all numbers as JSON, which --baseline reads" };
    private readonly Option<string?> _csv = new("--csv") { HelpName = "FILE", Description = "Writes the run over time as CSV" };
    private readonly Option<string?> _html = new("--html") { HelpName = "FILE", Description = "Writes a page with pictures that needs nothing else" };
    private readonly Option<string?> _baseline = new("--baseline") { HelpName = "FILE", Description = "Compares with an earlier run's --json" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Shows nothing while it runs" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _failIf, _json, _csv, _html, _baseline, _quiet }) command.Add(UsageErrors.Guarded(option));
        command.Validators.Add(Check);
    }

    private void Check(CommandResult call)
    {
        foreach (var token in call.GetResult(_failIf)?.Tokens ?? [])
            if (!Thresholds.TryParse(token.Value, out _, out var error)) call.AddError(error);
    }

    /// <summary>What a call asks for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="around">Gets what is wrong with the baseline on its error stream.</param>
    /// <returns>Null when the baseline cannot be read.</returns>
    public RunViews? Read(ParseResult call, Surroundings around)
    {
        RunReport? baseline = null;
        if (call.GetValue(_baseline) is { } path && !RunJson.TryRead(path, out baseline, out var error))
        {
            around.Error.WriteLine(error);
            return null;
        }
        var thresholds = ImmutableArray.CreateBuilder<Threshold>();
        foreach (var text in call.GetValue(_failIf) ?? [])
            if (Thresholds.TryParse(text, out var threshold, out _)) thresholds.Add(threshold);
        return new RunViews(thresholds.ToImmutable(), call.GetValue(_json), call.GetValue(_csv), call.GetValue(_html), baseline, call.GetValue(_quiet));
    }
}

/// <summary>What is demanded of a run and where its numbers go.</summary>
/// <param name="Thresholds">What is demanded.</param>
/// <param name="Json">The file of all numbers; null for none.</param>
/// <param name="Csv">The file of the run over time; null for none.</param>
/// <param name="Html">The page; null for none.</param>
/// <param name="Baseline">An earlier run to compare with; null without.</param>
/// <param name="Quiet">Whether nothing is shown while it runs.</param>
internal sealed record RunViews(ImmutableArray<Threshold> Thresholds, string? Json, string? Csv, string? Html, RunReport? Baseline, bool Quiet);
