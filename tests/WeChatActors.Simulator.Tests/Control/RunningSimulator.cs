using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

/// <summary>A simulator on free ports, with an account whose callback nobody has set, and a client that sends what it is told.</summary>
public sealed class RunningSimulator : IAsyncLifetime
{
    public static readonly DateTimeOffset Start = new(2026, 10, 17, 1, 41, 8, TimeSpan.Zero);

    internal VirtualTime Wall { get; } = new();

    internal SimulatorHost Host { get; private set; } = null!;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    public async Task InitializeAsync()
    {
        var clock = new SimulatedClock(Wall);
        clock.Stop(Start);
        Host = await SimulatorHost.Start(Options("http://127.0.0.1:0"), clock);
        Http.BaseAddress = Host.Page;
    }

    internal static SimulatorOptions Options(string page) => new()
    {
        Accounts = [new AccountSetup { Alias = "cafe", AppId = "wx00000000000phone", AppSecret = "secret", OriginalId = "gh_7f3c19ab02de", Name = "山茶咖啡", Token = "token" }],
        Api = new Uri("http://127.0.0.1:0"), Page = new Uri(page),
    };

    public async Task<JsonNode> Get(string path, HttpStatusCode expected = HttpStatusCode.OK) => await Read(await Http.GetAsync(path), expected);

    public async Task<JsonNode> Send(HttpMethod method, string path, string json, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return await Read(await Http.SendAsync(request), expected);
    }

    public Task<JsonNode> Post(string path, string json, HttpStatusCode expected = HttpStatusCode.OK) => Send(HttpMethod.Post, path, json, expected);

    /// <summary>The title and the remedy of a refusal.</summary>
    public async Task<string> Refusal(string path, string json, HttpStatusCode expected = HttpStatusCode.BadRequest)
    {
        var problem = await Post(path, json, expected);
        return $"{problem["title"]}. {problem["detail"]}";
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }

    private static async Task<JsonNode> Read(HttpResponseMessage response, HttpStatusCode expected)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {body}");
        if ((int)expected >= 400) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!;
    }
}
