using System.CommandLine;
using System.Globalization;
using WeChatActors.Replay;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors capture</c>: captures what WeChat sends to any bot, as a proxy in front of it.</summary>
internal static class CaptureCommand
{
    public static Command Create(Surroundings around)
    {
        var listen = new Option<string?>("--listen") { HelpName = "URL", Description = "Where WeChat's pushes arrive, such as http://127.0.0.1:8080" };
        var to = new Option<string?>("--to") { HelpName = "URL", Description = "The bot, such as http://127.0.0.1:3000" };
        var rotate = new Option<string?>("--rotate-bytes") { HelpName = "N", Description = "A file that would grow larger, before compression, is closed and another begun; 268435456 without it" };
        var keep = new Option<string?>("--keep") { HelpName = "N", Description = "How many files are kept, the oldest go first; all without it" };
        var options = new CaptureOptionSet();
        var command = new DescribedCommand("capture", "Stands in front of any bot, passes everything on as it is, and captures packets and answers. Ends on Ctrl-C.")
        {
            Examples =
            [
                ($"{CommandLine.Name} capture --listen http://127.0.0.1:8080 --to http://127.0.0.1:3000 --out bot.jsonl.gz --token t0ken", "only what WeChat signed"),
                ($"{CommandLine.Name} capture --listen http://0.0.0.0:80 --to http://bot:3000 --out bot.jsonl --token t0ken --app-id wx12 --aes-key KEY", "packets are encrypted"),
                ($"{CommandLine.Name} capture import pushes.har --out bot.jsonl", "from a recording"),
            ],
            ExitCodes = [(ExitCode.Done, "ended when asked, everything was captured"), (ExitCode.Failed, "a port or the folder cannot be used, or the capture stopped early"), (ExitCode.Misused, "a bad argument")],
        };
        foreach (var option in new Option[] { listen, to, rotate, keep }) command.Add(UsageErrors.Guarded(option));
        options.AddTo(command);
        command.Add(CaptureImportCommand.Create(around));
        command.Validators.Add(call =>
        {
            foreach (var option in new[] { listen, to })
            {
                if (call.GetResult(option) is null or { Implicit: true }) call.AddError($"{option.Name} is missing, expected {option.Name} {option.HelpName}.");
                call.Expect(option, "an address without a path, such as http://127.0.0.1:3000", IsBare);
            }
            call.Expect(rotate, string.Create(CultureInfo.InvariantCulture, $"a whole number from {CaptureSettings.MinRotateBytes} to {CaptureSettings.MaxRotateBytes}"), text => Whole(text) is >= CaptureSettings.MinRotateBytes and <= CaptureSettings.MaxRotateBytes);
            call.Expect(keep, "a whole number from 1 to 1000000", text => Whole(text) is >= 1 and <= 1_000_000);
        });
        command.SetAction(async (call, _) =>
        {
            try
            {
                var settings = options.Settings(call, "capture") with { Keep = (int?)Whole(call.GetValue(keep)) };
                if (Whole(call.GetValue(rotate)) is { } bytes) settings = settings with { RotateBytes = bytes };
                return await Serve(new Uri(call.GetValue(listen)!), new Uri(call.GetValue(to)!), settings, options.Keys(call), options.Account(call), options.Out(call), around);
            }
            catch (Exception error) when (error is CaptureException or SimulatorStartException)
            {
                around.Error.WriteLine(error.Message);
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static async Task<int> Serve(Uri listen, Uri to, CaptureSettings settings, ExchangeKeys? keys, string? account, string file, Surroundings around)
    {
        using var stop = around.ListenForStop();
        var writer = CaptureWriter.Start(settings, around.Time, around.Error.WriteLine);
        CapturingProxy? proxy = null;
        try
        {
            proxy = await CapturingProxy.Start(listen, to, new ExchangeCapture(writer, keys, account), around.Time, around.Error.WriteLine);
            if (keys is null) around.Error.WriteLine("without --token, signatures are not checked: whatever looks like a packet is captured");
            around.Out.WriteLine($"bot       {to}");
            around.Out.WriteLine($"capture   {file}");
            around.Out.WriteLine($"listens   {proxy.Address}");
            await stop.Requested;
            around.Error.WriteLine("stopping: passing on what was accepted");
        }
        finally
        {
            // Answers that are under way are still captured.
            if (proxy is not null) await proxy.DisposeAsync();
            var cut = writer.Stopped is not null;
            await writer.DisposeAsync();
            if (proxy is not null) Summarise(proxy, writer, file, around.Out);
            if (cut) around.Error.WriteLine($"{writer.Dropped} deliveries were not captured, because the capture had stopped");
        }
        return writer.Dropped == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Summarise(CapturingProxy proxy, CaptureWriter writer, string file, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{proxy.Passed} requests passed on, {writer.Lines} deliveries captured in {file} ({writer.Bytes} bytes before compression)"));
        foreach (var (why, count) in proxy.Skipped.All) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} not captured: {why}"));
    }

    private static bool IsBare(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    private static long? Whole(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
