using System.CommandLine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors check</c>: lists the mistakes of rule and configuration files.</summary>
internal static class CheckCommand
{
    public static Command Create(Surroundings around)
    {
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "A rule file, a configuration (its rule files are checked with it), or a folder: every .yaml file in it and below",
        };
        files.Validators.Add(UsageErrors.RefuseOptions);
        var command = new DescribedCommand("check", "Lists every mistake of rule and configuration files with its line and column.")
        {
            Examples =
            [
                ($"{CommandLine.Name} check conf/rules/demo.yaml", "one rule file and what it includes"),
                ($"{CommandLine.Name} check conf/wechatactors.yaml", "a configuration and the rules of its accounts"),
                ($"{CommandLine.Name} check conf", "everything in a folder"),
            ],
            ExitCodes = [(ExitCode.Done, "no errors, perhaps warnings"), (ExitCode.Misused, "a file has errors or does not exist, or a bad argument")],
        };
        command.Add(files);
        command.SetAction(call => Check(call.GetValue(files)!, around));
        return command;
    }

    private static int Check(string[] paths, Surroundings around)
    {
        var errors = false;
        // A configuration reports its rule files; a folder may name them once more.
        var shown = new HashSet<Finding>();
        foreach (var path in paths.SelectMany(Files).Distinct(StringComparer.Ordinal))
        {
            var file = CheckedFile.Read(path, around.Environment);
            FindingLines.Write(around.Out, file.Findings.Where(shown.Add));
            around.Error.WriteLine(file.Summary);
            errors |= file.Findings.Any(finding => finding.Severity == Severity.Error);
        }

        return errors ? ExitCode.Misused : ExitCode.Done;
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.yaml", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Order(StringComparer.Ordinal)
            : [path];
}
