using System.CommandLine;
using WeChatActors.Engine;
using WeChatActors.Rules;
using WeChatActors.Server;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors dev</c>: the engine and WeChat itself in one process, with a phone to try them.</summary>
internal static class DevCommand
{
    private const string DefaultPage = "http://127.0.0.1:8082";
    public const string DefaultPublic = "http://127.0.0.1:8080";
    public const string DefaultAdmin = "http://127.0.0.1:8081";
    private const string DefaultApi = "http://127.0.0.1:8083";

    public static Command Create(Surroundings around)
    {
        var conf = ServeCommand.Configuration();
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = "Folder of the database, which is kept; without it, a fresh one that is removed at the end" };
        var page = new Option<string?>("--page") { HelpName = "URL", Description = $"Where the phone page answers; {DefaultPage} without it" };
        var open = new Option<string?>("--public") { HelpName = "URL", Description = $"Where the engine takes pushes; {DefaultPublic} or a free port without it" };
        var admin = new Option<string?>("--admin") { HelpName = "URL", Description = $"Where the operator's API answers; {DefaultAdmin} or a free port without it" };
        var api = new Option<string?>("--api") { HelpName = "URL", Description = $"Where the simulated platform's API answers; {DefaultApi} or a free port without it" };
        var command = new DescribedCommand(
            "dev", "Runs your accounts with a simulated WeChat and a phone page, all in one process; saved rules are in force at once. No secret of the configuration is used, and nothing leaves this machine.")
        {
            Examples =
            [
                ($"{CommandLine.Name} dev", $"develop the accounts of {ServeCommand.DefaultConfiguration}"),
                ($"{CommandLine.Name} dev --conf shop.yaml --data .dev", "another configuration, and conversations that stay"),
                ($"{CommandLine.Name} dev --page http://127.0.0.1:9082", "another address for the phone page"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "stopped when asked"),
                (ExitCode.Failed, "a port or the database cannot be used"),
                (ExitCode.Misused, "a bad argument, or the configuration or a rule file has mistakes at the start"),
            ],
        };
        foreach (var option in new Option[] { conf, data, page, open, admin, api }) command.Add(UsageErrors.Guarded(option));
        command.SetAction((call, _) =>
        {
            var findings = new Findings();
            var overrides = new ConfigurationOverrides(null, call.GetValue(open) ?? FreePort.Or(DefaultPublic), call.GetValue(admin) ?? FreePort.Or(DefaultAdmin)) { Develop = true };
            var pageAddress = ListenerAddress.OfOption(call.GetValue(page) ?? DefaultPage, page.Name, findings);
            var apiAddress = ListenerAddress.OfOption(call.GetValue(api) ?? FreePort.Or(DefaultApi), api.Name, findings);
            FindingLines.Write(around.Error, findings.ToImmutable());
            return pageAddress is null || apiAddress is null
                ? Task.FromResult(ExitCode.Misused)
                : Try(call.GetValue(conf)!, call.GetValue(data), overrides, new(pageAddress, apiAddress), around);
        });
        return command;
    }

    private static async Task<int> Try(string conf, string? keep, ConfigurationOverrides overrides, DevelopmentAddresses addresses, Surroundings around)
    {
        try
        {
            using var data = new DevelopmentData(keep);
            return await Develop(conf, overrides with { Data = data.Folder }, addresses, around);
        }
        catch (Exception expected) when (expected is StoreUnavailableException or ServerStartException or SimulatorStartException)
        {
            around.Error.WriteLine(expected.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> Develop(string conf, ConfigurationOverrides overrides, DevelopmentAddresses addresses, Surroundings around)
    {
        ConfigurationLoad Load() => ConfigurationFile.Load(conf, overrides, around.Environment);
        var load = Load();
        FindingLines.Write(around.Error, load.Findings);
        if (load.Configuration is not { } configuration)
        {
            ServeCommand.HintAtConfiguration(conf, around);
            return ExitCode.Misused;
        }
        if (AccountSetups.Clash(conf, configuration.Accounts.Select(account => (account.Alias, account.Security.AppId))) is { } clash)
        {
            around.Error.WriteLine(clash);
            return ExitCode.Misused;
        }

        using var stop = around.ListenForStop();
        await using var development = await Development.Start(configuration, addresses, around.Time);
        development.Follow(conf, configuration.Accounts, load, Load, TextWriter.Synchronized(around.Error).WriteLine);
        ServeCommand.AnnounceListeners(configuration, development.Engine, around.Out);
        around.Out.WriteLine($"api       {development.Platform.Api}");
        // Invented, so that a program of the developer's may call the simulated API.
        foreach (var appId in configuration.Accounts.Select(account => account.Security.AppId))
            around.Out.WriteLine($"secret    {appId} {InventedSecrets.Of(appId).AppSecret}");
        around.Out.WriteLine($"database  {configuration.StorePath}");
        around.Out.WriteLine($"phone     {development.Platform.Page}");
        await stop.Requested;
        around.Error.WriteLine("stopping");
        return ExitCode.Done;
    }
}
