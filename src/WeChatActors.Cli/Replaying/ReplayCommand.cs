using System.CommandLine;
using WeChatActors.Replay;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors replay</c>: plays what was captured against any callback, and compares the answers with the recorded ones.</summary>
internal static class ReplayCommand
{
    public static Command Create(Surroundings around)
    {
        var files = new Argument<string[]>("CAPTURE") { Arity = ArgumentArity.OneOrMore, Description = "A capture: a file, a folder, or the name it was given in 'capture.file' or --out" };
        files.Validators.Add(UsageErrors.RefuseOptions);
        var (target, pace, views) = (new TargetOptions(), new PaceOptions("recorded"), new ReportOptions());
        var rules = new Option<string?>("--rules") { HelpName = "FILE", Description = "A rule file: answers among which its rules choose by chance count as equal; those of the account of --conf without it" };
        var compare = new Option<string?>("--compare") { HelpName = "FILE", Description = "A file that declares what answers may differ in" };
        var noCompare = new Option<bool>("--no-compare") { Description = "Leaves the answers uncompared" };
        var update = new Option<bool>("--update") { Description = "Takes the new answers into the capture in the place of the recorded ones" };
        var command = new DescribedCommand("replay", "Plays captured packets against any callback, signed anew, and compares the answers with the recorded ones.")
        {
            Examples =
            [
                ($"{CommandLine.Name} replay data/captures/demo.jsonl.gz --conf conf/wechatactors.yaml --speed 100", "a regression test from real traffic"),
                ($"{CommandLine.Name} replay demo.jsonl --url http://127.0.0.1:3000/wechat --token t0ken", "against a bot made with another SDK"),
                ($"{CommandLine.Name} replay demo.jsonl --max --followers random --soak 10m --fail-if \"p99>200ms\"", "as a load, with a demand"),
                ($"{CommandLine.Name} replay demo.jsonl --update", "the new answers are the right ones"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "all answers are equal, and what was demanded holds"),
                (ExitCode.Failed, "an answer differs, a demand does not hold, no packet was answered, or the run broke off"),
                (ExitCode.Misused, "a bad argument, or a file with mistakes"),
            ],
        };
        command.Add(files);
        target.AddTo(command);
        pace.AddTo(command);
        foreach (var option in new Option[] { rules, compare, noCompare, update }) command.Add(UsageErrors.Guarded(option));
        views.AddTo(command);
        command.Validators.Add(call =>
        {
            foreach (var option in new Option[] { rules, compare, update }) call.ExpectOneOf(option, noCompare);
        });
        command.SetAction(async (call, ct) =>
        {
            var found = target.Read(call, around);
            var asked = views.Read(call, around);
            var equalities = found is null ? null : Equalities(call.GetValue(compare), call.GetValue(rules), found, around);
            if (found is null || asked is null || equalities is null) return ExitCode.Misused;
            var reader = new CaptureReader(call.GetValue(files)!);
            var usable = await reader.Check(ct);
            FindingLines.Write(around.Error, reader.Findings.ToImmutable());
            if (!usable) return ExitCode.Misused;
            var chosen = pace.Read(call, around.Time);
            await using var captures = new CaptureSource(reader, chosen.Repeats);
            await using var source = new AccountPackets(captures, found.Alias);
            using var answers = call.GetValue(update) ? new AnswerUpdate(Path.GetTempPath()) : null;
            var run = new RunSession("replay", [.. call.GetValue(files)!], found, chosen, asked, around);
            var exit = await run.Play(source, call.GetValue(noCompare) ? null : new Comparer(equalities), answers, captures);
            if (source.LeftOut > 0) around.Error.WriteLine($"{source.LeftOut} packets of other accounts than {found.Alias} were left out");
            if (chosen.Speed is not null && captures.FirstShortened is { } next)
                around.Error.WriteLine($"{FindingLines.Number((int)Math.Min(captures.Shortened, int.MaxValue), "pause")} of more than an hour between packets took one hour of their time, the first before {next.File}:{next.Line}");
            return exit;
        });
        return command;
    }

    /// <summary>What answers may differ in; null when a file that says so has mistakes.</summary>
    private static ComparisonRules? Equalities(string? compare, string? rules, RunTarget target, Surroundings around)
    {
        // Of an account without usable rules answers are compared as those of any bot.
        var own = target.Configuration is { } conf ? ChatRules.OfAccount(conf, target.Alias, around.Environment, new Findings()) : null;
        ComparisonRules? equalities = own is null ? ComparisonRules.BuiltIn : ComparisonRules.BuiltIn with { Zone = own.Account.TimeZone };
        if (compare is not null)
        {
            var load = ComparisonFile.Load(compare);
            FindingLines.Write(around.Error, load.Findings);
            equalities = load.Rules is { } declared && own is not null && !declared.HasZone ? declared with { Zone = own.Account.TimeZone } : load.Rules;
        }
        if (rules is null) return own?.Load().Script is { } answering ? equalities?.With(answering) : equalities;
        var read = ScriptFile.Load(rules);
        FindingLines.Write(around.Error, read.Findings.Where(finding => finding.Severity == Severity.Error));
        return read.Script is { } script ? equalities?.With(script) : null;
    }
}
