using System.Globalization;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Server.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private const string Account = "{app_id: wx1, token: t, rules: rules.yaml}";

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public ConfigurationTests() =>
        File.WriteAllText(Path.Combine(_folder, "rules.yaml"), "version: 1\nrules: [{default: true, reply: 你好}]\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var configuration = Loaded($"accounts: {{demo: {Account}}}");

        Assert.Equal((new Uri("http://127.0.0.1:8080"), new Uri("http://127.0.0.1:8081")), (configuration.Public, configuration.Admin));
        Assert.Empty(configuration.AdminKeys);
        Assert.Equal(Path.Combine(_folder, "data", "wechatactors.db"), configuration.StorePath);
        Assert.Equal(
            (TimeSpan.FromSeconds(4.5), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(4)),
            (configuration.Callbacks.ReplyDeadline, configuration.Callbacks.TimestampTolerance, configuration.Callbacks.BodyDeadline));
        Assert.Equal(
            (64, TimeSpan.FromMinutes(2), 1_000_000),
            (configuration.Conversations.MailboxCapacity, configuration.Conversations.IdleWindow, configuration.Conversations.MaxResident));
        Assert.Equal(new TokenOptions(), configuration.Tokens);
        Assert.Null(configuration.PublicUrl);
        var account = Assert.Single(configuration.Accounts);
        Assert.Null(account.Platform);
        Assert.Equal(("demo", "wx1", SecurityMode.Plaintext, null), (account.Alias, account.Security.AppId, account.Security.Mode, account.Security.OriginalId));
        Assert.Equal("Asia/Shanghai", account.View.TimeZone.Id);
    }

    [Fact]
    public void Every_key_is_read()
    {
        var configuration = Loaded($$"""
            listen:
              public: http://0.0.0.0:9080
              public_url: https://wx.shop.example
              admin: http://[::1]:9081
              admin_keys: [0123456789abcdef, "another key of length"]
            store: sqlite:/var/lib/shop/shop.db
            callbacks: {reply_deadline: 4s, timestamp_tolerance: 5m}
            conversations: {passivate_after: 30s, max_resident: 5000, mailbox: 8}
            tokens: {refresh_margin: 10m, between_forced: 1m, classic_per_day: 200, forced_per_day: 5, request_limit: 4s}
            platform: {per_second: 50, burst: 60, stall_limit: 9s}
            proxy: {replay_bytes: 2048, hosts: [api.weixin.qq.com, "127.0.0.1:9090"], answer_within: 12s}
            calls: {allow_hosts: [shop.example, "*.shop.internal:8443", "127.0.0.1:9000"], allow_private: ["*.shop.internal"], timeout: 3s, max_bytes: 2048, per_host: 9}
            models:
              default: {url: "https://llm.example/v1", key: k, model: small, timeout: 30s, stall: 5s, max_tokens: 200, temperature: 0.7}
            accounts:
              shop_2-b:
                app_id: wx5c1d9e07a3b8f642
                app_secret: s
                token_mode: classic
                token: t
                security: safe
                aes_keys: [{{Samples.AesKey}}, {{Samples.PreviousAesKey}}]
                original_id: gh_7f3c19ab02de
                can_push: false
                api: http://127.0.0.1:9090
                time_zone: Europe/Berlin
                rules: rules.yaml
            """);

        Assert.Equal((new Uri("http://0.0.0.0:9080"), new Uri("http://[::1]:9081")), (configuration.Public, configuration.Admin));
        Assert.Equal(["0123456789abcdef", "another key of length"], configuration.AdminKeys.Select(key => key.Value));
        Assert.Equal("/var/lib/shop/shop.db", configuration.StorePath);
        Assert.Equal((TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(5)), (configuration.Callbacks.ReplyDeadline, configuration.Callbacks.TimestampTolerance));
        Assert.Equal(
            (8, TimeSpan.FromSeconds(30), 5000),
            (configuration.Conversations.MailboxCapacity, configuration.Conversations.IdleWindow, configuration.Conversations.MaxResident));
        Assert.Equal(
            new TokenOptions { RefreshMargin = TimeSpan.FromMinutes(10), BetweenForced = TimeSpan.FromMinutes(1), ClassicPerDay = 200, ForcedPerDay = 5, RequestLimit = TimeSpan.FromSeconds(4) },
            configuration.Tokens);
        Assert.Equal((50, 60, TimeSpan.FromSeconds(9)), (configuration.Platform.PerSecond, configuration.Platform.Burst, configuration.Platform.StallLimit));
        Assert.Equal((2048, TimeSpan.FromSeconds(12)), (configuration.Proxy.ReplayBytes, configuration.Proxy.AnswerWithin));
        Assert.Equal("api.weixin.qq.com 127.0.0.1:9090", string.Join(' ', configuration.Proxy.Hosts));
        Assert.Equal(new Uri("https://wx.shop.example"), configuration.PublicUrl);
        var calls = configuration.Calls;
        Assert.Equal(("shop.example *.shop.internal:8443 127.0.0.1:9000", "*.shop.internal"), (string.Join(' ', calls.AllowHosts), string.Join(' ', calls.AllowPrivate)));
        Assert.Equal((TimeSpan.FromSeconds(3), 2048, 9), (calls.Timeout, calls.MaxBytes, calls.PerHost));
        var model = Assert.Single(configuration.Models).Value;
        Assert.Equal(("default", new Uri("https://llm.example/v1/chat/completions"), "k", "small"), (model.Name, model.Endpoint, model.Key!.Reveal(), model.Model));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), 200, 0.7m), (model.Timeout, model.Stall, model.MaxTokens, model.Temperature));
        var account = Assert.Single(configuration.Accounts);
        var platform = account.Platform!;
        Assert.Equal(("wx5c1d9e07a3b8f642", "s", TokenMode.Classic, new Uri("http://127.0.0.1:9090")), (platform.AppId, platform.Secret.Reveal(), platform.Mode, platform.Hosts.Api));
        Assert.Equal(("shop_2-b", SecurityMode.Safe, "gh_7f3c19ab02de", "Europe/Berlin"), (account.Alias, account.Security.Mode, account.Security.OriginalId, account.View.TimeZone.Id));
    }

    [Fact]
    public void The_command_line_comes_before_the_file()
    {
        var file = Write($"listen: {{public: http://127.0.0.1:1, admin: http://127.0.0.1:2}}\nstore: sqlite:data/shop.db\naccounts: {{demo: {Account}}}");

        var configuration = Load(file, new ConfigurationOverrides(Data: _folder + "/elsewhere", Public: "http://0.0.0.0:3", Admin: "http://localhost:4")).Configuration!;

        Assert.Equal((new Uri("http://0.0.0.0:3"), new Uri("http://localhost:4")), (configuration.Public, configuration.Admin));
        Assert.Equal(Path.Combine(_folder, "elsewhere", "shop.db"), configuration.StorePath);
    }

    [Theory]
    [InlineData("https://0.0.0.0:3", "'https://0.0.0.0:3' stands at --public, but TLS is ended by a reverse proxy in front: expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    [InlineData("8080", "'8080' stands at --public, expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    [InlineData("http://shop.example:80", "'http://shop.example:80' stands at --public, expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    [InlineData("http://127.0.0.1:80/wechat", "'http://127.0.0.1:80/wechat' stands at --public, expected http://IP:PORT, for example http://127.0.0.1:8080.")]
    public void A_wrong_address_on_the_command_line_is_named_by_its_option(string address, string message)
    {
        var load = Load(Write($"accounts: {{demo: {Account}}}"), new ConfigurationOverrides(Public: address));

        Assert.Equal(("--public", message), (Assert.Single(load.Findings).File, load.Findings[0].Message));
        Assert.Null(load.Configuration);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8081", "[]", true)]
    [InlineData("http://127.1.2.3:8081", "[]", true)]
    [InlineData("http://[::1]:8081", "[]", true)]
    [InlineData("http://localhost:8081", "[]", true)]
    [InlineData("http://0.0.0.0:8081", "[]", false)]
    [InlineData("http://192.168.0.1:8081", "[]", false)]
    [InlineData("http://[::]:8081", "[]", false)]
    [InlineData("http://0.0.0.0:8081", "[0123456789abcdef]", true)]
    [InlineData("http://0.0.0.0:8081", "0123456789abcdef", true)]
    [InlineData("http://127.0.0.1:8081", "[0123456789abcde]", false)]
    public void An_admin_listener_that_others_reach_needs_a_key_of_sixteen_characters(string admin, string keys, bool fits) =>
        Assert.Equal(fits, Load(Write($"listen: {{admin: \"{admin}\", admin_keys: {keys}}}\naccounts: {{demo: {Account}}}")).Configuration is not null);

    [Theory]
    [InlineData("callbacks: {reply_deadline: 0.5s}", true)]
    [InlineData("callbacks: {reply_deadline: 500ms}", true)]
    [InlineData("callbacks: {reply_deadline: 0.499s}", false)]
    [InlineData("callbacks: {reply_deadline: 4.8s}", true)]
    [InlineData("callbacks: {reply_deadline: 4.801s}", false)]
    [InlineData("callbacks: {timestamp_tolerance: 1m}", true)]
    [InlineData("callbacks: {timestamp_tolerance: 59.999s}", false)]
    [InlineData("callbacks: {timestamp_tolerance: 15m}", true)]
    [InlineData("callbacks: {timestamp_tolerance: 900.001s}", false)]
    [InlineData("conversations: {passivate_after: 1s}", true)]
    [InlineData("conversations: {passivate_after: 999ms}", false)]
    [InlineData("conversations: {passivate_after: 24h}", true)]
    [InlineData("conversations: {passivate_after: 24.001h}", false)]
    [InlineData("conversations: {max_resident: 100}", true)]
    [InlineData("conversations: {max_resident: 99}", false)]
    [InlineData("conversations: {max_resident: 100000000}", true)]
    [InlineData("conversations: {max_resident: 100000001}", false)]
    [InlineData("conversations: {mailbox: 1}", true)]
    [InlineData("conversations: {mailbox: 0}", false)]
    [InlineData("conversations: {mailbox: 65536}", true)]
    [InlineData("conversations: {mailbox: 65537}", false)]
    [InlineData("platform: {per_second: 1, burst: 100000}", true)]
    [InlineData("platform: {per_second: 0}", false)]
    [InlineData("platform: {burst: 100001}", false)]
    [InlineData("platform: {stall_limit: 999ms}", false)]
    [InlineData("proxy: {replay_bytes: 0}", true)]
    [InlineData("proxy: {replay_bytes: -1}", false)]
    [InlineData("proxy: {replay_bytes: 67108864}", true)]
    [InlineData("proxy: {replay_bytes: 67108865}", false)]
    [InlineData("proxy: {answer_within: 1s}", true)]
    [InlineData("proxy: {answer_within: 999ms}", false)]
    [InlineData("proxy: {answer_within: 10m}", true)]
    [InlineData("proxy: {answer_within: 600.001s}", false)]
    [InlineData("proxy: {hosts: api.weixin.qq.com}", true)]
    [InlineData("proxy: {hosts: []}", false)]
    [InlineData("proxy: {hosts: [\"https://api.weixin.qq.com\"]}", false)]
    [InlineData("proxy: {hosts: [api.weixin.qq.com/cgi-bin]}", false)]
    [InlineData("proxy: {hosts: [\"me@api.weixin.qq.com\"]}", false)]
    [InlineData("tokens: {refresh_margin: 1m}", true)]
    [InlineData("tokens: {refresh_margin: 59.999s}", false)]
    [InlineData("tokens: {refresh_margin: 30m}", true)]
    [InlineData("tokens: {refresh_margin: 30.001m}", false)]
    [InlineData("tokens: {between_forced: 0s}", true)]
    [InlineData("tokens: {between_forced: -1s}", false)]
    [InlineData("tokens: {between_forced: 10m}", true)]
    [InlineData("tokens: {between_forced: 600.001s}", false)]
    [InlineData("tokens: {classic_per_day: 1}", true)]
    [InlineData("tokens: {classic_per_day: 0}", false)]
    [InlineData("tokens: {classic_per_day: 100000}", true)]
    [InlineData("tokens: {classic_per_day: 100001}", false)]
    [InlineData("tokens: {forced_per_day: 0}", true)]
    [InlineData("tokens: {forced_per_day: -1}", false)]
    [InlineData("tokens: {forced_per_day: 1000}", true)]
    [InlineData("tokens: {forced_per_day: 1001}", false)]
    [InlineData("tokens: {request_limit: 1s}", true)]
    [InlineData("tokens: {request_limit: 999ms}", false)]
    [InlineData("tokens: {request_limit: 30s}", true)]
    [InlineData("tokens: {request_limit: 30001ms}", false)]
    [InlineData("tokens: {margin: 5m}", false)]
    [InlineData("tokens: 5m", false)]
    [InlineData("callbacks: {reply_deadline: 4}", false)]
    [InlineData("callbacks: {reply_deadline: 4 s}", false)]
    [InlineData("callbacks: {reply_deadline: -4s}", false)]
    [InlineData("callbacks: {reply_deadline: \"4,5s\"}", false)]
    [InlineData("callbacks: {reply_deadline: 1e0s}", false)]
    [InlineData("callbacks: {timestamp_tolerance: 99999999999999999999h}", false)]
    public void Bounds_hold_to_the_edge(string section, bool fits)
    {
        var load = Load(Write($"{section}\naccounts: {{demo: {Account}}}"));

        Assert.Equal((fits, fits ? 0 : 1), (load.Configuration is not null, load.Findings.Length));
    }

    [Theory]
    [InlineData("app_secret: s, api: http://127.0.0.1:9090, token_mode: stable")]
    [InlineData("app_secret: s, token_mode: classic")]
    [InlineData("api: http://127.0.0.1:9090", "'api' has no effect without 'app_secret': give the AppSecret of the console, or the account only answers.")]
    [InlineData("token_mode: stable", "'token_mode' has no effect without 'app_secret': give the AppSecret of the console, or the account only answers.")]
    public void What_has_no_effect_without_an_AppSecret_is_warned_of(string entries, string? warning = null)
    {
        var load = Load(Write($"accounts: {{demo: {{app_id: wx1, token: t, rules: rules.yaml, {entries}}}}}"));

        Assert.Equal(warning is null ? [] : [(Severity.Warning, warning)], load.Findings.Select(finding => (finding.Severity, finding.Message)));
        Assert.Equal(warning is null, Assert.Single(load.Configuration!.Accounts).Platform is not null);
    }

    [Theory]
    [InlineData("http://wx.shop.example:8443", true)]
    [InlineData("https://wx.shop.example/", true)]
    [InlineData("https://wx.shop.example/wechat", false)]
    [InlineData("wx.shop.example", false)]
    [InlineData("https://wx.shop.example?a=b", false)]
    [InlineData("ftp://wx.shop.example", false)]
    public void The_public_address_is_that_of_a_host(string url, bool fits) =>
        Assert.Equal(fits, Load(Write($"listen: {{public_url: \"{url}\"}}\naccounts: {{demo: {Account}}}")).Configuration is not null);

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void The_machine_s_language_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Assert.Equal(TimeSpan.FromSeconds(4.25), Loaded($"callbacks: {{reply_deadline: 4.25s}}\naccounts: {{demo: {Account}}}").Callbacks.ReplyDeadline);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    public static TheoryData<string> FilesInConf() =>
        [.. Directory.EnumerateFiles(Samples.Folder("conf"), "*.yaml").Select(file => Path.GetFileName(file)!)];

    [Theory, MemberData(nameof(FilesInConf))]
    public void Every_configuration_that_comes_with_the_project_loads(string file)
    {
        var load = Load(Path.Combine(Samples.Folder("conf"), file));

        Assert.Empty(load.Findings);
        Assert.NotEmpty(load.Configuration!.Accounts);
    }

    [Fact]
    public void Every_rule_file_that_comes_with_the_project_loads() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Samples.Folder("conf"), "rules"), "*.yaml", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(ScriptFile.Load(file).Findings, finding => finding.Severity == Severity.Error));

    [Fact]
    public void A_file_that_is_not_there_is_a_finding()
    {
        var load = Load(Path.Combine(_folder, "none.yaml"));

        Assert.Null(load.Configuration);
        Assert.Equal(Severity.Error, Assert.Single(load.Findings).Severity);
    }

    private ServerConfiguration Loaded(string yaml)
    {
        var load = Load(Write(yaml));
        Assert.Empty(load.Findings);
        return load.Configuration!;
    }

    private string Write(string yaml)
    {
        var file = Path.Combine(_folder, "wechatactors.yaml");
        File.WriteAllText(file, yaml);
        return file;
    }

    private static ConfigurationLoad Load(string file, ConfigurationOverrides? overrides = null) =>
        ConfigurationFile.Load(file, overrides ?? new ConfigurationOverrides(), _ => null);
}
