using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatActors.Simulator;

namespace WeChatActors.EndToEnd.Tokens;

/// <summary>A configuration in a temporary folder whose accounts <c>a0</c>, <c>a1</c>, ... call a simulator, with rules and a database.</summary>
internal sealed class TokenShop : IAsyncDisposable
{
    /// <summary>The operator's site, to which logins return.</summary>
    public const string Site = "https://shop.example/members";

    /// <summary>Where browsers are told to find the public listener. Nobody is there: a test goes to where it really is.</summary>
    public const string PublicUrl = "http://127.0.0.1:9";

    public const string AppSecret = "5f0c9a7e3b1d48266c8e02d7f4a91b35";

    private const string CallbackToken = "CallbackToken2026";
    private const string AesKey = "Wc7Actors0Edge1Vector2Key3Canonical4Bits5A0";

    private readonly SimulatorHost _simulator;
    private readonly HttpClient _control;

    private TokenShop(string command, SimulatorHost simulator, Wiretap? tap)
    {
        Command = command;
        Tap = tap;
        _simulator = simulator;
        _control = new HttpClient { BaseAddress = simulator.Page };
    }

    /// <summary>The <c>wechatactors</c> command.</summary>
    public string Command { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public string Data => Path.Combine(Folder, "data");

    public string Configuration => Path.Combine(Folder, "wechatactors.yaml");

    /// <summary>Where the platform's API answers.</summary>
    public Uri Api => Tap?.Address ?? _simulator.Api;

    /// <summary>Listens to all that is said to the platform; null when nobody does.</summary>
    public Wiretap? Tap { get; }

    /// <summary>The tokens in the database.</summary>
    public StoredTokens Stored => new(Path.Combine(Data, "wechatactors.db"));

    /// <summary>What of the configuration must never be shown.</summary>
    public static IEnumerable<(string What, string Secret)> Secrets => [("the AppSecret", AppSecret), ("the callback's token", CallbackToken), ("the AES key", AesKey)];

    /// <summary>Starts the simulator and writes the configuration.</summary>
    /// <param name="published">The command.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="mode">Their <c>token_mode</c>.</param>
    /// <param name="section">Further sections of the configuration.</param>
    /// <param name="keys">The value of <c>admin_keys</c>.</param>
    /// <param name="tapped">Whether all that is said to the platform is listened to.</param>
    /// <param name="logins">Whether the accounts have login pages.</param>
    public static async Task<TokenShop> Open(
        Published published, int accounts = 1, string mode = "stable", string section = "", string keys = "[]", bool tapped = false, bool logins = false)
    {
        var options = new SimulatorOptions
        {
            Accounts = [.. Enumerable.Range(0, accounts).Select(number => new AccountSetup
            {
                Alias = $"a{number}", AppId = AppId(number), AppSecret = AppSecret, OriginalId = $"gh_00000000000{number}", Token = CallbackToken,
                Security = Protocol.SecurityMode.Safe, AesKey = AesKey,
            })],
            Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
        };
        var simulator = await SimulatorHost.Start(options, new SimulatedClock(TimeProvider.System));
        var shop = new TokenShop(published.Command, simulator, tapped ? await Wiretap.Start(simulator.Api) : null);
        var oauth = logins ? $"oauth: {{return: [\"{Site}\"], scope: userinfo}}, " : "";
        var publicUrl = logins ? $"public_url: \"{PublicUrl}\", " : "";
        var lines = Enumerable.Range(0, accounts).Select(number =>
            $"  a{number}: {{app_id: {AppId(number)}, app_secret: {AppSecret}, token_mode: {mode}, api: \"{shop.Api}\", token: {CallbackToken}, security: safe, aes_keys: [{AesKey}], {oauth}rules: rules.yaml}}");
        await File.WriteAllTextAsync(Path.Combine(shop.Folder, "rules.yaml"), "version: 1\nrules:\n  - {id: echo, type: text, reply: \"{{ msg.text }}\"}\n");
        await File.WriteAllTextAsync(shop.Configuration, $"""
            listen: {"{"}{publicUrl}public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0", admin_keys: {keys}{"}"}
            accounts:
            {string.Join('\n', lines)}
            {section}
            """);
        return shop;
    }

    public static string AppId(int number) => $"wx5c1d9e07a3b8f6{number:00}";

    public Task<Served> Serve() => Served.Start(Command, ["serve", "--conf", Configuration]);

    /// <summary>Runs the command over the configuration, to its end.</summary>
    public Task<Tool> Run(string[] words, params string[] more) => Tool.Run(Command, [.. words, "--conf", Configuration, .. more], TimeSpan.FromSeconds(60), Folder);

    /// <summary>A person follows an account and says something, so that messages to him are allowed.</summary>
    /// <returns>His OpenID.</returns>
    public async Task<string> Follow(string account)
    {
        await Control($"/simulator/accounts/{account}/people/1/actions?wait=true", new { @do = "follow" });
        await Control($"/simulator/accounts/{account}/people/1/actions?wait=true", new { @do = "text", content = "你好" });
        return (await _control.GetFromJsonAsync<JsonElement>($"/simulator/accounts/{account}/people/1")).GetProperty("open_id").GetString()!;
    }

    /// <summary>Somebody else with the same secret takes a token: the one in use is dead at once.</summary>
    public Task Revoke(string account) => Control($"/simulator/accounts/{account}/token/revoke", new { });

    /// <summary>Sends what people say to a server, which must pass the console's check.</summary>
    public async Task SetCallback(string account, Served served)
    {
        using var answer = await _control.PutAsJsonAsync($"/simulator/accounts/{account}/callback", new { url = new Uri(served.Public, $"/wechat/{account}") });
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("passed").GetBoolean());
    }

    /// <summary>Asks the control API for something.</summary>
    public async Task Control(string path, object order)
    {
        using var answer = await _control.PostAsJsonAsync(path, order);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The calls that an account made, oldest first: path and errcode.</summary>
    public async Task<List<(string Path, int Errcode)>> Calls(string account)
    {
        var calls = new List<(string, int)>();
        for (var after = 0L; ;)
        {
            var page = (await _control.GetFromJsonAsync<JsonElement>($"/simulator/accounts/{account}/calls?after={after}")).GetProperty("calls");
            if (page.GetArrayLength() == 0) return calls;
            foreach (var call in page.EnumerateArray())
            {
                calls.Add((call.GetProperty("path").GetString()!, call.GetProperty("errcode").GetInt32()));
                after = Math.Max(after, call.GetProperty("number").GetInt64());
            }
        }
    }

    /// <summary>How often an account asked a token endpoint.</summary>
    public async Task<int> TokenCalls(string account) => (await Calls(account)).Count(call => call.Path is "/cgi-bin/token" or "/cgi-bin/stable_token");

    /// <summary>Whether the platform takes a token.</summary>
    public async Task<bool> Takes(string token)
    {
        using var http = new HttpClient { BaseAddress = Api };
        return (await http.GetFromJsonAsync<JsonElement>($"/cgi-bin/getcallbackip?access_token={token}")).TryGetProperty("ip_list", out _);
    }

    /// <summary>A client of the admin listener.</summary>
    public static HttpClient Admin(Served served, string? key = null)
    {
        var http = new HttpClient { BaseAddress = served.Admin };
        if (key is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        if (Tap is not null) await Tap.DisposeAsync();
        await _simulator.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A token as the admin API gives it.</summary>
internal sealed record SharedToken(string AccessToken, long Version, long ExpiresIn)
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Task<SharedToken> Get(HttpClient admin, string account) => Read(admin.GetAsync($"/api/accounts/{account}/access_token"));

    /// <summary>Reports that a token failed.</summary>
    public static Task<SharedToken> Replace(HttpClient admin, string account, string expired) =>
        Read(admin.PostAsJsonAsync($"/api/accounts/{account}/access_token/refresh", new { expired }));

    private static async Task<SharedToken> Read(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<SharedToken>(Names))!;
    }
}
