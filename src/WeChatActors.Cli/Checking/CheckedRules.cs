using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>The rules of a file, and how their tests ended.</summary>
/// <param name="Path">The rule file.</param>
/// <param name="Account">The account they were tested for, as rules see it.</param>
/// <param name="Script">The rules.</param>
/// <param name="Results">The tests that ran, in the order of the files; empty when none did.</param>
/// <param name="Coverage">What the tests ran; null when none were to be run.</param>
/// <param name="Took">How long all of them took.</param>
internal sealed record CheckedRules(
    string Path, AccountView Account, Script Script, ImmutableArray<RuleTestResult> Results, Coverage? Coverage, TimeSpan Took)
{
    public int Failed => Results.Count(result => !result.Passed);

    /// <summary>Runs the tests of some rules.</summary>
    /// <param name="path">The rule file.</param>
    /// <param name="script">The rules.</param>
    /// <param name="account">The account.</param>
    /// <param name="canPush">Whether it may push.</param>
    /// <param name="asked">What is to be done.</param>
    /// <param name="time">Measures.</param>
    public static CheckedRules Of(string path, Script script, AccountView account, bool canPush, CheckOrder asked, TimeProvider time)
    {
        if (!asked.RunsTests) return new(path, account, script, [], null, default);
        var (start, trace) = (time.GetTimestamp(), new DecisionTrace());
        ImmutableArray<RuleTestResult> results = [.. script.Tests.Where(asked.Wants).Select(test => RuleTestRun.Run(script, test, account, canPush, trace))];
        return new(path, account, script, results, Coverage.Of(script, trace), time.GetElapsedTime(start));
    }

    /// <summary>Where a rule stands, as findings name files.</summary>
    public string PlaceOf(RuleInfo rule) => $"{FileOf(rule)}:{rule.Line}";

    public string FileOf(RuleInfo rule) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", rule.File);
}

/// <summary>What a check is asked to do.</summary>
internal sealed record CheckOrder
{
    /// <summary>Whether tests are run.</summary>
    public bool RunsTests { get; init; } = true;

    /// <summary>Whether warnings count as errors, and rules that no test runs as warnings.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether it is told what no test ran.</summary>
    public bool ShowsCoverage { get; init; }

    /// <summary>Whether files are mended first where that needs no person.</summary>
    public bool Fixes { get; init; }

    /// <summary>Only tests whose name has this in it, or that stand at this <c>file:line</c>; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether a test is to be run.</summary>
    public bool Wants(RuleTest test) =>
        Filter is null || test.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase) || $"{test.Place.File}:{test.Place.Line}" == Filter;
}
