using System.Text.Json.Nodes;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary>A check's report for programs.</summary>
internal static class ReportJson
{
    public static JsonObject Of(CheckReport report) => new()
    {
        ["files"] = new JsonArray([.. report.Files.Select(Of)]),
        ["errors"] = report.Files.Sum(file => file.Errors),
        ["warnings"] = report.Files.Sum(file => file.Warnings),
        ["tests"] = report.Tests,
        ["failed"] = report.Failed,
    };

    private static JsonObject Of(CheckedFile file) => new()
    {
        ["file"] = file.Path,
        ["findings"] = FindingJson.Of(file.Findings),
        ["rules"] = new JsonArray([.. file.Rules.Select(Of)]),
    };

    private static JsonObject Of(CheckedRules rules) => new()
    {
        ["file"] = rules.Path,
        ["account"] = rules.Account.Alias,
        ["count"] = rules.Script.Rules.Length,
        ["tests"] = new JsonArray([.. rules.Results.Select(Of)]),
        ["seconds"] = Math.Round(rules.Took.TotalSeconds, 3),
        ["coverage"] = rules.Coverage is { } coverage ? Of(coverage, rules) : null,
    };

    private static JsonObject Of(RuleTestResult result) => new()
    {
        ["name"] = result.Test.Name,
        ["file"] = result.Test.Place.File,
        ["line"] = result.Test.Place.Line,
        ["passed"] = result.Passed,
        ["failures"] = new JsonArray([.. result.Failures.Select(failure => new JsonObject
        {
            ["file"] = failure.Place.File, ["line"] = failure.Place.Line, ["column"] = failure.Place.Column,
            ["expected"] = failure.Expected, ["got"] = failure.Got, ["hint"] = failure.Hint,
        })]),
        ["conversation"] = new JsonArray([.. result.Conversation.Select(moment => new JsonObject { ["kind"] = moment.Kind.ToString().ToLowerInvariant(), ["text"] = moment.Text })]),
    };

    private static JsonObject Of(Coverage coverage, CheckedRules rules) => new()
    {
        ["rules"] = coverage.Rules,
        ["branches"] = coverage.Branches,
        ["rules_never_run"] = new JsonArray([.. coverage.RulesNeverRun.Select(rule => new JsonObject { ["id"] = rule.Id, ["file"] = rules.FileOf(rule), ["line"] = rule.Line })]),
        ["branches_never_taken"] = new JsonArray([.. coverage.BranchesNeverTaken.Select(branch => new JsonObject
        {
            ["owner"] = branch.Owner, ["branch"] = branch.What, ["file"] = branch.Place.File, ["line"] = branch.Place.Line, ["column"] = branch.Place.Column,
        })]),
    };
}
