using System.CommandLine;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors menu</c>: the section <c>menu:</c> of the rules and the menu that phones show.</summary>
internal static class MenuCommand
{
    public static Command Create(Surroundings around) =>
        new DescribedCommand("menu", "Sends the custom menu of the rules to WeChat, fetches WeChat's, or compares the two.")
        {
            Examples =
            [
                ($"{CommandLine.Name} menu diff", "what push would change"),
                ($"{CommandLine.Name} menu push --account shop", "send the menu of the rules"),
                ($"{CommandLine.Name} menu pull > menu.yaml", "fetch WeChat's menu as a section of a rule file"),
            ],
            ExitCodes = [(ExitCode.Done, "done, or the same"), (ExitCode.Failed, "failed, or different"), (ExitCode.Misused, "misused, or a file has mistakes")],
            Subcommands = { Push(around), Pull(around), Diff(around) },
        };

    private static DescribedCommand Push(Surroundings around)
    {
        var accounts = new AccountOptions();
        var dry = new Option<bool>("--dry-run") { Description = "Only show what would change" };
        var command = new DescribedCommand("push", "Sends the section 'menu:' of the account's rules to WeChat, if WeChat's menu differs.")
        {
            Examples =
            [
                ($"{CommandLine.Name} menu push --dry-run", "show what would change"),
                ($"{CommandLine.Name} menu push --account shop", "send it"),
            ],
            ExitCodes =
            [
                (ExitCode.Done, "WeChat has this menu, or would have it"),
                (ExitCode.Failed, "WeChat refuses it or cannot be reached"),
                (ExitCode.Misused, "a bad argument, a file with mistakes, or rules without a menu"),
            ],
        };
        accounts.AddTo(command);
        command.Add(dry);
        command.SetAction((call, ct) =>
            PlatformSession.Run(accounts.Choose(call, around), around, ExitCode.Failed, session => new MenuSync(session, around).Push(call.GetValue(dry), ct)));
        return command;
    }

    private static DescribedCommand Pull(Surroundings around)
    {
        var accounts = new AccountOptions();
        var command = new DescribedCommand("pull", "Prints the menu that WeChat has as the section 'menu:' of a rule file.")
        {
            Examples = [($"{CommandLine.Name} menu pull", "show it"), ($"{CommandLine.Name} menu pull --account shop > menu.yaml", "keep it")],
            ExitCodes = [(ExitCode.Done, "printed, also when there is none"), (ExitCode.Failed, "WeChat refuses or cannot be reached"), (ExitCode.Misused, "a bad argument, or a file with mistakes")],
        };
        accounts.AddTo(command);
        command.SetAction((call, ct) =>
            PlatformSession.Run(accounts.Choose(call, around), around, ExitCode.Failed, session => new MenuSync(session, around).Pull(ct)));
        return command;
    }

    private static DescribedCommand Diff(Surroundings around)
    {
        var accounts = new AccountOptions();
        var command = new DescribedCommand("diff", "Compares WeChat's menu with the section 'menu:' of the account's rules: what push would take away (-) and add (+).")
        {
            Examples = [($"{CommandLine.Name} menu diff", "compare"), ($"{CommandLine.Name} menu diff --account shop && echo same", "in a script")],
            // As diff(1): a script must not take trouble for a difference.
            ExitCodes = [(ExitCode.Done, "the same"), (ExitCode.Failed, "different"), (ExitCode.Misused, "not compared: a bad argument, a file with mistakes, rules without a menu, or WeChat cannot be asked")],
        };
        accounts.AddTo(command);
        command.SetAction((call, ct) =>
            PlatformSession.Run(accounts.Choose(call, around), around, ExitCode.Misused, session => new MenuSync(session, around).Diff(ct)));
        return command;
    }
}
