using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Simulator;

namespace WeChatActors.Server.Tests.OAuth;

/// <summary>A simulated platform and a server of three accounts: <c>shop</c> and <c>cafe</c> have logins, <c>bare</c> has none. One clock
/// for both, which stands until the test moves it.</summary>
internal sealed class LoginStage : IAsyncDisposable
{
    public const string Site = "http://127.0.0.1:5000/site";

    private static readonly (string Alias, string AppId)[] Accounts = [("shop", "wx0000000000000shop"), ("cafe", "wx0000000000000cafe"), ("bare", "wx0000000000000bare")];

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;
    private readonly List<Browser> _browsers = [];
    private HttpClient _control = null!;
    private FaultyStore _store = null!;

    public VirtualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public SimulatorHost Platform { get; private set; } = null!;

    public ServerHost Server { get; private set; } = null!;

    public HttpClient Admin { get; private set; } = null!;

    public FaultyStore Store => _store;

    /// <summary>Starts both, as development does: every account has an invented AppSecret, which the platform knows.</summary>
    /// <param name="oauth">The section of shop and cafe.</param>
    /// <param name="wrongSecret">Whether the platform knows another AppSecret of shop.</param>
    public static async Task<LoginStage> Start(string oauth = $"{{return: [\"{Site}\", \"https://shop.example/\"], scope: base}}", bool wrongSecret = false)
    {
        var stage = new LoginStage();
        stage.Time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        stage.Platform = await SimulatorHost.Start(
            new SimulatorOptions
            {
                Accounts = [.. Accounts.Select(account => new AccountSetup
                {
                    Alias = account.Alias, AppId = account.AppId, OriginalId = $"gh_{account.Alias}", Token = "t",
                    AppSecret = wrongSecret && account.Alias == "shop" ? new string('0', 32) : InventedSecrets.Of(account.AppId).AppSecret,
                })],
                Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
            },
            new SimulatedClock(stage.Time));
        stage._control = new HttpClient { BaseAddress = stage.Platform.Page };
        await File.WriteAllTextAsync(Path.Combine(stage._folder, "rules.yaml"), "version: 1\nrules:\n  - {id: who, default: true, reply: \"{{ user.profile.name ?? '?' }}\"}\n");
        await File.WriteAllTextAsync(Path.Combine(stage._folder, "wechatactors.yaml"), $$"""
            accounts:
              shop: {app_id: {{Accounts[0].AppId}}, token: t, rules: rules.yaml, oauth: {{oauth}}}
              cafe: {app_id: {{Accounts[1].AppId}}, token: t, rules: rules.yaml, oauth: {{oauth}}}
              bare: {app_id: {{Accounts[2].AppId}}, token: t, rules: rules.yaml}
            """);
        await stage.Open();
        return stage;
    }

    /// <summary>Stops the server and starts another on the same database.</summary>
    public async Task Restart()
    {
        await Close();
        await Open();
    }

    /// <summary>One more browser, without cookies.</summary>
    public Browser OpenBrowser()
    {
        var browser = new Browser();
        _browsers.Add(browser);
        return browser;
    }

    public Uri Login(string query = $"?return={Site}", string account = "shop") => new(Server.Public, $"/oauth/{account}/login{query}");

    /// <summary>Begins a login, and says on WeChat's page who it is; gives the callback's address, which the browser has not visited yet.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="query">The query of the login.</param>
    /// <param name="person">Whose phone it is, from 1.</param>
    /// <param name="more">More of the query of WeChat's page, such as an answer to its question.</param>
    /// <param name="account">The account.</param>
    public async Task<Uri> Authorise(Browser browser, string query = $"?return={Site}", int person = 1, string more = "&allow=1", string account = "shop")
    {
        var page = await browser.Follow(Login(query, account));
        Assert.Equal("#wechat_redirect", page.Fragment);
        return await browser.Follow(new Uri($"{page.AbsoluteUri[..^page.Fragment.Length]}&person={person}{more}"));
    }

    /// <summary>Goes the whole way; gives the ticket that the site gets.</summary>
    public async Task<string> Ticket(Browser browser, string query = $"?return={Site}", int person = 1, string more = "&allow=1", string account = "shop") =>
        TicketOf(await browser.Follow(await Authorise(browser, query, person, more, account)));

    public static string TicketOf(Uri location) => HttpUtility.ParseQueryString(location.Query)["ticket"]!;

    public Task<HttpResponseMessage> Exchange(string ticket, string account = "shop") =>
        Admin.PostAsJsonAsync($"/api/accounts/{account}/oauth/exchange", new { ticket });

    public async Task<JsonElement> Person(string ticket, string account = "shop")
    {
        using var answer = await Exchange(ticket, account);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<string> OpenIdOf(int person, string account = "shop") =>
        (await _control.GetFromJsonAsync<JsonElement>($"/simulator/accounts/{account}/people/{person}")).GetProperty("open_id").GetString()!;

    /// <summary>The calls of a path that reached the platform.</summary>
    public async Task<int> Calls(string path, string account = "shop") =>
        (await _control.GetFromJsonAsync<JsonElement>($"/simulator/accounts/{account}/calls")).GetProperty("calls").EnumerateArray().Count(call => call.GetProperty("path").GetString() == path);

    public async Task Fault(string json)
    {
        using var answer = await _control.PostAsync("/simulator/faults", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task EndFaults() => (await _control.DeleteAsync("/simulator/faults")).EnsureSuccessStatusCode();

    public ValueTask<Conversation> Conversation(string openId, string account = "shop") => _store.Load(new ConversationId(account, new OpenId(openId)), Time.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await Close();
        await Platform.DisposeAsync();
        _control.Dispose();
        foreach (var browser in _browsers) browser.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Open()
    {
        var load = ConfigurationFile.Load(
            Path.Combine(_folder, "wechatactors.yaml"), new ConfigurationOverrides(_folder, "http://127.0.0.1:0", "http://127.0.0.1:0") { Develop = true }, _ => null);
        Assert.Empty(load.Findings.Where(finding => finding.Severity == Severity.Error));
        foreach (var account in load.Configuration!.Accounts) account.Platform = account.Platform! with { Hosts = PlatformHosts.Of(Platform.Api) };
        _store = new FaultyStore(SqliteConversationStore.Open(load.Configuration.StorePath, TimeProvider.System));
        Server = await ServerHost.Start(load.Configuration, _store, Time, logging => logging.Services.AddSingleton<ILoggerProvider>(Log));
        Admin = new HttpClient { BaseAddress = Server.Admin };
    }

    private async Task Close()
    {
        Admin.Dispose();
        _store.GoOn();
        await Server.DisposeAsync();
    }
}
