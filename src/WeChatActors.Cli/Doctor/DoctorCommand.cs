using System.CommandLine;
using System.CommandLine.Parsing;

namespace WeChatActors.Cli;

/// <summary><c>wechatactors doctor</c>: what is wrong with an account, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create(Surroundings around)
    {
        var accounts = new AccountOptions();
        var url = new Option<Uri?>("--url") { HelpName = "URL", Description = "The callback as it stands in the console; without it {listen.public_url}/wechat/ALIAS, else the local listener", CustomParser = ReadUrl };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new DescribedCommand("doctor", "Checks an account from its files to WeChat, and says of each thing that is wrong how to mend it. Changes nothing but the access_token it may have to ask for.")
        {
            Examples =
            [
                ($"{CommandLine.Name} doctor", "the only account"),
                ($"{CommandLine.Name} doctor --account shop --url https://wx.example.com/wechat/shop", "before the address is entered into the console"),
                ($"{CommandLine.Name} doctor --json", "for a monitor"),
            ],
            ExitCodes = [(ExitCode.Done, "nothing is wrong, perhaps warnings"), (ExitCode.Failed, "something is wrong"), (ExitCode.Misused, "a bad argument")],
        };
        accounts.AddTo(command);
        command.Add(UsageErrors.Guarded(url));
        command.Add(json);
        command.SetAction((call, ct) => Examine(call, accounts, call.GetValue(url), call.GetValue(json), around, ct));
        return command;
    }

    private static async Task<int> Examine(ParseResult call, AccountOptions accounts, Uri? url, bool json, Surroundings around, CancellationToken ct)
    {
        var load = accounts.Load(call, around);
        var checks = new List<CheckUp>();
        string? alias = null;
        if (load.Configuration is not { } configuration)
        {
            Show(Examination.Mistakes(accounts.File(call), load));
            ServeCommand.HintAtConfiguration(accounts.File(call), around);
        }
        else
        {
            if (accounts.Among(call, configuration, load, around) is not { } chosen) return ExitCode.Misused;
            alias = chosen.Alias;
            await foreach (var check in new Examination(chosen, load, url, around.Time).Run(ct)) Show(check);
        }
        if (json) around.Out.WriteLine(JsonText.Of(DoctorReport.Json(alias, checks)));
        else around.Error.WriteLine(DoctorReport.Summary(checks));
        return checks.Exists(check => check.Verdict == Verdict.Wrong) ? ExitCode.Failed : ExitCode.Done;

        void Show(CheckUp check)
        {
            checks.Add(check);
            if (!json) DoctorReport.Write(around.Out, check);
        }
    }

    private static Uri? ReadUrl(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }) return url;
        argument.AddError($"'{text}' stands at --url, expected the callback's address, such as https://wx.example.com/wechat/demo.");
        return null;
    }
}
