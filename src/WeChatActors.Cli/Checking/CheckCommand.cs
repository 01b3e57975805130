using System.CommandLine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors check</c>: lists the mistakes of rule and configuration files, and runs the tests beside the rules.</summary>
internal static class CheckCommand
{
    public static Command Create(Surroundings around)
    {
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "A rule file, a configuration (its rule files are checked with it), or a folder: every .yaml file in it and below",
        };
        files.Validators.Add(UsageErrors.RefuseOptions);
        var conf = new Option<string?>("--conf") { HelpName = "FILE", Description = $"The configuration of --account [default: {ServeCommand.DefaultConfiguration}]" };
        var account = new Option<string?>("--account") { HelpName = "ALIAS", Description = "The account whose rules are checked, whatever else the configuration holds" };
        var filter = new Option<string?>("--filter") { HelpName = "TEXT", Description = "Only tests whose name has this in it, or that stand at this file:line" };
        var noTests = new Option<bool>("--no-tests") { Description = "Only read the files, run no tests" };
        var strict = new Option<bool>("--strict") { Description = "Warnings count as errors, and rules that no test runs are warnings" };
        var coverage = new Option<bool>("--coverage") { Description = "List the rules and branches that no test runs" };
        var fix = new Option<bool>("--fix") { Description = "First mend what needs no person: quotes, mistyped keys, a missing version" };
        var watch = new Option<bool>("--watch") { Description = "Check again whenever a file changes, until Ctrl-C" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document instead of lines" };
        var junit = new Option<string?>("--junit") { HelpName = "FILE", Description = "Write the report as JUnit XML, too" };
        var command = new DescribedCommand("check", "Lists every mistake of rule and configuration files with its line and column, and runs the tests beside the rules.")
        {
            Examples =
            [
                ($"{CommandLine.Name} check conf/rules/demo.yaml", "one rule file and what it includes"),
                ($"{CommandLine.Name} check conf/wechatactors.yaml", "a configuration and the rules of its accounts"),
                ($"{CommandLine.Name} check conf", "everything in a folder"),
                ($"{CommandLine.Name} check --fix conf", "mend what is mechanical, and say what was mended"),
                ($"{CommandLine.Name} check --account demo --watch", "one account's rules, again after every change"),
                ($"{CommandLine.Name} check conf --strict --junit report.xml", "in CI"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "no errors, perhaps warnings, and all tests passed"),
                (ExitCode.Failed, "no errors, but a test failed"),
                (ExitCode.Misused, "a file has errors (with --strict: or warnings) or does not exist, or a bad argument"),
            ],
        };
        command.Add(files);
        foreach (var option in new Option[] { conf, account, filter, noTests, strict, coverage, fix, watch, json, junit }) command.Add(UsageErrors.Guarded(option));
        command.Validators.Add(call =>
        {
            var named = call.GetResult(files) is { Tokens.Count: > 0 };
            var ofAccount = call.GetResult(conf) is { Implicit: false } || call.GetResult(account) is { Implicit: false };
            if (named && ofAccount) call.AddError("FILE stands beside --conf or --account, expected one of the two.");
            else if (!named && !ofAccount) call.AddError($"FILE is missing, expected {CommandLine.Name} check FILE, or --account ALIAS for the rules of an account.");
            if (call.GetResult(watch) is { Implicit: false } && call.GetResult(fix) is { Implicit: false }) call.AddError("--fix stands beside --watch, expected one of the two.");
            if (call.GetResult(watch) is { Implicit: false } && call.GetResult(json) is { Implicit: false }) call.AddError("--json stands beside --watch, expected one of the two.");
        });
        command.SetAction((call, _) =>
        {
            var asked = new CheckOrder { RunsTests = !call.GetValue(noTests), IsStrict = call.GetValue(strict), ShowsCoverage = call.GetValue(coverage), Filter = call.GetValue(filter), Fixes = call.GetValue(fix) };
            var check = new CheckRun(call.GetValue(files)!, call.GetValue(conf) ?? ServeCommand.DefaultConfiguration, call.GetValue(account), asked, call.GetValue(json), call.GetValue(junit), around);
            return call.GetValue(watch) ? check.Watch() : Task.FromResult(check.Once());
        });
        return command;
    }
}
