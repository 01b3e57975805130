using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WeChatActors.Cli;

/// <summary>A command with examples and exit codes for its help.</summary>
internal sealed class DescribedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Calls that work, each with what it does.</summary>
    public required (string Call, string Does)[] Examples { get; init; }

    /// <summary>What each exit code means here.</summary>
    public required (int Code, string Means)[] ExitCodes { get; init; }
}

/// <summary>The help of the library, then examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction plain) : SynchronousCommandLineAction
{
    private const int Width = 110;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // The same on every terminal and in a pipe, so that it can be pinned.
        plain.MaxWidth = Width;
        plain.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var (examples, codes) = parseResult.CommandResult.Command is DescribedCommand command
            ? (command.Examples, command.ExitCodes)
            : ([("wechatactors dev", "develop an account on a phone page"), ("wechatactors chat conf/rules/demo.yaml", "talk to a rule file"),
                ("wechatactors check conf", "find the mistakes of all files in a folder"), ("wechatactors serve --conf conf/wechatactors.yaml", "answer WeChat"),
                ("wechatactors doctor --conf conf/wechatactors.yaml", "find what is wrong with an account, and how to mend it")],
               [(ExitCode.Done, "done"), (ExitCode.Failed, "failed"), (ExitCode.Misused, "misused, or a file has mistakes")]);
        output.WriteLine("Examples:");
        var width = examples.Max(example => example.Call.Length);
        foreach (var (call, does) in examples) output.WriteLine($"  {call.PadRight(width)}  {does}");
        output.WriteLine();
        output.WriteLine("Exit codes:");
        foreach (var (code, means) in codes) output.WriteLine($"  {code}  {means}");
        return ExitCode.Done;
    }
}
