using System.Collections.Immutable;
using System.CommandLine;
using WeChatActors.Rules;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors simulate</c>: WeChat itself, for a program that runs elsewhere.</summary>
internal static class SimulateCommand
{
    public static Command Create(Surroundings around)
    {
        var options = new SimulateOptions();
        var command = new DescribedCommand(
            "simulate", "Runs a simulated WeChat for a program that runs beside it, whatever SDK it is made with: a phone page, pushes to the callback, and the API.")
        {
            Examples =
            [
                ($"{CommandLine.Name} simulate", "an account whose callback is http://127.0.0.1:8080/wechat/demo"),
                ($"{CommandLine.Name} simulate --callback http://127.0.0.1:3000/wechat --token t0ken", "your own program"),
                ($"{CommandLine.Name} simulate --conf shop.yaml", "beside a server of that configuration"),
                ($"{CommandLine.Name} simulate --scenario talk.json", "run a scenario and say how each packet ended"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "stopped when asked, or every packet of the scenario was answered"),
                (ExitCode.Failed, "a port cannot be used, or a packet of the scenario failed"),
                (ExitCode.Misused, "a bad argument, or the configuration or the scenario has mistakes"),
            ],
        };
        foreach (var option in options.All) command.Add(UsageErrors.Guarded(option));
        command.Validators.Add(options.Check);
        command.SetAction((call, _) => Simulate(call, options, around));
        return command;
    }

    private static async Task<int> Simulate(ParseResult call, SimulateOptions options, Surroundings around)
    {
        var findings = new Findings();
        var accounts = Accounts(call, options, around, findings);
        var simulator = accounts is { } found ? options.Read(call, [.. found.Select(account => account.Setup)], around.Time, findings) : null;
        FindingLines.Write(around.Error, findings.ToImmutable());
        if (simulator is null) return ExitCode.Misused;
        if (AccountSetups.Clash(call.GetValue(options.Configuration) ?? "", simulator.Accounts.Select(account => (account.Alias, account.AppId))) is { } clash)
        {
            around.Error.WriteLine(clash);
            return ExitCode.Misused;
        }

        using var stop = around.ListenForStop();
        try
        {
            await using var host = await SimulatorHost.Start(simulator, new SimulatedClock(around.Time), ConsoleLog.Add);
            if (call.GetValue(options.Scenario) is { } scenario) return await Run(host, scenario, around);
            foreach (var account in accounts!.Value) Announce(account, around.Out);
            around.Out.WriteLine($"api       {host.Api}");
            around.Out.WriteLine($"phone     {host.Page}");
            await stop.Requested;
            return ExitCode.Done;
        }
        catch (SimulatorStartException expected)
        {
            around.Error.WriteLine(expected.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> Run(SimulatorHost host, string scenario, Surroundings around)
    {
        byte[] json;
        try
        {
            json = await File.ReadAllBytesAsync(scenario);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            around.Error.WriteLine($"The scenario {scenario} cannot be read: {problem.Message}");
            return ExitCode.Misused;
        }
        var report = await host.RunScenario(json);
        if (report.Refused is { } why)
        {
            around.Error.WriteLine($"{scenario}: {why}");
            return ExitCode.Misused;
        }
        foreach (var line in report.Lines) around.Out.WriteLine(line);
        return report.AllWell ? ExitCode.Done : ExitCode.Failed;
    }

    private static ImmutableArray<InventedAccount>? Accounts(ParseResult call, SimulateOptions options, Surroundings around, Findings findings)
    {
        if (call.GetValue(options.Configuration) is not { } conf) return [options.Account(call)];
        if (SimulatedAccounts.Read(conf, around.Environment, findings) is not { } setups) return null;
        return [.. setups.Select(setup => new InventedAccount(setup, SecretInvented: true, TokenInvented: false, KeyInvented: false))];
    }

    private static void Announce(InventedAccount account, TextWriter output)
    {
        var setup = account.Setup;
        output.WriteLine($"callback  {setup.Callback}");
        output.WriteLine($"app_id    {setup.AppId}");
        if (account.SecretInvented) output.WriteLine($"secret    {setup.AppSecret}");
        if (account.TokenInvented) output.WriteLine($"token     {setup.Token}");
        if (account.KeyInvented) output.WriteLine($"aes_key   {setup.AesKey}");
    }
}
