using System.Collections.Concurrent;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Engine.Tests.Platform;

/// <summary>A client that calls a scripted platform for one account, under a clock that the test moves.</summary>
internal sealed class Calling : IAsyncDisposable
{
    public const string Secret = "5ec2e7000000000000000000005ec2e7";

    private readonly HttpMessageInvoker _http = PlatformHttp.Create();

    public Calling(PlatformOptions? options = null, ScriptedTokens? tokens = null, ITokenStore? store = null)
    {
        Time.Advance(Given.Noon - DateTimeOffset.UnixEpoch);
        Tokens = tokens ?? new ScriptedTokens("token-1", "token-2", "token-3");
        var account = Given.Account();
        account.Platform = new PlatformAccess("wx0000000000000demo", new AppSecret(Secret), PlatformHosts.Of(Platform.Api), TokenMode.Stable);
        Client = new PlatformClient(new Dictionary<string, Account> { ["demo"] = account }, Tokens, _http, Time, options ?? new PlatformOptions { Seed = 7 }, store, Notices.Enqueue);
    }

    public ScriptedPlatform Platform { get; } = new();

    public VirtualTime Time { get; } = new();

    public ScriptedTokens Tokens { get; }

    public PlatformClient Client { get; }

    public ConcurrentQueue<PlatformNotice> Notices { get; } = new();

    public static PlatformRequest Get(string path, string query = "") =>
        new() { Account = "demo", Method = HttpMethod.Get, Path = path, Query = query };

    public static PlatformRequest Post(string path, string json = "{}") =>
        new() { Account = "demo", Method = HttpMethod.Post, Path = path, Content = () => new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };

    public Task<PlatformResult> Call(PlatformRequest request) => Client.Call(request, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public Task<PlatformExchange> Send(PlatformRequest request) => Client.Send(request, default).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<PlatformResult.Done> Done(PlatformRequest request) => Assert.IsType<PlatformResult.Done>(await Call(request));

    public async Task<PlatformResult.Refused> Refused(PlatformRequest request) => Assert.IsType<PlatformResult.Refused>(await Call(request));

    /// <summary>Lets the pause before a repetition pass.</summary>
    public async Task Pause(int repeats = 0)
    {
        await Time.WhenArmed(2);
        Time.Advance(LongestPause(repeats));
    }

    /// <summary>Shorter than this pause and the next one together.</summary>
    public static TimeSpan LongestPause(int repeats) => TimeSpan.FromSeconds(0.25) * (1 << repeats);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Platform.DisposeAsync();
    }
}
