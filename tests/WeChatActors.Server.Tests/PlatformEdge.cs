using System.Net.Http.Json;
using System.Text.Json;
using WeChatActors.Simulator;

namespace WeChatActors.Server.Tests;

/// <summary>A server whose account <c>plain</c> calls a simulator in the place of WeChat; <c>compat</c> and <c>safe</c> have no AppSecret.</summary>
public sealed class PlatformEdge : IAsyncDisposable
{
    internal const string AppSecret = "5ec7e7a1b2c3d4e5f60718293a4b5c6d";

    private readonly List<string> _seen = [];

    internal Edge Edge { get; private set; } = null!;

    internal SimulatorHost Platform { get; private set; } = null!;

    /// <summary>The control API of the simulator.</summary>
    internal HttpClient Control { get; private set; } = null!;

    internal HttpClient Admin => Edge.Admin;

    internal VirtualTime Time => Edge.Time;

    /// <summary>Starts both.</summary>
    /// <param name="adminKeys">The list of admin keys as YAML.</param>
    /// <param name="fault">A fault of the platform from the start, as JSON of the control API; null for none.</param>
    /// <param name="account">More entries of the account.</param>
    /// <param name="section">More of the configuration file.</param>
    /// <param name="secret">The AppSecret that the server is told.</param>
    internal static async Task<PlatformEdge> Start(string adminKeys = "[]", string? fault = null, string account = "", string section = "", string secret = AppSecret)
    {
        var edge = new PlatformEdge();
        var clock = new VirtualTime();
        clock.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        edge.Platform = await SimulatorHost.Start(
            new SimulatorOptions
            {
                Accounts = [new AccountSetup { Alias = "plain", AppId = Samples.AppId, AppSecret = AppSecret, OriginalId = Samples.OriginalId, Token = Samples.Token }],
                Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
            },
            new SimulatedClock(clock));
        edge.Control = new HttpClient { BaseAddress = edge.Platform.Page };
        if (fault is not null) await edge.Fault(fault);
        edge.Edge = await Edge.Start(section, adminKeys: adminKeys, plain: $"app_secret: {secret}, api: \"{edge.Platform.Api.GetLeftPart(UriPartial.Authority)}\"{(account.Length > 0 ? ", " + account : "")}");
        return edge;
    }

    /// <summary>Adds a fault to the platform's API.</summary>
    internal async Task Fault(string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await Control.PostAsync("/simulator/faults", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Ends all faults.</summary>
    internal async Task Mend() => (await Control.DeleteAsync("/simulator/faults")).Dispose();

    /// <summary>Somebody else takes the account's token, so that ours dies.</summary>
    internal async Task Revoke()
    {
        using var body = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await Control.PostAsync("/simulator/accounts/plain/token/revoke", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>How often a path of the platform was called, by what the platform itself has noted.</summary>
    internal async Task<int> Calls(string path) =>
        (await Control.GetFromJsonAsync<JsonElement>("/simulator/accounts/plain/calls")).GetProperty("calls").EnumerateArray()
            .Count(call => call.GetProperty("path").GetString() == path);

    /// <summary>Asks the admin listener and keeps what it answered for <see cref="Seen"/>.</summary>
    internal async Task<(int Status, JsonElement Json, HttpResponseMessage Message)> Ask(HttpMethod method, string path, string? json = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        var answer = await Admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        lock (_seen) _seen.Add($"{answer} {text}");
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default, answer);
    }

    internal Task<(int Status, JsonElement Json, HttpResponseMessage Message)> Get(string path, string? key = null) => Ask(HttpMethod.Get, path, key: key);

    /// <summary>The token in force.</summary>
    internal async Task<string> Token()
    {
        var (status, json, _) = await Get("/api/accounts/plain/access_token");
        Assert.Equal(200, status);
        return json.GetProperty("access_token").GetString()!;
    }

    /// <summary>All that was answered and logged so far.</summary>
    internal string Seen
    {
        get { lock (_seen) return string.Join('\n', [.. _seen, .. Edge.Log.Lines.Select(line => line.Text)]); }
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        Control.Dispose();
        await Platform.DisposeAsync();
    }
}
