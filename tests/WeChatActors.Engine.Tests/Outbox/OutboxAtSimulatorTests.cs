using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatActors.Engine.Tests.Platform;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Simulator;
using static WeChatActors.Engine.Tests.Sending;
using Article = WeChatActors.Protocol.Article;
using CustomerMessage = WeChatActors.Protocol.CustomerMessage;

namespace WeChatActors.Engine.Tests;

/// <summary>The outbox against the simulator, which checks messages, windows, tags and media as WeChat does.</summary>
public sealed class OutboxAtSimulatorTests : IAsyncLifetime, IDisposable, ITokens
{
    private const string AppId = "wx0000000000000demo";

    private readonly string _folder = Directory.CreateTempSubdirectory("media").FullName;
    private readonly VirtualTime _time = new();
    private readonly HttpClient _control = new();
    private readonly HttpMessageInvoker _http = PlatformHttp.Create();
    private readonly SemaphoreSlim _told = new(0);
    private readonly List<(OutboxEntry Entry, OutboxOutcome Outcome)> _log = [];
    private SimulatorHost _host = null!;
    private MemoryOutboxStore _store = null!;
    private Outbox _outbox = null!;
    private MediaKeeper _media = null!;
    private PlatformClient _client = null!;
    private GrantedToken _token = null!;
    private string _ann = "";

    public async Task InitializeAsync()
    {
        _time.Advance(Given.Noon - DateTimeOffset.UnixEpoch);
        var world = new VirtualTime();
        world.Advance(Given.Noon - DateTimeOffset.UnixEpoch);
        _host = await SimulatorHost.Start(
            new SimulatorOptions
            {
                Accounts = [new AccountSetup { Alias = "demo", AppId = AppId, AppSecret = Calling.Secret, OriginalId = "gh_demo" }],
                Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
            }, new SimulatedClock(world));
        _control.BaseAddress = _host.Page;
        var account = Given.Account();
        account.Platform = new PlatformAccess(AppId, new AppSecret(Calling.Secret), PlatformHosts.Of(_host.Api), TokenMode.Stable);
        var accounts = new Dictionary<string, Account> { ["demo"] = account };
        _client = new PlatformClient(accounts, this, _http, _time);
        _store = new MemoryOutboxStore(_time);
        _media = new MediaKeeper(_client, _store, (_, media) => media.StartsWith("assets/", StringComparison.Ordinal) ? new LocalFile(media, Path.Combine(_folder, media[7..]), MediaKind.Image) : null, _time, _ => { });
        _outbox = new Outbox(accounts, new OutboxPorts(_client, _store, _media, _time, _ => { }, Ended));
        var answer = await _control.PostAsJsonAsync(new Uri(_host.Api, "/cgi-bin/stable_token"), new { grant_type = "client_credential", appid = AppId, secret = Calling.Secret });
        _token = new GrantedToken((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        await Act(new { @do = "follow" });
        await Act(new { @do = "text", content = "你好" });
        _ann = (await Phone()).GetProperty("open_id").GetString()!;
    }

    public async Task DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _media.DisposeAsync();
        await _client.DisposeAsync();
        await _host.DisposeAsync();
    }

    public void Dispose()
    {
        _control.Dispose();
        _http.Dispose();
        _told.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Messages_of_many_kinds_arrive_in_the_chat_with_files_uploaded_on_the_way()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "店面.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Range(0, 2_000).Select(i => (byte)i), 0xFF, 0xD9]);
        CustomerMessage[] messages =
        [
            new TextPush("今日推荐 🍵"), new ImagePush("assets/店面.jpg"), new MenuPush("有用吗？", [new("1", "有用 👍"), new("2", "没用")], null),
            new NewsPush(new Article("秋季菜单", "10 月起", "https://cdn.example.com/a.jpg", "https://m.example.com/a")),
            new MusicPush("https://cdn.example.com/rain.mp3", null, "assets/店面.jpg", "雨", null),
        ];

        await Owe([.. messages.Select((message, i) => new OutboxItem.Message(message))]);

        Assert.All(_log, ended => Assert.Equal((OutboxState.Sent, null), (ended.Outcome.State, ended.Outcome.Why)));
        var chat = (await Phone()).GetProperty("chat").GetRawText();
        foreach (var shown in (string[])["今日推荐", "有用吗", "秋季菜单", "rain.mp3"])
            Assert.Contains(shown, JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(chat), PlatformJson.Serializing), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_beyond_the_window_is_refused_with_45047_and_tags_and_remarks_need_none()
    {
        await Owe([.. Enumerable.Range(0, 9).Select(i => (OutboxItem)Text($"{i}")), new OutboxItem.Tag("lead", true), new OutboxItem.Remark("老顾客"), new OutboxItem.Tag("lead", false)]);

        // Three of the follow and five of the message.
        Assert.Equal([.. Enumerable.Repeat(0, 8), 45047, 0, 0, 0], _log.Select(ended => ended.Outcome.Errcode));
        Assert.Equal(OutboxState.Refused, _log[8].Outcome.State);
        Assert.Contains("\"lead\"", (Assert.IsType<PlatformResult.Done>(await _client.Get("demo", FollowerJson.TagsPath, "", default))).Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_follow_any_more_is_not_reached()
    {
        await Act(new { @do = "unfollow" });

        await Owe([Text("still there?")]);

        Assert.Equal(OutboxState.Refused, _log[0].Outcome.State);
        Assert.Contains(_log[0].Outcome.Errcode, (int[])[45015, 43004]);
    }

    private async Task Owe(ImmutableArray<OutboxItem> items)
    {
        ImmutableArray<OutboxEntry> entries = [.. items.Select((item, i) => Entry(i, item, _ann))];
        _store.Shared.Owe(entries.AsSpan());
        _outbox.Owe(entries);
        for (var i = 0; i < entries.Length; i++) Assert.True(await _told.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private ValueTask<bool> Ended(OutboxEntry entry, OutboxOutcome outcome)
    {
        _store.Shared.Settle(entry.To, entry.Id, outcome);
        lock (_log) _log.Add((entry, outcome));
        _told.Release();
        return new(true);
    }

    private async Task Act(object action) => (await _control.PostAsJsonAsync("/simulator/accounts/demo/people/1/actions", action)).EnsureSuccessStatusCode();

    private Task<JsonElement> Phone() => _control.GetFromJsonAsync<JsonElement>("/simulator/accounts/demo/people/1");

    GrantedToken? ITokens.Current(TokenId id) => _token;

    ValueTask<TokenReply> ITokens.Get(TokenId id, string askedBy, CancellationToken ct) => new(new TokenReply.Granted(_token));

    ValueTask<TokenReply> ITokens.Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct) => new(new TokenReply.Granted(_token));

    TokenStatus ITokens.Status(TokenId id) => throw new NotSupportedException("No call asks how a token stands.");
}
