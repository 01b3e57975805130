using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors fmt</c>: brings rule files into one layout.</summary>
internal static class FormatCommand
{
    public static Command Create(Surroundings around)
    {
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "A rule file, a folder (every .yaml file in it and below), or - for standard input, which is written to standard output",
        };
        files.Validators.Add(RefuseOptions);
        var check = new Option<bool>("--check") { Description = "Change nothing, list the files that would change" };
        var command = new DescribedCommand("fmt", "Brings rule files into one layout. What they say and their comments stay.")
        {
            Examples =
            [
                ($"{CommandLine.Name} fmt conf/rules/demo.yaml", "one file"),
                ($"{CommandLine.Name} fmt --check conf/rules", "in CI: does every file have the layout?"),
                ($"{CommandLine.Name} fmt - < draft.yaml", "for an editor"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "every file has the layout now"), (ExitCode.Failed, "with --check, a file would change; or one cannot be written"),
                (ExitCode.Misused, "a file is no YAML or cannot be read, or a bad argument"),
            ],
        };
        command.Add(files);
        command.Add(check);
        command.SetAction(call => Format(call.GetValue(files)!, call.GetValue(check), around));
        return command;
    }

    // A dash alone is standard input.
    private static void RefuseOptions(ArgumentResult files)
    {
        if (files.Tokens is [{ Value: "-" }]) return;
        UsageErrors.RefuseOptions(files);
    }

    private static int Format(string[] paths, bool onlyCheck, Surroundings around)
    {
        if (paths is ["-"]) return FormatInput(onlyCheck, around);
        var (changed, unchanged, code) = (0, 0, ExitCode.Done);
        foreach (var path in paths.SelectMany(Files).Distinct(StringComparer.Ordinal))
        {
            if (RewrittenFile.Read(path, around) is not { } text || Formatted(text, path, around) is not { } formatted)
            {
                code = ExitCode.Misused;
            }
            else if (formatted == text)
            {
                unchanged++;
            }
            else if (onlyCheck || RewrittenFile.Write(path, formatted, around))
            {
                changed++;
                around.Out.WriteLine(path);
            }
            else
            {
                code = Math.Max(code, ExitCode.Failed);
            }
        }

        around.Error.WriteLine($"{FindingLines.Number(changed, "file")} {(onlyCheck ? "would change" : "changed")}, {FindingLines.Number(unchanged, "file")} had the layout");
        return onlyCheck && changed > 0 ? Math.Max(code, ExitCode.Failed) : code;
    }

    private static int FormatInput(bool onlyCheck, Surroundings around)
    {
        var text = around.In.ReadToEnd();
        if (Formatted(text, "standard input", around) is not { } formatted) return ExitCode.Misused;
        if (onlyCheck) return formatted == text ? ExitCode.Done : ExitCode.Failed;
        around.Out.Write(formatted);
        return ExitCode.Done;
    }

    private static string? Formatted(string text, string name, Surroundings around)
    {
        var findings = new Findings();
        var formatted = RuleFormat.Format(text, name, findings);
        FindingLines.Write(around.Error, findings.ToImmutable());
        return formatted;
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.yaml", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Order(StringComparer.Ordinal)
            : [path];
}
