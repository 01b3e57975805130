using System.Net.Http.Json;
using System.Text.Json;
using WeChatActors.Simulator;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>A configuration in a temporary folder, the platform that pushes to it in real time, and a relay before each account's callback, so that
/// servers may come and go behind it.</summary>
internal sealed class SlowShop : IAsyncDisposable
{
    public const string AppSecret = "5f0c9a7e3b1d48266c8e02d7f4a91b35";

    private const string CallbackToken = "CallbackToken2026";

    private readonly string _command;
    private readonly SimulatorHost _platform;
    private readonly HttpClient _control;
    private readonly Dictionary<string, Relay> _relays = [];

    private SlowShop(string command, SimulatorHost platform)
    {
        (_command, _platform) = (command, platform);
        _control = new HttpClient { BaseAddress = platform.Page };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    /// <summary>Where browsers reach the public listener.</summary>
    public Relay Door { get; } = new();

    /// <summary>Starts the platform and writes the configuration.</summary>
    /// <param name="published">The command.</param>
    /// <param name="rules">The rule file of all accounts.</param>
    /// <param name="section">Further sections of the configuration.</param>
    /// <param name="accounts">Aliases; those that begin with <c>quiet</c> cannot push.</param>
    public static async Task<SlowShop> Open(Published published, string rules, string section, params string[] accounts)
    {
        var options = new SimulatorOptions
        {
            Accounts = [.. accounts.Select((alias, number) => new AccountSetup
            {
                Alias = alias, AppId = AppId(number), AppSecret = AppSecret, OriginalId = $"gh_00000000000{number}", Token = CallbackToken,
            })],
            Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
        };
        var shop = new SlowShop(published.Command, await SimulatorHost.Start(options, new SimulatedClock(TimeProvider.System)));
        foreach (var alias in accounts)
        {
            var relay = shop._relays[alias] = new Relay();
            shop._platform.SetCallback(alias, new Uri(relay.Address, $"/wechat/{alias}"));
        }
        var lines = accounts.Select((alias, number) =>
            $"  {alias}: {{app_id: {AppId(number)}, app_secret: {AppSecret}, api: \"{shop._platform.Api}\", token: {CallbackToken}, can_push: {(CanPush(alias) ? "true" : "false")}, rules: rules.yaml}}");
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "rules.yaml"), rules);
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "wechatactors.yaml"), $$"""
            listen: {public_url: "{{shop.Door.Address.GetLeftPart(UriPartial.Authority)}}", public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0"}
            accounts:
            {{string.Join('\n', lines)}}
            {{section}}
            """);
        return shop;
    }

    public static string AppId(int number) => $"wx5c1d9e07a3b8f6{number:00}";

    /// <summary>Starts a server over the configuration. Nothing is led to it yet.</summary>
    public Task<Served> Serve() => Served.Start(_command, ["serve", "--conf", Path.Combine(Folder, "wechatactors.yaml")]);

    /// <summary>Leads what comes to accounts to a server; all of them unless told.</summary>
    public void LeadTo(Served served, params string[] accounts)
    {
        foreach (var (alias, relay) in _relays)
            if (accounts.Length == 0 || accounts.Contains(alias)) relay.LeadTo(served.Public);
        if (accounts.Length == 0) Door.LeadTo(served.Public);
    }

    /// <summary>Lets what comes wait: nobody is there.</summary>
    public void Hold()
    {
        foreach (var relay in _relays.Values) relay.Hold();
    }

    /// <summary>A person of an account.</summary>
    public Person Of(string account, int number = 1) => new(_control, account, number);

    /// <summary>Brings more people into the world.</summary>
    public async Task Invite(int people)
    {
        for (var number = 0; number < people; number++) await Control("/simulator/people", new { });
    }

    /// <summary>Lets calls of the platform's API go wrong.</summary>
    public Task Break(string account, string path, string how, int errcode = -1) =>
        Control("/simulator/faults", how == "errcode" ? new { @do = how, path, account, errcode } : new { @do = how, path, account });

    /// <summary>Waits until a call of an account met a fault.</summary>
    public Task Broke(string account) => Wait.Until(
        () => _control.GetFromJsonAsync<JsonElement>("/simulator/faults"),
        faults => faults.GetProperty("faults").EnumerateArray().Any(fault => fault.GetProperty("account").GetString() == account && fault.GetProperty("hits").GetInt32() > 0),
        $"a call of {account} meets its fault");

    /// <summary>Ends all faults.</summary>
    public async Task Mend() => (await _control.DeleteAsync("/simulator/faults")).Dispose();

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _platform.DisposeAsync();
        foreach (var relay in _relays.Values) await relay.DisposeAsync();
        await Door.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static bool CanPush(string alias) => !alias.StartsWith("quiet", StringComparison.Ordinal);

    private async Task Control(string path, object order)
    {
        using var answer = await _control.PostAsJsonAsync(path, order);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
