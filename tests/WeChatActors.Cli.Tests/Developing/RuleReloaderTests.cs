using System.Collections.Immutable;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Server;

namespace WeChatActors.Cli.Tests.Developing;

public sealed class RuleReloaderTests : IRuleDisplay, IDisposable
{
    private const string Good = "version: 1\nrules: [{id: hi, exact: hi, reply: hi}]\n";

    private readonly Folder _folder = new();
    private readonly List<string> _said = [];
    private readonly List<string> _shown = [];
    private readonly string _conf;
    private ImmutableArray<Account> _accounts;
    private RuleReloader _reloader = null!;

    public RuleReloaderTests()
    {
        Rules("demo", Good);
        Rules("shop", Good);
        _conf = _folder.File("c.yaml", Configuration());
    }

    public void Dispose() => _folder.Dispose();

    void IRuleDisplay.ShowRules(string account, ImmutableArray<string> findings) => _shown.Add($"{account}: {string.Join(" | ", findings.Select(Short))}");

    void IRuleDisplay.ShowMenu(string account, Menu? menu) => _shown.Add($"{account} menu: {(menu is null ? "none" : menu.Buttons[0].Name)}");

    [Fact]
    public void Nothing_is_said_while_nothing_changes()
    {
        Begin();
        Rules("demo", Good); // saved as it was
        _reloader.Check();
        Assert.Empty(_said);
        Assert.Equal(["demo: ", "shop: "], _shown);
    }

    [Fact]
    public void Saved_rules_are_in_force_for_their_account_alone()
    {
        Begin();
        var before = _accounts[1].Script;
        Rules("demo", "version: 1\nrules: [{exact: hi, reply: hello}, {exact: bye, reply: bye}]\n");
        _reloader.Check();
        Assert.Equal(["rules of demo reloaded: 2 rules"], _said);
        Assert.Equal(2, _accounts[0].Script.Rules.Length);
        Assert.Same(before, _accounts[1].Script);
    }

    [Fact]
    public void Mistakes_are_told_once_and_leave_the_old_rules()
    {
        Begin();
        var before = _accounts[0].Script;
        Rules("demo", "version: 1\nrules: [{exakt: hi, reply: hi}]\n");
        _reloader.Check();
        var said = _said.Count;
        _reloader.Check();
        Assert.Equal(said, _said.Count);
        Assert.Same(before, _accounts[0].Script);
        Assert.Equal("The old rules of demo stay.", _said[^1]);
        Assert.Contains("demo.yaml:2:10: 'exakt'", _said[0], StringComparison.Ordinal);
        Assert.StartsWith("demo: demo.yaml:2:10: 'exakt'", _shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_mistake_of_one_account_does_not_hold_up_another()
    {
        Begin();
        Rules("demo", "version: 1\nrules: [{exakt: hi, reply: hi}]\n");
        Rules("shop", "version: 1\nrules: [{exact: hi, reply: hello}]\n");
        _reloader.Check();
        Assert.Equal("rules of shop reloaded: 1 rule", _said[^1]);
    }

    [Fact]
    public void A_file_that_is_as_it_was_before_the_mistake_clears_the_findings()
    {
        Begin();
        Rules("demo", "version: 1\nrules: [{exakt: hi, reply: hi}]\n");
        _reloader.Check();
        Rules("demo", Good);
        _reloader.Check();
        Assert.Equal("rules of demo reloaded: 1 rule", _said[^1]);
        Assert.Equal("demo: ", _shown[^1]);
    }

    [Fact]
    public void Warnings_are_told_and_the_rules_are_in_force()
    {
        Begin();
        Rules("demo", "version: 1\nrules: [{exact: hi, reply: [微笑]}]\n");
        _reloader.Check();
        Assert.Contains("warning: ", _said[0], StringComparison.Ordinal);
        Assert.Equal("rules of demo reloaded: 1 rule", _said[1]);
        Assert.Contains("warning: ", _shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_menu_follows_its_section()
    {
        Rules("demo", Good + "menu: [{name: 今日, click: TODAY}]\n");
        Begin();
        Rules("demo", Good + "menu: [{name: 明日, click: TODAY}]\n");
        _reloader.Check();
        Rules("demo", Good);
        _reloader.Check();
        Rules("demo", Good + "\n");
        _reloader.Check();
        Assert.Equal(["demo menu: 今日", "demo menu: 明日", "demo menu: none"], _shown.Where(line => line.Contains(" menu: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rule_file_that_vanished_is_told_and_its_rules_stay()
    {
        Begin();
        var before = _accounts[0].Script;
        File.Delete(_folder.File("demo.yaml"));
        _reloader.Check();
        Assert.Same(before, _accounts[0].Script);
        Assert.EndsWith("does not exist: name one, relative to this file.", _said[0], StringComparison.Ordinal);
        Assert.Equal("The old rules of demo stay.", _said[1]);
        Rules("demo", Good);
        _reloader.Check();
        Assert.Equal("rules of demo reloaded: 1 rule", _said[^1]);
    }

    [Fact]
    public void Another_rule_file_named_by_the_configuration_is_taken()
    {
        Begin();
        Rules("other", "version: 1\nrules: [{exact: a, reply: a}, {exact: b, reply: b}]\n");
        File.WriteAllText(_conf, Configuration().Replace("rules: demo.yaml", "rules: other.yaml", StringComparison.Ordinal));
        _reloader.Check();
        Assert.Equal(["rules of demo reloaded: 2 rules"], _said);
    }

    [Fact]
    public void Accounts_that_changed_need_another_start_and_that_is_said_once()
    {
        Begin();
        File.WriteAllText(_conf, Configuration() + "  more: {app_id: wx3, token: t, rules: demo.yaml}\n");
        _reloader.Check();
        _reloader.Check();
        Assert.Equal([$"{_conf}: the accounts changed: stop this command and start it again to have them so."], _said);
    }

    [Fact]
    public void A_broken_configuration_is_told_once_and_everything_stays()
    {
        Begin();
        File.WriteAllText(_conf, "accounts: [\n");
        _reloader.Check();
        var said = _said.Count;
        _reloader.Check();
        Assert.Equal(said, _said.Count);
        Assert.StartsWith(_conf, _said[0], StringComparison.Ordinal);
        Assert.Equal(["The old rules of demo stay.", "The old rules of shop stay."], _said[^2..]);
    }

    private void Begin()
    {
        var first = Load();
        _accounts = first.Configuration!.Accounts;
        _reloader = new RuleReloader(_conf, _accounts, (account, rules) => account.Use(rules.Script!), Load, this, _said.Add);
        _reloader.Begin(first);
    }

    private ConfigurationLoad Load() => ConfigurationFile.Load(_conf, new ConfigurationOverrides { Develop = true }, _ => null);

    private void Rules(string account, string yaml) => _folder.File($"{account}.yaml", yaml);

    private string Short(string line) => line.Replace(_folder.File("") + "/", "", StringComparison.Ordinal);

    private static string Configuration() =>
        "accounts:\n  demo: {app_id: wx1, token: t, rules: demo.yaml}\n  shop: {app_id: wx2, token: t, rules: shop.yaml}\n";
}
