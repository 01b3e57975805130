using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Rules;

namespace WeChatActors.Server.Tests;

/// <summary>A server on free ports whose accounts <c>shop</c> and <c>other</c> call a platform of the test's; <c>mute</c> has no AppSecret.</summary>
internal sealed class Relay : IAsyncDisposable
{
    public const string AppId = "wx5c1d9e07a3b8f642";
    public const string OtherAppId = "wx00000000000other";
    public const string Secret = "0123456789abcdef0123456789abcdef";

    public const string ProxyKey = "a-key-of-the-caller-1";
    public const string TokenKey = "a-key-of-the-sdk-0001";
    public const string ReadKey = "a-key-of-the-reader-1";
    public const string OtherKey = "a-key-of-the-other-01";

    public const string Keys =
        $"[{{name: caller, key: {ProxyKey}, scopes: [proxy]}}, {{name: sdk, key: {TokenKey}, scopes: [token]}}, {{name: reader, key: {ReadKey}, scopes: [read]}}, " +
        $"{{name: elsewhere, key: {OtherKey}, scopes: [proxy, token], accounts: [other]}}]";

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;

    public VirtualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public ServerHost Host { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Starts a server.</summary>
    /// <param name="api">Where the platform is.</param>
    /// <param name="keys">The list of admin keys as YAML.</param>
    /// <param name="section">More of the configuration file.</param>
    public static async Task<Relay> Start(Uri api, string keys = "[]", string section = "")
    {
        var relay = new Relay();
        relay.Time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        await File.WriteAllTextAsync(Path.Combine(relay._folder, "rules.yaml"), "version: 1\nrules: [{id: any, type: text, reply: ok}]\n");
        var file = Path.Combine(relay._folder, "wechatactors.yaml");
        await File.WriteAllTextAsync(file, $$"""
            listen: {public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0", admin_keys: {{keys}}}
            accounts:
              shop: {app_id: {{AppId}}, app_secret: {{Secret}}, token: t, api: "{{api.GetLeftPart(UriPartial.Authority)}}", rules: rules.yaml}
              other: {app_id: {{OtherAppId}}, app_secret: {{Secret}}, token: t, api: "{{api.GetLeftPart(UriPartial.Authority)}}", rules: rules.yaml}
              mute: {app_id: wx000000000000mute, token: t, rules: rules.yaml}
            {{section}}
            """);
        var load = ConfigurationFile.Load(file, new ConfigurationOverrides(), _ => null);
        Assert.Empty(load.Findings.Where(finding => finding.Severity == Severity.Error));
        var store = SqliteConversationStore.Open(load.Configuration!.StorePath, TimeProvider.System);
        relay.Host = await ServerHost.Start(load.Configuration, store, relay.Time, logging => logging.Services.AddSingleton<ILoggerProvider>(relay.Log));
        relay.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 256 }) { BaseAddress = relay.Host.Admin };
        return relay;
    }

    /// <summary>A platform that gives <c>shop</c> the tokens in turn, the last one also to all further requests.</summary>
    public static ScriptedPlatform Platform(params string[] tokens)
    {
        var next = -1;
        return new ScriptedPlatform().On("/cgi-bin/stable_token", (connection, request) =>
        {
            var token = request.Body.Contains(AppId, StringComparison.Ordinal) ? tokens[Math.Min(Interlocked.Increment(ref next), tokens.Length - 1)] : "TOKEN-OF-OTHER";
            return ScriptedPlatform.Json($$"""{"access_token":"{{token}}","expires_in":7200}""")(connection, request);
        });
    }

    public Task<PushConnection> Connect() => PushConnection.Open(Host.Admin);

    public Task<HttpResponseMessage> Send(HttpMethod method, string target, HttpContent? content = null, string? key = null)
    {
        var request = new HttpRequestMessage(method, target) { Content = content };
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> Proxied(HttpMethod method, string call, HttpContent? content = null, string? key = null) =>
        Send(method, $"/api/accounts/shop/proxy{call}", content, key);

    /// <summary>The members of an answer that is JSON.</summary>
    public static async Task<JsonElement> Json(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
