using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Server;
using WeChatActors.Simulator;

namespace WeChatActors.Cli;

/// <summary>The options that say which callback packets are sent to, and how they are signed: those of a configuration's account, or given one by one.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _url = new("--url") { HelpName = "URL", Description = "The callback, such as http://127.0.0.1:3000/wechat; with --conf instead of the configuration's own" };
    private readonly Option<string?> _conf = new("--conf") { HelpName = "FILE", Description = $"Takes callback, token and keys from this configuration; {ServeCommand.DefaultConfiguration} without --url" };
    private readonly Option<string?> _account = new("--account") { HelpName = "ALIAS", Description = "The account of the configuration; needed when it has several" };
    private readonly Option<bool> _dev = new("--dev") { Description = "The configuration is being served by 'dev', whose token and keys are invented" };
    private readonly Option<string?> _originalId = new("--original-id") { HelpName = "ID", Description = "ToUserName of the packets; the configuration's or the packets' own without it" };
    private readonly CredentialOptions _credentials = new(CredentialOptions.DemoToken, "none");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all = [_url, _conf, _account, _dev, _credentials.Token, _credentials.AppId, _credentials.Security, _credentials.AesKey, _originalId];
        foreach (var option in all) command.Add(UsageErrors.Guarded(option));
        command.Validators.Add(Check);
    }

    private void Check(CommandResult call)
    {
        call.Expect(_url, "an address such as http://127.0.0.1:3000/wechat", CredentialOptions.IsHttp);
        call.Expect(_originalId, "1 to 64 letters, digits, '-' and '_', such as gh_7f3c19ab02de", text => OpenId.IsValid(text));
        _credentials.Check(call);
        if (CredentialOptions.Mode(call.Given(_credentials.Security)) != SecurityMode.Plaintext && call.Given(_credentials.AesKey) is null)
            call.AddError("--security asks for encryption, expected --aes-key KEY beside it.");
        Option[] single = [_credentials.Token, _credentials.AppId, _credentials.Security, _credentials.AesKey];
        var byOptions = Array.Find(single, option => call.GetResult(option) is { Implicit: false });
        if (byOptions is not null && OfConfiguration(call) is { } configured) call.AddError($"{byOptions.Name} stands beside {configured.Name}, expected one of the two.");
        else if (byOptions is not null && call.Given(_url) is null) call.AddError($"{byOptions.Name} stands without --url, expected --url URL beside it.");
    }

    private Option? OfConfiguration(CommandResult call) => Array.Find([_conf, _account, (Option)_dev], option => call.GetResult(option) is { Implicit: false });

    /// <summary>The target that a call names.</summary>
    /// <param name="call">The call.</param>
    /// <param name="around">Gets every mistake on its error stream.</param>
    /// <returns>Null when the configuration has mistakes, or the account is not said or not there.</returns>
    public RunTarget? Read(ParseResult call, Surroundings around)
    {
        var url = call.GetValue(_url);
        var asked = call.GetValue(_originalId);
        if (url is not null && OfConfiguration(call.CommandResult) is null)
        {
            return new RunTarget(
                new AccountSetup
                {
                    Alias = "target", AppId = call.GetValue(_credentials.AppId) ?? CredentialOptions.DemoAppId, AppSecret = "", OriginalId = asked ?? "",
                    Callback = new Uri(url), Token = call.GetValue(_credentials.Token) ?? CredentialOptions.DemoToken,
                    Security = CredentialOptions.Mode(call.GetValue(_credentials.Security)), AesKey = call.GetValue(_credentials.AesKey),
                },
                asked, null);
        }
        var conf = call.GetValue(_conf) ?? ServeCommand.DefaultConfiguration;
        var accounts = call.GetValue(_dev) ? Developed(conf, around) : Configured(conf, around);
        if (accounts is not { } setups)
        {
            ServeCommand.HintAtConfiguration(conf, around);
            return null;
        }
        if (Choose(call.GetValue(_account), conf, setups, around) is not { } account) return null;
        if (url is not null) account = account with { Callback = new Uri(url) };
        // An original id that nobody gave is one of the simulator's inventions: the packets' own are better.
        var original = asked ?? (account.OriginalId == AccountSetups.OriginalId(account.AppId) ? null : account.OriginalId);
        return new RunTarget(account with { OriginalId = original ?? account.OriginalId }, original, account.Alias) { Configuration = conf };
    }

    private static ImmutableArray<AccountSetup>? Configured(string conf, Surroundings around)
    {
        var findings = new Findings();
        var accounts = SimulatedAccounts.Read(conf, around.Environment, findings);
        FindingLines.Write(around.Error, findings.ToImmutable());
        return accounts;
    }

    /// <summary>The accounts as 'dev' serves them where nothing says otherwise.</summary>
    private static ImmutableArray<AccountSetup>? Developed(string conf, Surroundings around)
    {
        var listener = new Uri(DevCommand.DefaultPublic);
        var load = ConfigurationFile.Load(conf, new(null, DevCommand.DefaultPublic, DevCommand.DefaultAdmin) { Develop = true }, around.Environment);
        FindingLines.Write(around.Error, load.Findings.Where(finding => finding.Severity == Severity.Error));
        return load.Configuration?.Accounts.Select(account => AccountSetups.OfDevelopment(account) with { Callback = AccountSetups.Callback(listener, account.Alias) }).ToImmutableArray();
    }

    private static AccountSetup? Choose(string? alias, string conf, ImmutableArray<AccountSetup> accounts, Surroundings around)
    {
        string[] aliases = [.. accounts.Select(account => account.Alias)];
        if ((alias ?? (aliases.Length == 1 ? aliases[0] : null)) is not { } chosen)
        {
            around.Error.WriteLine($"{conf} has {aliases.Length} accounts: name one with --account, one of: {string.Join(", ", aliases)}.");
            return null;
        }
        if (accounts.FirstOrDefault(account => account.Alias == chosen) is { } found) return found;
        around.Error.WriteLine(ExpectedValues.NoSuch(chosen, "--account", aliases));
        return null;
    }
}

/// <summary>Where packets go.</summary>
/// <param name="Account">Callback, token, security mode and key.</param>
/// <param name="OriginalId">What their ToUserName becomes; null leaves it as it is.</param>
/// <param name="Alias">The account of the configuration; null when the options tell of it.</param>
internal sealed record RunTarget(AccountSetup Account, string? OriginalId, string? Alias)
{
    /// <summary>The configuration that tells of the account; null when the options do.</summary>
    public string? Configuration { get; init; }
}
