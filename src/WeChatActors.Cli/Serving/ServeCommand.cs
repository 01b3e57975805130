using System.CommandLine;
using WeChatActors.Engine;
using WeChatActors.Replay;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors serve</c>: answers WeChat until it is asked to stop.</summary>
internal static class ServeCommand
{
    public const string DefaultConfiguration = "conf/wechatactors.yaml";

    public static Command Create(Surroundings around)
    {
        var conf = Configuration();
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = "Folder of the database, instead of the one the configuration names" };
        var open = new Option<string?>("--public") { HelpName = "URL", Description = "Where WeChat's pushes arrive, such as http://127.0.0.1:8080" };
        var admin = new Option<string?>("--admin") { HelpName = "URL", Description = "Where the operator's API answers, such as http://127.0.0.1:8081" };
        var command = new DescribedCommand("serve", "Answers WeChat: the callback of every account, and the operator's API. Stops on Ctrl-C or SIGTERM; SIGHUP reads the rules again.")
        {
            Examples =
            [
                ($"{CommandLine.Name} serve", $"serve {DefaultConfiguration}"),
                ($"{CommandLine.Name} serve --conf shop.yaml --data /var/lib/shop", "another configuration and data folder"),
                ($"{CommandLine.Name} serve --public http://0.0.0.0:9080", "listen on every address"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "stopped when asked, everything accepted was answered"),
                (ExitCode.Failed, "a port or the database cannot be used"),
                (ExitCode.Misused, "a bad argument, or the configuration or a rule file has mistakes"),
            ],
        };
        foreach (var option in new Option[] { conf, data, open, admin }) command.Add(UsageErrors.Guarded(option));
        command.SetAction((call, _) => Serve(
            call.GetValue(conf)!, new(call.GetValue(data), call.GetValue(open), call.GetValue(admin)), around));
        return command;
    }

    /// <summary>The option that names the configuration.</summary>
    public static Option<string> Configuration() => new("--conf")
    {
        HelpName = "FILE", Description = "The configuration", DefaultValueFactory = _ => DefaultConfiguration,
    };

    /// <summary>Says how to name a configuration, to a user who named none and has none where it is looked for.</summary>
    public static void HintAtConfiguration(string conf, Surroundings around)
    {
        if (conf == DefaultConfiguration && !File.Exists(conf)) around.Error.WriteLine("--conf FILE names another configuration.");
    }

    private static async Task<int> Serve(string conf, ConfigurationOverrides overrides, Surroundings around)
    {
        var load = ConfigurationFile.Load(conf, overrides, around.Environment);
        FindingLines.Write(around.Error, load.Findings);
        if (load.Configuration is not { } configuration)
        {
            HintAtConfiguration(conf, around);
            return ExitCode.Misused;
        }

        using var stop = around.ListenForStop();
        try
        {
            var store = SqliteConversationStore.Open(configuration.StorePath, around.Time);
            await using var capture = await StartCapture(configuration, store, around);
            var host = await ServerHost.Start(configuration, store, around.Time, ConsoleLog.Add, capture);
            await using (host)
            {
                stop.Reload = host.Rules.ReloadAll;
                Announce(configuration, host, around.Out);
                await stop.Requested;
                around.Error.WriteLine("stopping: answering what was accepted");
            }
            return host.AnsweredAll ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception expected) when (expected is StoreUnavailableException or ServerStartException or CaptureException)
        {
            around.Error.WriteLine(expected.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<ServedCapture?> StartCapture(ServerConfiguration configuration, SqliteConversationStore store, Surroundings around)
    {
        try
        {
            return ServedCapture.Start(configuration.Capture, around.Time, around.Error.WriteLine);
        }
        catch (CaptureException)
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static void Announce(ServerConfiguration configuration, ServerHost host, TextWriter output)
    {
        AnnounceListeners(configuration, host, output);
        if (configuration.Capture is { } capture) output.WriteLine($"capture   {capture.File}");
        output.WriteLine($"database  {configuration.StorePath}");
    }

    /// <summary>Prints where a server answers.</summary>
    public static void AnnounceListeners(ServerConfiguration configuration, ServerHost host, TextWriter output)
    {
        foreach (var account in configuration.Accounts)
            output.WriteLine($"callback  {new Uri(host.Public, CallbackEndpoint.Path + account.Alias)}");
        foreach (var login in host.Logins) output.WriteLine($"login     {login}");
        output.WriteLine($"admin     {host.Admin}");
    }
}
