using System.CommandLine;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors token</c>: the account's access_token and tickets, never their values.</summary>
internal static class TokenCommand
{
    private const int MostLines = 1_000;

    public static Command Create(Surroundings around) =>
        new DescribedCommand("token", "Shows how the access_token and the tickets of an account stand, asks for a new one, or lists who asked when. No value is ever printed.")
        {
            Examples =
            [
                ($"{CommandLine.Name} token show", "version, age, and what is wrong"),
                ($"{CommandLine.Name} token refresh --account shop", "replace a token that leaked or fails"),
                ($"{CommandLine.Name} token audit --limit 50", "who asked for tokens, when and why"),
            ],
            ExitCodes = [(ExitCode.Done, "done"), (ExitCode.Failed, "failed"), (ExitCode.Misused, "misused, or a file has mistakes")],
            Subcommands = { Show(around), Refresh(around), Audit(around) },
        };

    private static DescribedCommand Show(Surroundings around)
    {
        var (accounts, json) = (new AccountOptions(), Json());
        var command = new DescribedCommand("show", "Shows version, age and trouble of the access_token and the tickets. Asks nobody.")
        {
            Examples = [($"{CommandLine.Name} token show", "the only account"), ($"{CommandLine.Name} token show --account shop --json", "for a script")],
            ExitCodes =
            [
                (ExitCode.Done, "there is a good access_token"), (ExitCode.Failed, "there is none, or the database cannot be used"),
                (ExitCode.Misused, "a bad argument, or a file with mistakes"),
            ],
        };
        accounts.AddTo(command);
        command.Add(json);
        command.SetAction((call, _) => PlatformSession.Look(
            accounts.Choose(call, around), around, session => new TokenReport(session, around).Show(call.GetValue(json))));
        return command;
    }

    private static DescribedCommand Refresh(Surroundings around)
    {
        var (accounts, json) = (new AccountOptions(), Json());
        var command = new DescribedCommand("refresh", "Asks WeChat for a new access_token now. A running server takes it over within seconds.")
        {
            Examples =
            [
                ($"{CommandLine.Name} token refresh", "the only account"),
                ($"{CommandLine.Name} token refresh --account shop", "one of several"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "there is a new one"), (ExitCode.Failed, "WeChat gave none, it is too early, or the database cannot be used"),
                (ExitCode.Misused, "a bad argument, or a file with mistakes"),
            ],
        };
        accounts.AddTo(command);
        command.Add(json);
        command.SetAction((call, ct) => PlatformSession.Run(
            accounts.Choose(call, around), around, ExitCode.Failed, session => new TokenReport(session, around).Refresh(call.GetValue(json), ct)));
        return command;
    }

    private static DescribedCommand Audit(Surroundings around)
    {
        var (accounts, json) = (new AccountOptions(), Json());
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "At most so many lines, the newest first", DefaultValueFactory = _ => 20 };
        limit.CustomParser = argument =>
        {
            if (int.TryParse(argument.Tokens[0].Value, out var number) && number is >= 1 and <= MostLines) return number;
            argument.AddError($"'{argument.Tokens[0].Value}' stands at --limit, expected a whole number from 1 to {MostLines}.");
            return 0;
        };
        var command = new DescribedCommand("audit", "Lists the requests for tokens: when, what, why, asked by whom, and the result.")
        {
            Examples = [($"{CommandLine.Name} token audit", "the last 20"), ($"{CommandLine.Name} token audit --limit 100 --json", "for a script")],
            ExitCodes = [(ExitCode.Done, "done"), (ExitCode.Failed, "the database cannot be used"), (ExitCode.Misused, "a bad argument, or a file with mistakes")],
        };
        accounts.AddTo(command);
        command.Add(UsageErrors.Guarded(limit));
        command.Add(json);
        command.SetAction((call, _) => PlatformSession.Look(
            accounts.Choose(call, around), around, session => new TokenReport(session, around).Audit(call.GetValue(limit), call.GetValue(json))));
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "Print JSON" };
}
