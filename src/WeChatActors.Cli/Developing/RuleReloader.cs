using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Cli;

/// <summary>Where a developer sees what became of his rule files.</summary>
internal interface IRuleDisplay
{
    /// <summary>Shows what is the matter with an account's rules, one line for each finding; nothing when all is well.</summary>
    void ShowRules(string account, ImmutableArray<string> findings);

    /// <summary>Shows an account's menu, or none.</summary>
    void ShowMenu(string account, Menu? menu);
}

/// <summary>Keeps the rules of running accounts as their files are: good files replace the rules, bad ones leave them and are told.
/// Speaks only of what changed. Not for several threads.</summary>
/// <param name="configuration">The configuration file, for sentences.</param>
/// <param name="accounts">The accounts that run.</param>
/// <param name="use">Puts rules in force.</param>
/// <param name="load">Reads the configuration and all rule files again.</param>
/// <param name="display">Shows findings and menus.</param>
/// <param name="say">Gets each line of talk.</param>
internal sealed class RuleReloader(
    string configuration, ImmutableArray<Account> accounts, Action<Account, ScriptLoad> use, Func<ConfigurationLoad> load, IRuleDisplay display, Action<string> say)
{
    private readonly Dictionary<string, ImmutableArray<string>> _shown = new(StringComparer.Ordinal);
    private ImmutableArray<string> _configurationFindings = [];
    private bool _accountsChanged;

    /// <summary>Shows what the first reading found; its rules are those that run.</summary>
    /// <returns>The folders that reading looked into.</returns>
    public IEnumerable<string> Begin(ConfigurationLoad first)
    {
        foreach (var rules in first.Rules)
        {
            Show(rules.Account, Lines(rules.Load.Findings));
            if (rules.Load.Script?.Menu is { } menu) display.ShowMenu(rules.Account, menu);
        }
        _configurationFindings = OwnFindings(first);
        return Folders(first);
    }

    /// <summary>Reads everything again and puts in force what is good.</summary>
    /// <returns>The folders that were looked into.</returns>
    public IEnumerable<string> Check()
    {
        var now = load();
        TellAboutConfiguration(now);
        foreach (var account in accounts)
            if (now.Rules.FirstOrDefault(rules => rules.Account == account.Alias) is { } rules) Update(account, rules.Load);
            else Refuse(account, _configurationFindings, told: true);
        return Folders(now);
    }

    private void Update(Account account, ScriptLoad rules)
    {
        var findings = Lines(rules.Findings);
        if (rules.Script is not { } script)
        {
            Refuse(account, findings, told: false);
            return;
        }
        var before = account.Script;
        if (script.Hash == before.Hash && findings.SequenceEqual(_shown[account.Alias])) return;
        use(account, rules);
        foreach (var line in findings) say(line);
        say($"rules of {account.Alias} reloaded: {FindingLines.Number(script.Rules.Length, "rule")}");
        Show(account.Alias, findings);
        if (script.Hash != before.Hash && (script.Menu is not null || before.Menu is not null)) display.ShowMenu(account.Alias, script.Menu);
    }

    private void Refuse(Account account, ImmutableArray<string> findings, bool told)
    {
        if (findings.SequenceEqual(_shown[account.Alias])) return;
        if (!told)
            foreach (var line in findings) say(line);
        say($"The old rules of {account.Alias} stay.");
        Show(account.Alias, findings);
    }

    private void TellAboutConfiguration(ConfigurationLoad now)
    {
        var findings = OwnFindings(now);
        if (!findings.SequenceEqual(_configurationFindings))
            foreach (var line in findings) say(line);
        _configurationFindings = findings;
        if (now.Configuration is null) return;
        var changed = !now.Configuration.Accounts.Select(Identity).SequenceEqual(accounts.Select(Identity));
        if (changed && !_accountsChanged) say($"{configuration}: the accounts changed: stop this command and start it again to have them so.");
        _accountsChanged = changed;
    }

    private static (string Alias, string Security, string? OriginalId, string Zone, bool CanPush) Identity(Account account) =>
        (account.Alias, account.Security.ToString(), account.Security.OriginalId, account.View.TimeZone.Id, account.CanPush);

    private void Show(string account, ImmutableArray<string> findings)
    {
        _shown[account] = findings;
        display.ShowRules(account, findings);
    }

    // What the configuration itself has; the findings of the rule files are told account by account.
    private static ImmutableArray<string> OwnFindings(ConfigurationLoad load)
    {
        var ofRules = load.Rules.SelectMany(rules => rules.Load.Findings).ToHashSet();
        return Lines(load.Findings.Where(finding => !ofRules.Contains(finding)));
    }

    private IEnumerable<string> Folders(ConfigurationLoad load) =>
        load.Rules.SelectMany(rules => rules.Load.Folders).Prepend(Path.GetDirectoryName(Path.GetFullPath(configuration))!);

    private static ImmutableArray<string> Lines(IEnumerable<Finding> findings) => [.. findings.Select(FindingLines.Line)];
}
