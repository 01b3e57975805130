using System.Net.Http.Json;
using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Simulator;

namespace WeChatActors.Engine.Tests.Platform;

/// <summary>The client against the simulator, which checks calls as WeChat does.</summary>
public sealed class SimulatorTests : IAsyncLifetime, IDisposable, ITokens
{
    private const string AppId = "wx0000000000000demo";

    private readonly VirtualTime _time = new();
    private readonly HttpClient _control = new();
    private readonly HttpMessageInvoker _http = PlatformHttp.Create();
    private SimulatorHost _host = null!;
    private PlatformClient _client = null!;
    private GrantedToken _token = null!;
    private int _replaced;

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
        _client = new PlatformClient(new Dictionary<string, Account> { ["demo"] = account }, this, _http, _time);
        _token = await Ask();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _host.DisposeAsync();
    }

    public void Dispose()
    {
        _control.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task A_menu_with_emoji_is_made_and_read_back_as_it_was()
    {
        var made = await _client.Post("demo", "/cgi-bin/menu/create", json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("button");
            json.WriteStartObject();
            json.WriteString("type", "click");
            json.WriteString("name", "歌曲😀");
            json.WriteString("key", "SONG");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }, default);
        var read = Assert.IsType<PlatformResult.Done>(await _client.Get("demo", "/cgi-bin/menu/get", "", default));

        Assert.IsType<PlatformResult.Done>(made);
        Assert.Equal("歌曲😀", read.Json.GetProperty("menu").GetProperty("button")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_picture_comes_back_byte_by_byte()
    {
        byte[] picture = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 13)), 0xFF, 0xD9];
        var uploaded = Assert.IsType<PlatformResult.Done>(await _client.Call(new PlatformRequest
        {
            Account = "demo", Method = HttpMethod.Post, Path = "/cgi-bin/media/upload", Query = "type=image",
            Content = PlatformContent.Upload("media", new UploadedFile("年会.jpg", "image/jpeg", picture.Length, () => new MemoryStream(picture))),
        }, default));
        using var file = new MemoryStream();

        var saved = await _client.Download(new PlatformRequest
        {
            Account = "demo", Method = HttpMethod.Get, Path = "/cgi-bin/media/get", Query = $"media_id={uploaded.Json.GetProperty("media_id").GetString()}",
        }, file, default);

        Assert.Equal(picture.Length, Assert.IsType<PlatformDownload.Saved>(saved).Bytes);
        Assert.Equal(picture, file.ToArray());
    }

    [Fact]
    public async Task A_token_that_somebody_else_took_is_replaced_and_no_caller_sees_it()
    {
        (await _control.PostAsync("/simulator/accounts/demo/token/revoke", null)).EnsureSuccessStatusCode();

        Assert.IsType<PlatformResult.Done>(await _client.Get("demo", "/cgi-bin/getcallbackip", "", default));

        Assert.Equal(1, _replaced);
    }

    [Fact]
    public async Task A_burst_of_busy_answers_is_sat_out_by_what_only_reads()
    {
        await Fault(new { @do = "errcode", errcode = -1, times = 3, path = "/cgi-bin/tags/get" });

        var call = _client.Get("demo", "/cgi-bin/tags/get", "", default).AsTask();
        for (var repeat = 0; repeat < 3; repeat++)
        {
            await _time.WhenArmed(2);
            _time.Advance(Calling.LongestPause(repeat));
        }

        Assert.IsType<PlatformResult.Done>(await call);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("garbage")]
    public async Task What_became_of_a_menu_is_unknown_when_the_answer_is_lost(string fault)
    {
        await Fault(new { @do = fault, times = 1, path = "/cgi-bin/menu/delete" });

        Assert.IsType<PlatformResult.Unknown>(await _client.Get("demo", "/cgi-bin/menu/delete", "", default));
        Assert.IsType<PlatformResult.Done>(await _client.Get("demo", "/cgi-bin/menu/delete", "", default));
    }

    [Fact]
    public async Task A_quota_that_is_used_up_stops_the_path_until_it_is_cleared()
    {
        await Fault(new { @do = "errcode", errcode = 45009, times = 1, path = "/cgi-bin/tags/get" });

        Assert.IsType<PlatformResult.Refused>(await _client.Get("demo", "/cgi-bin/tags/get", "", default));
        Assert.IsType<PlatformResult.NotSent>(await _client.Get("demo", "/cgi-bin/tags/get", "", default));
        Assert.IsType<PlatformResult.Done>(await _client.Post("demo", "/cgi-bin/clear_quota", json =>
        {
            json.WriteStartObject();
            json.WriteString("appid", AppId);
            json.WriteEndObject();
        }, default));
        Assert.IsType<PlatformResult.Done>(await _client.Get("demo", "/cgi-bin/tags/get", "", default));
    }

    [Fact]
    public async Task A_refusal_says_what_it_means_and_its_rid_can_be_looked_up()
    {
        var refused = Assert.IsType<PlatformResult.Refused>(await _client.Get("demo", "/cgi-bin/media/get", "media_id=none", default));

        Assert.Equal((40007, ErrcodeClass.Media), (refused.Errcode, refused.Class));
        Assert.StartsWith("Media_id unknown or expired: upload the file again", refused.Remedy, StringComparison.Ordinal);
        Assert.NotNull(refused.Rid);
        Assert.IsType<PlatformResult.Done>(await _client.Post("demo", "/cgi-bin/openapi/rid/get", json =>
        {
            json.WriteStartObject();
            json.WriteString("rid", refused.Rid);
            json.WriteEndObject();
        }, default));
    }

    GrantedToken? ITokens.Current(TokenId id) => _token;

    ValueTask<TokenReply> ITokens.Get(TokenId id, string askedBy, CancellationToken ct) => new(new TokenReply.Granted(_token));

    async ValueTask<TokenReply> ITokens.Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct)
    {
        _replaced++;
        return new TokenReply.Granted(_token = await Ask());
    }

    TokenStatus ITokens.Status(TokenId id) => throw new NotSupportedException("No call asks how a token stands.");

    private async Task<GrantedToken> Ask()
    {
        var answer = await _control.PostAsJsonAsync(new Uri(_host.Api, "/cgi-bin/stable_token"), new { grant_type = "client_credential", appid = AppId, secret = Calling.Secret });
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new GrantedToken(json.GetProperty("access_token").GetString()!, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
    }

    private async Task Fault(object fault) => (await _control.PostAsJsonAsync("/simulator/faults", fault)).EnsureSuccessStatusCode();
}
