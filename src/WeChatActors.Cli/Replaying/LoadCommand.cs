using System.CommandLine;
using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors load</c>: sends what a scenario's followers would say to any callback.</summary>
internal static class LoadCommand
{
    public static Command Create(Surroundings around)
    {
        var scenario = new Argument<string>("SCENARIO") { Description = "A load scenario: who says what how often" };
        scenario.Validators.Add(UsageErrors.RefuseOptions);
        var (target, pace, views) = (new TargetOptions(), new PaceOptions("the scenario's think times say", scenario: true), new ReportOptions());
        var command = new DescribedCommand("load", "Sends what many followers would say to any callback, signed, each answer judged, and measures.")
        {
            Examples =
            [
                ($"{CommandLine.Name} load conf/loads/demo.yaml --duration 30s", $"the mix of a file, against the server of {ServeCommand.DefaultConfiguration}"),
                ($"{CommandLine.Name} load conf/loads/demo.yaml --dev --duration 30s", "the same while 'dev' serves it"),
                ($"{CommandLine.Name} load mix.yaml --url http://127.0.0.1:3000/wechat --token t0ken --rate 500 --ramp 30s --soak 10m", "500 packets a second against a bot made with another SDK"),
                ($"{CommandLine.Name} load mix.yaml --max --concurrency 64 --duration 20s --html run.html --fail-if \"late>0\"", "as fast as it answers, with a report"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "it ran to its end or was stopped, and what was demanded holds"),
                (ExitCode.Failed, "a demand does not hold, or no packet was answered"),
                (ExitCode.Misused, "a bad argument, or a file with mistakes"),
            ],
        };
        command.Add(scenario);
        target.AddTo(command);
        pace.AddTo(command);
        views.AddTo(command);
        command.SetAction(async (call, ct) =>
        {
            var found = target.Read(call, around);
            var asked = views.Read(call, around);
            var path = call.GetValue(scenario)!;
            var load = LoadScenario.Load(path);
            FindingLines.Write(around.Error, load.Findings);
            if (found is null || asked is null || load.Scenario is not { } mix) return ExitCode.Misused;
            var chosen = pace.Read(call, around.Time);
            foreach (var note in mix.Notes) around.Error.WriteLine(note);
            await using var source = new LoadSource(chosen.Of(mix), found.OriginalId ?? AccountSetups.OriginalId(found.Account.AppId));
            var run = new RunSession("load", [path], found, chosen, asked, around);
            return await run.Play(source);
        });
        return command;
    }
}
