using System.CommandLine;
using System.Globalization;
using WeChatActors.Replay;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors capture import</c>: makes a capture of what others recorded.</summary>
internal static class CaptureImportCommand
{
    public static Command Create(Surroundings around)
    {
        var from = new Argument<string>("FROM") { Description = "A folder of XML files with one packet each, a .har, a .gor or a .gor.gz file" };
        from.Validators.Add(UsageErrors.RefuseOptions);
        var order = new Option<string?>("--order") { HelpName = "WORD", Description = "How the packets of a folder follow one another: time (their CreateTime) or name (that of their file); time without it" };
        var options = new CaptureOptionSet();
        var command = new DescribedCommand("import", "Makes a capture of a folder of XML files, an HTTP archive (HAR) or a recording of GoReplay.")
        {
            Examples =
            [
                ($"{CommandLine.Name} capture import packets --out old.jsonl.gz", "a folder of packets"),
                ($"{CommandLine.Name} capture import pushes.gor.gz --out bot.jsonl --token t0ken --app-id wx12 --aes-key KEY", "a recording of encrypted packets"),
            ],
            ExitCodes = [(ExitCode.Done, "imported, perhaps not all of it"), (ExitCode.Failed, "nothing could be imported, or the capture cannot be written"), (ExitCode.Misused, "a bad argument")],
        };
        command.Add(from);
        command.Add(UsageErrors.Guarded(order));
        options.AddTo(command);
        command.Validators.Add(call => call.ExpectWord(order, ["time", "name"]));
        command.SetAction(async (call, ct) =>
        {
            try
            {
                return await Import(call.GetValue(from)!, call.GetValue(order) == "name" ? FolderOrder.Name : FolderOrder.Time, options, call, around, ct);
            }
            catch (CaptureException error)
            {
                around.Error.WriteLine(error.Message);
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static async Task<int> Import(string from, FolderOrder order, CaptureOptionSet options, ParseResult call, Surroundings around, CancellationToken ct)
    {
        var findings = new Findings();
        var import = new CaptureImport(findings);
        using var file = CaptureFile.Begin(options.Out(call), options.Settings(call, "import"), around.Time.GetUtcNow());
        await import.Run(from, order, new ExchangeCapture(file, options.Keys(call), options.Account(call)), ct);
        FindingLines.Write(around.Error, findings.ToImmutable());
        foreach (var (why, count) in import.Skipped.All) around.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} left out: {why}"));
        if (import.Imported == 0)
        {
            around.Error.WriteLine($"nothing of {from} could be imported.");
            return ExitCode.Failed;
        }
        file.End();
        around.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{import.Imported} deliveries imported into {options.Out(call)}"));
        return ExitCode.Done;
    }
}
