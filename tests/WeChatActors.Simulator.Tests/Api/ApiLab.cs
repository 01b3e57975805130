using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

/// <summary>A platform whose API answers on a port of 127.0.0.1, and whose clocks stand until a test moves them.</summary>
internal sealed class ApiLab : IAsyncDisposable
{
    public const string Secret = "0123456789abcdef0123456789abcdef";

    /// <summary>10 o'clock in Shanghai.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly CookieContainer _cookies = new();

    private ApiLab(Platform platform, WatchedTime wall, ApiTable table, WebApplication app)
    {
        (Platform, Wall, Table, _app) = (platform, wall, table, app);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { Timeout = TimeSpan.FromSeconds(30) };
    }

    public Platform Platform { get; }

    public WatchedTime Wall { get; }

    public SimulatedClock Clock => Platform.Clock;

    public ApiTable Table { get; }

    public HttpClient Http { get; }

    public Uri Base { get; private set; } = null!;

    public SimulatedAccount Account => Platform.Accounts["demo"];

    public static AccountSetup Demo => new()
    {
        Alias = "demo", AppId = "wx00000000000demo1", AppSecret = Secret, OriginalId = "gh_demo00000001", Name = "演示号",
    };

    /// <summary>A platform with these accounts, or with <see cref="Demo"/>.</summary>
    public static Task<ApiLab> Start_with(params AccountSetup[] accounts) => Start_with(ApiTable.Standard(), accounts);

    public static async Task<ApiLab> Start_with(ApiTable table, params AccountSetup[] accounts)
    {
        var wall = new WatchedTime();
        var clock = new SimulatedClock(wall);
        clock.Stop(Start);
        var platform = new Platform(new SimulatorOptions { Accounts = accounts.Length > 0 ? [.. accounts] : [Demo] }, clock);
        var door = new ApiDoor(platform, table, NullLogger.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(door.Handle);
        await app.StartAsync();
        return new ApiLab(platform, wall, table, app) { Base = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    /// <summary>A classic access_token.</summary>
    public async Task<string> Token(AccountSetup? setup = null)
    {
        var answer = await Get($"/cgi-bin/token?grant_type=client_credential&appid={(setup ?? Demo).AppId}&secret={(setup ?? Demo).AppSecret}");
        return answer.GetProperty("access_token").GetString()!;
    }

    public async Task<JsonElement> Get(string path) => Json(await Http.GetStringAsync(new Uri(Base, path)));

    public async Task<JsonElement> Post(string path, string body) => await Post(path, new StringContent(body, Encoding.UTF8, "application/json"));

    public async Task<JsonElement> Post(string path, HttpContent body)
    {
        using var answer = await Http.PostAsync(new Uri(Base, path), body);
        return Json(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The errcode of an answer; 0 where none stands.</summary>
    public static int Code(JsonElement answer) => answer.TryGetProperty("errcode", out var code) ? code.GetInt32() : 0;

    public async Task<int> GetCode(string path) => Code(await Get(path));

    public async Task<int> PostCode(string path, string body) => Code(await Post(path, body));

    /// <summary>Writes bytes on a connection of its own and reads until the answer ends as given, or the other side closes it.</summary>
    public async Task<string> Raw(string request, string end = "\"}")
    {
        using var socket = await Connect(request);
        return await Read(socket, end);
    }

    public async Task<Socket> Connect(string request)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Base.Port);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request));
        return socket;
    }

    public static async Task<string> Read(Socket socket, string end = "\"}")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        Platform.Faults.Clear();
        Http.Dispose();
        await _app.StopAsync(new CancellationToken(true));
        await _app.DisposeAsync();
        Wall.Dispose();
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}

/// <summary>A clock that a test moves, and that says when somebody begins to wait.</summary>
internal sealed class WatchedTime : TimeProvider, IDisposable
{
    private readonly SemaphoreSlim _made = new(0);
    private readonly SemaphoreSlim _gone = new(0);

    public VirtualTime Time { get; } = new();

    public override long TimestampFrequency => Time.TimestampFrequency;

    public override long GetTimestamp() => Time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = Time.CreateTimer(callback, state, dueTime, period);
        _made.Release();
        return new Watched(timer, _gone);
    }

    /// <summary>Completes when one more timer was made than this was awaited.</summary>
    public async Task SomebodyWaits() => Assert.True(await _made.WaitAsync(TimeSpan.FromSeconds(30)), "Nobody began to wait.");

    /// <summary>Completes when one more wait was given up or came to its end than this was awaited.</summary>
    public async Task SomebodyWaitsNoMore() => Assert.True(await _gone.WaitAsync(TimeSpan.FromSeconds(30)), "Somebody waits still.");

    public void Advance(TimeSpan by) => Time.Advance(by);

    public void Dispose()
    {
        _made.Dispose();
        _gone.Dispose();
    }

    private sealed class Watched(ITimer timer, SemaphoreSlim gone) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            gone.Release();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
