using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server.Tests.Configuration;

public sealed class ReachConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public ReachConfigurationTests() =>
        File.WriteAllText(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules: [{default: true, reply: 你好}]\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_left_out_is_as_WeChat_has_it_since_2023()
    {
        var configuration = Load("").Configuration!;

        Assert.Equal(new LedgerRules(), configuration.Accounts[0].Ledger);
        Assert.Equal((true, TimeSpan.FromHours(24)), (configuration.Answers["demo"].Page, configuration.Answers["demo"].LinkExpires));
        Assert.Equal((TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(5.2)), (configuration.Callbacks.Budget, configuration.Callbacks.HoldLimit));
    }

    [Fact]
    public void Every_grant_is_read_and_what_one_leaves_out_has_its_default()
    {
        var ledger = Load("ledger: {user_message: {count: 20, span: 24h, margin: 1m}, menu_click: {count: 1}, follow: {span: 2m}, scan: {margin: 0s}, payment: {count: 20}}").Configuration!.Accounts[0].Ledger;

        var brief = (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
        Assert.Equal(new GrantRule(20, TimeSpan.FromHours(24), TimeSpan.FromMinutes(1)), ledger.UserMessage);
        Assert.Equal(new GrantRule(1, brief.Item1, brief.Item2), ledger.MenuClick);
        Assert.Equal(new GrantRule(3, TimeSpan.FromMinutes(2), brief.Item2), ledger.Follow);
        Assert.Equal(new GrantRule(3, brief.Item1, TimeSpan.Zero), ledger.Scan);
        Assert.Equal(new GrantRule(20, TimeSpan.FromHours(48), TimeSpan.FromMinutes(5)), ledger.Payment);
    }

    [Theory]
    [InlineData("ledger: {user_message: {count: 1000}}", true)]
    [InlineData("ledger: {user_message: {count: 1001}}", false)]
    [InlineData("ledger: {user_message: {count: -1}}", false)]
    [InlineData("ledger: {payment: {count: 0}}", true)]
    [InlineData("ledger: {follow: {span: 720h}}", true)]
    [InlineData("ledger: {follow: {span: 721h}}", false)]
    [InlineData("ledger: {follow: {span: 11s}}", true)]
    [InlineData("ledger: {follow: {span: 10s}}", false)] // as long as its margin
    [InlineData("ledger: {follow: {span: 0s}}", false)]
    [InlineData("ledger: {scan: {margin: 59s}}", true)]
    [InlineData("ledger: {scan: {margin: 60s}}", false)]
    [InlineData("ledger: {subscribe: {count: 3}}", false)]
    [InlineData("ledger: 5", false)]
    [InlineData("ledger: {scan: 3}", false)]
    [InlineData("answers: {page: false, link_expires: 10m}", true)]
    [InlineData("answers: {link_expires: 9m}", false)]
    [InlineData("answers: {link_expires: 168h}", true)]
    [InlineData("answers: {link_expires: 169h}", false)]
    [InlineData("answers: {page: maybe}", false)]
    [InlineData("answers: {pages: true}", false)]
    public void A_value_out_of_range_is_an_error(string entry, bool good) => Assert.Equal(good, Load(entry).Configuration is not null);

    [Theory]
    [InlineData("3.5s", true)]
    [InlineData("3.49s", false)]
    [InlineData("4.7s", true)]
    [InlineData("4.71s", false)]
    public void A_carrier_s_budget_stays_below_what_the_platform_waits(string budget, bool good) =>
        Assert.Equal(good, Load("", $"callbacks: {{budget: {budget}}}").Configuration is not null);

    [Fact]
    public void The_outbox_is_read()
    {
        Assert.Equal(new OutboxOptions(), Load("").Configuration!.Outbox);
        Assert.Equal(
            new OutboxOptions
            {
                Parallel = 2, PerSecond = 3, InHand = 40, Lease = TimeSpan.FromMinutes(2), Poll = TimeSpan.FromSeconds(5), Attempts = 6,
                FirstPause = TimeSpan.FromSeconds(7), LongestPause = TimeSpan.FromSeconds(80), CallLimit = TimeSpan.FromSeconds(30),
            },
            Load("", "outbox: {parallel: 2, per_second: 3, in_hand: 40, lease: 2m, poll: 5s, attempts: 6, first_pause: 7s, longest_pause: 80s, call_limit: 30s}").Configuration!.Outbox);
    }

    [Theory]
    [InlineData("{parallel: 0}", false)]
    [InlineData("{per_second: 100001}", false)]
    [InlineData("{in_hand: 10}", true)]
    [InlineData("{in_hand: 9}", false)]
    [InlineData("{attempts: 101}", false)]
    [InlineData("{lease: 29s}", false)]
    [InlineData("{poll: 99ms}", false)]
    [InlineData("{lease: 30s, call_limit: 7.5s}", true)]
    [InlineData("{lease: 30s, call_limit: 7.6s}", false)] // a call that outlives its lease would be taken for a dead process's
    [InlineData("{lease: 900000000h}", false)]
    [InlineData("{paralel: 1}", false)]
    [InlineData("7", false)]
    public void An_outbox_out_of_range_is_an_error(string outbox, bool good) => Assert.Equal(good, Load("", $"outbox: {outbox}").Configuration is not null);

    [Fact]
    public void A_margin_as_long_as_its_span_is_told_with_the_remedy() =>
        Assert.EndsWith(
            "'menu_click' grants nothing, because its margin is as long as its span: expected a shorter 'margin', or 'count: 0' when nothing is meant to be granted.",
            Assert.Single(Load("ledger: {menu_click: {span: 5s}}").Findings).ToString(), StringComparison.Ordinal);

    private ConfigurationLoad Load(string entry, string section = "")
    {
        var file = Path.Combine(_folder, "wechatactors.yaml");
        File.WriteAllText(file, $"{section}\naccounts: {{demo: {{app_id: wx1, token: t, rules: rules.yaml{(entry.Length > 0 ? ", " + entry : "")}}}}}\n");
        return ConfigurationFile.Load(file, new ConfigurationOverrides(), _ => null);
    }
}
