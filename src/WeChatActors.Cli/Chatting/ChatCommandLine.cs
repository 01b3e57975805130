using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors chat</c>: talks to rules in the terminal.</summary>
internal static class ChatCommandLine
{
    public static Command Create(Surroundings around)
    {
        var rules = new Argument<string?>("RULES") { Arity = ArgumentArity.ZeroOrOne, Description = "A rule file; without one, the rules of an account of the configuration" };
        rules.Validators.Add(UsageErrors.RefuseOptions);
        var conf = ServeCommand.Configuration();
        var account = new Option<string?>("--account") { HelpName = "ALIAS", Description = "The account whose rules answer; without it, the first" };
        var seed = new Option<ulong?>("--seed") { HelpName = "N", Description = "Chooses among random replies: the same number, the same choices", CustomParser = ReadSeed };
        var now = new Option<WrittenTime?>("--now") { HelpName = "TIME", Description = "The time of the first message, such as 2026-03-02T10:00; each further one comes a second later", CustomParser = ReadTime };
        var command = new DescribedCommand("chat", "Talks to rules in the terminal, through the same code that answers WeChat; no server, no network, nothing is stored.")
        {
            Examples =
            [
                ($"{CommandLine.Name} chat conf/rules/demo.yaml", "talk to a rule file; /help lists what you can send"),
                ($"{CommandLine.Name} chat --account demo", $"talk to an account of {ServeCommand.DefaultConfiguration}"),
                ($"{CommandLine.Name} chat demo.yaml --seed 1 --now 2026-03-02T10:00 < lines.txt", "a transcript that is the same every time"),
            ],
            ExitCodes = [(ExitCode.Done, "the chat ended"), (ExitCode.Misused, "a bad argument, or the rules have errors")],
        };
        command.Add(rules);
        foreach (var option in new Option[] { conf, account, seed, now }) command.Add(UsageErrors.Guarded(option));
        command.Validators.Add(call =>
        {
            if (call.GetResult(rules) is not { Tokens.Count: > 0 }) return;
            foreach (var option in new Option[] { conf, account })
                if (call.GetResult(option) is { Implicit: false }) call.AddError($"{option.Name} stands beside a rule file, expected one of the two.");
        });
        command.SetAction(call =>
        {
            var findings = new Findings();
            var from = call.GetValue(rules) is { } path
                ? ChatRules.OfFile(path)
                : ChatRules.OfAccount(call.GetValue(conf)!, call.GetValue(account), around.Environment, findings);
            FindingLines.Write(around.Error, findings.ToImmutable());
            if (from is not null) return Talk(from, call.GetValue(now), call.GetValue(seed), around);
            ServeCommand.HintAtConfiguration(call.GetValue(conf)!, around);
            return ExitCode.Misused;
        });
        return command;
    }

    private static int Talk(ChatRules rules, WrittenTime? now, ulong? seed, Surroundings around)
    {
        var load = rules.Load();
        FindingLines.Write(around.Error, load.Findings);
        if (load.Script is not { } script) return ExitCode.Misused;

        around.Error.WriteLine($"{rules.Path}: {FindingLines.Number(script.Rules.Length, "rule")}. Type a message, or /help. 输入消息，或 /help 查看命令。");
        var (mocks, trace) = (new ChatMocks(), new DecisionTrace(explains: true));
        var session = new Rehearsal(script, rules.Account, new RehearsalClock(around.Time, now?.In(rules.Account.TimeZone)), new RehearsalSetting
        {
            CanPush = rules.CanPush, Seed = seed, Answer = mocks.Answer, Trace = trace,
        });
        if (around.Terminal is not { } terminal)
        {
            using var stop = around.ListenForStop();
            new Chat(session, rules, new ChatPrinter(around.Out, rules, mocks, dims: false), mocks, trace).Run(() => ReadLine(around.In, stop), echo: true);
            return ExitCode.Done;
        }

        using var keyboard = terminal.Begin();
        var lines = new EditedLines(terminal, around.Out, "> ", beginning => ChatCommands.Complete(beginning, session.Script.Menu, session.Script.Tests));
        new Chat(session, rules, new ChatPrinter(around.Out, rules, mocks, dims: string.IsNullOrEmpty(around.Environment("NO_COLOR"))), mocks, trace).Run(lines.Read, echo: false);
        return ExitCode.Done;
    }

    // The read cannot be cancelled; its thread does not keep the process alive.
    private static string? ReadLine(TextReader input, StopSignal stop)
    {
        var line = Task.Run(input.ReadLine);
        return Task.WaitAny(line, stop.Requested) == 0 ? line.GetAwaiter().GetResult() : null;
    }

    private static ulong? ReadSeed(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) return seed;
        argument.AddError($"'{text}' stands at --seed, expected a whole number from 0 to {ulong.MaxValue}.");
        return null;
    }

    private static WrittenTime? ReadTime(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (WrittenTime.TryParse(text, out var time)) return time;
        argument.AddError($"'{text}' stands at --now, expected a time such as 2026-03-02T10:00 (in the account's zone) or 2026-03-02T10:00:00+08:00.");
        return null;
    }
}
