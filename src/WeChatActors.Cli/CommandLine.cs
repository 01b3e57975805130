using System.CommandLine;
using System.CommandLine.Help;

namespace WeChatActors.Cli;

/// <summary>The <c>wechatactors</c> command: its tree, and how a call of it ends.</summary>
internal static class CommandLine
{
    public const string Name = "wechatactors";

    // @ begins no response file here, and -abc is not three options.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>Runs one call.</summary>
    /// <param name="args">What follows the command's name.</param>
    /// <param name="around">Streams, clock, terminal.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string[] args, Surroundings around)
    {
        var debug = new Option<bool>("--debug") { Description = "Print all details of an unexpected failure", Recursive = true };
        var call = Tree(around, debug).Parse(args, Parsing);
        if (call.Errors.Count > 0)
        {
            foreach (var sentence in UsageErrors.Of(call)) around.Error.WriteLine(sentence);
            return ExitCode.Misused;
        }

        try
        {
            return await call.InvokeAsync(new()
            {
                Output = around.Out,
                Error = around.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // signals belong to the commands
            });
        }
        catch (OutputException error)
        {
            around.Error.WriteLine(error.Message);
            return ExitCode.Failed;
        }
        catch (Exception error)
        {
            around.Error.WriteLine(call.GetValue(debug)
                ? error.ToString()
                : $"{Name} failed unexpectedly ({error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}): this is a bug, please report it with the output of the same command and --debug.");
            return ExitCode.Failed;
        }
    }

    private static Command Tree(Surroundings around, Option<bool> debug)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        // Not a RootCommand: that one is called as the program that happens to host it.
        return new Command(Name, "Runs a WeChat Official Account (公众号) from rules written in YAML.")
        {
            ServeCommand.Create(around), DevCommand.Create(around), SimulateCommand.Create(around), ChatCommandLine.Create(around), CheckCommand.Create(around),
            CaptureCommand.Create(around), ReplayCommand.Create(around), LoadCommand.Create(around),
            TokenCommand.Create(around), CallCommand.Create(around), MenuCommand.Create(around), DoctorCommand.Create(around), GraphCommand.Create(around), ImportCommand.Create(around),
            SchemaCommand.Create(around), FormatCommand.Create(around), help, new VersionOption(), debug,
        };
    }
}
