using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors import</c>: the automatic replies of WeChat's console as a rule file.</summary>
internal static class ImportCommand
{
    public static Command Create(Surroundings around)
    {
        var accounts = new AccountOptions();
        var file = new Argument<string?>("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = $"What {ConsoleReplies.Path} answered, or - for standard input; without it, WeChat is asked" };
        file.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: "-" }]) UsageErrors.RefuseOptions(result);
        });
        var all = new Option<bool>("--all") { Description = "Make rules also of what is switched off in the console, as it is once a server answers" };
        var output = new Option<string?>("--out") { HelpName = "FILE", Description = "Write the rules into a file" };
        var command = new DescribedCommand("import", "Turns the automatic replies of WeChat's console into a rule file, and says what cannot be carried over.")
        {
            Examples =
            [
                ($"{CommandLine.Name} import --account shop --out shop.yaml", "ask WeChat for them"),
                ($"{CommandLine.Name} import answer.json --all > shop.yaml", "from an answer that was kept"),
            ],
            ExitCodes = [(ExitCode.Done, "imported, perhaps not all of it"), (ExitCode.Failed, "WeChat refuses or cannot be reached, or the file cannot be written"), (ExitCode.Misused, "a bad argument, or a file that is no such answer")],
        };
        command.Add(file);
        command.Add(all);
        command.Add(UsageErrors.Guarded(output));
        accounts.AddTo(command);
        command.Validators.Add(call =>
        {
            if (call.GetResult(file) is not { Tokens.Count: > 0 }) return;
            foreach (var option in command.Options.Where(option => option.Name is "--conf" or "--data" or "--account"))
                if (call.GetResult(option) is { Implicit: false }) call.AddError($"{option.Name} stands beside a file, expected one of the two.");
        });
        command.SetAction((call, ct) =>
        {
            Task<int> Import(ReadOnlyMemory<byte> json, int refused) => Write(ConsoleReplies.Import(json, call.GetValue(all)), call.GetValue(output), refused, around, ct);
            return call.GetValue(file) is { } path
                ? Read(path, around) is { } json ? Import(json, ExitCode.Misused) : Task.FromResult(ExitCode.Misused)
                : PlatformSession.Run(accounts.Choose(call, around), around, ExitCode.Failed, async session =>
                {
                    var request = session.Get(ConsoleReplies.Path);
                    var result = await session.Client.Call(request, ct);
                    PlatformFailure.Write(around.Error, request, result);
                    return result is PlatformResult.Done done ? await Import(JsonSerializer.SerializeToUtf8Bytes(done.Json), ExitCode.Failed) : ExitCode.Failed;
                });
        });
        return command;
    }

    private static byte[]? Read(string path, Surroundings around)
    {
        if (path == "-") return Encoding.UTF8.GetBytes(around.In.ReadToEnd());
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            around.Error.WriteLine($"{path} cannot be read: {problem.Message}");
            return null;
        }
    }

    private static async Task<int> Write(ImportedReplies imported, string? path, int refused, Surroundings around, CancellationToken ct)
    {
        foreach (var note in imported.Notes) around.Error.WriteLine(note);
        if (imported.HasClosed) around.Error.WriteLine("--all makes rules also of what is switched off.");
        return imported.Yaml is { } yaml ? await Result.Write(yaml, path, around, ct) : refused;
    }
}
