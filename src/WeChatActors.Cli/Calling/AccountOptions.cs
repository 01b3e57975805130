using System.CommandLine;
using WeChatActors.Engine;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>The options that say which account of which configuration a command is about.</summary>
internal sealed class AccountOptions
{
    private readonly Option<string> _configuration = ServeCommand.Configuration();
    private readonly Option<string?> _data = new("--data") { HelpName = "DIR", Description = "Folder of the database, instead of the one the configuration names" };
    private readonly Option<string?> _account = new("--account") { HelpName = "ALIAS", Description = "The account; needed when the configuration has several" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _configuration, _data, _account }) command.Add(UsageErrors.Guarded(option));
    }

    /// <summary>The file that the call names.</summary>
    public string File(ParseResult call) => call.GetValue(_configuration)!;

    /// <summary>Reads the file that the call names.</summary>
    public ConfigurationLoad Load(ParseResult call, Surroundings around) => ConfigurationFile.Load(File(call), new(Data: call.GetValue(_data)), around.Environment);

    /// <summary>The account that the call is about.</summary>
    /// <param name="call">The call.</param>
    /// <param name="around">Gets every mistake on its error stream.</param>
    /// <returns>Null when the configuration has mistakes, or the account is not said or not there.</returns>
    public ChosenAccount? Choose(ParseResult call, Surroundings around)
    {
        var load = Load(call, around);
        if (load.Configuration is { } configuration) return Among(call, configuration, load, around);
        FindingLines.Write(around.Error, load.Findings.Where(finding => finding.Severity == Severity.Error));
        ServeCommand.HintAtConfiguration(File(call), around);
        return null;
    }

    /// <summary>The account of a configuration that the call is about; null, with the mistake on the error stream, when it is not said or not there.</summary>
    public ChosenAccount? Among(ParseResult call, ServerConfiguration configuration, ConfigurationLoad load, Surroundings around)
    {
        string[] aliases = [.. configuration.Accounts.Select(account => account.Alias)];
        if ((call.GetValue(_account) ?? (aliases.Length == 1 ? aliases[0] : null)) is not { } alias)
        {
            around.Error.WriteLine($"{File(call)} has {aliases.Length} accounts: name one with --account, one of: {string.Join(", ", aliases)}.");
            return null;
        }
        if (configuration.Accounts.FirstOrDefault(account => account.Alias == alias) is { } found)
            return new(File(call), configuration, found, load.Rules.FirstOrDefault(rules => rules.Account == alias)?.Path ?? File(call));
        around.Error.WriteLine(ExpectedValues.NoSuch(alias, "--account", aliases));
        return null;
    }
}

/// <summary>The account that a command is about.</summary>
/// <param name="File">The configuration file as it was named.</param>
/// <param name="Configuration">What it says.</param>
/// <param name="Account">The account.</param>
/// <param name="RulePath">Its rule file, as findings name it.</param>
internal sealed record ChosenAccount(string File, ServerConfiguration Configuration, Account Account, string RulePath)
{
    /// <summary>Its alias.</summary>
    public string Alias => Account.Alias;

    /// <summary>Why the platform cannot be called for it, in one sentence with the remedy; null when it can.</summary>
    public string? CannotCall => Account.Platform is null
        ? $"The account {Alias} has no app_secret in {File}, so WeChat cannot be called for it: add app_secret: ${{NAME}} and put the AppSecret of the console into that variable."
        : null;
}
