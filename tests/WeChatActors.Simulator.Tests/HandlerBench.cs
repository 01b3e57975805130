using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests;

/// <summary>A platform whose endpoints are called without HTTP, at ten in the morning in Beijing. 小明 and Ann follow, 小红 does not yet.</summary>
internal sealed class HandlerBench
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    public static readonly byte[] Jpg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F', (byte)'I', (byte)'F', 0, 0xFF, 0xD9];
    public static readonly byte[] Mp4 = [0, 0, 0, 24, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8];
    public static readonly byte[] Amr = [.. "#!AMR\n"u8, 0x3C, .. new byte[31]];

    private readonly ApiTable _table = ApiTable.Standard();
    private readonly List<FeedEvent> _feed = [];

    public HandlerBench(AccountKind kind = AccountKind.Service, int crowd = 0)
    {
        Clock = new SimulatedClock(new VirtualTime());
        Clock.Stop(Start);
        Platform = new Platform(new SimulatorOptions
        {
            Accounts =
            [
                new AccountSetup { Alias = "demo", AppId = "wxdemo0000000001", AppSecret = "secret", OriginalId = "gh_demo00000001", Name = "Demo", Kind = kind },
                new AccountSetup { Alias = "other", AppId = "wxdemo0000000002", AppSecret = "secret", OriginalId = "gh_demo00000002", Name = "Other", Kind = kind },
            ],
        }, Clock);
        Account = Platform.Accounts["demo"];
        for (var i = 0; i < crowd; i++) Account.Meet(new Person(1000 + i, null)).Subscribed = true;
        Ming = Follow(1);
        Hong = Account.Meet(Platform.People[1]);
        Ann = Follow(3);
        Platform.Feed.Published += _feed.Add;
    }

    public SimulatedClock Clock { get; }

    public Platform Platform { get; }

    public SimulatedAccount Account { get; }

    /// <summary>Follows, and has said nothing.</summary>
    public Follower Ming { get; }

    /// <summary>Never followed.</summary>
    public Follower Hong { get; }

    /// <summary>Follows, and has said nothing.</summary>
    public Follower Ann { get; }

    /// <summary>The kinds of what the pages were told since the start.</summary>
    public IEnumerable<string> Told => _feed.Select(happened => happened.Kind);

    public DateTimeOffset Now => Clock.GetUtcNow();

    public static string Id(Follower follower) => follower.OpenId.Value;

    public static T Content<T>(Follower follower) where T : ChatContent => Assert.IsType<T>(follower.Chat.Entries.Last().Content);

    /// <summary>A message of the follower came, now.</summary>
    public void Says(Follower follower)
    {
        follower.Windows.Grant(WindowScene.UserMessage, Now, Platform.Options.Windows);
        follower.LastExchange = Now;
    }

    /// <summary>The follower taps a menu button, now.</summary>
    public void Taps(Follower follower) => follower.Windows.Grant(WindowScene.MenuClick, Now, Platform.Options.Windows);

    public static void Leaves(Follower follower)
    {
        follower.Subscribed = false;
        follower.Windows.Close();
    }

    public ApiAnswer Post(string path, string json) => Call("POST", path, request => request with
    {
        Body = Encoding.UTF8.GetBytes(json), Json = JsonDocument.Parse(json).RootElement,
    });

    public ApiAnswer Post(string path, JsonNode json) => Post(path, json.ToJsonString());

    public ApiAnswer Get(string path, params (string Name, string Value)[] query) => Call("GET", path, request => request with { Query = query.ToDictionary(q => q.Name, q => q.Value) });

    public ApiAnswer Upload(string path, string type, string? fileName, byte[] data, params (string Name, string Value)[] fields) => Call("POST", path, request => request with
    {
        Query = new Dictionary<string, string> { ["type"] = type },
        Files = [new ApiFile("media", fileName, null, data)],
        Fields = fields.ToDictionary(field => field.Name, field => field.Value),
    });

    /// <summary>Uploads a file that is right, and gives its media id.</summary>
    public string Media(string type, bool permanent = false)
    {
        var (name, data) = type switch { "image" => ("a.png", Png), "voice" => ("a.amr", Amr), "video" => ("a.mp4", Mp4), _ => ("a.jpg", Jpg) };
        return Text(Upload(permanent ? "/cgi-bin/material/add_material" : "/cgi-bin/media/upload", type, name, data, ("description", """{"title":"T","introduction":"I"}""")), "media_id");
    }

    /// <summary>Makes a draft and gives its media id.</summary>
    public string Draft(int articles = 1)
    {
        var thumb = Media("image", permanent: true);
        var list = new JsonArray([.. Enumerable.Range(1, articles).Select(i => new JsonObject { ["title"] = $"Article {i}", ["content"] = $"<p>Body {i}</p>", ["thumb_media_id"] = thumb })]);
        return Text(Post("/cgi-bin/draft/add", new JsonObject { ["articles"] = list }), "media_id");
    }

    /// <summary>Publishes a draft and gives its article_id.</summary>
    public async Task<string> Published()
    {
        var answer = Post("/cgi-bin/freepublish/submit", $$"""{"media_id":"{{Draft()}}"}""");
        await answer.After!();
        return Text(Post("/cgi-bin/freepublish/get", $$"""{"publish_id":"{{Text(answer, "publish_id")}}"}"""), "article_id");
    }

    /// <summary>The answer's members; fails for an error.</summary>
    public static JsonObject Body(ApiAnswer answer)
    {
        if (answer is ApiAnswer.Error error) Assert.Fail($"{error.Code}: {error.Detail}");
        return Assert.IsType<ApiAnswer.Json>(answer).Body;
    }

    public static string Text(ApiAnswer answer, string name) => Body(answer)[name]!.ToString();

    public static long Number(ApiAnswer answer, string name) => long.Parse(Text(answer, name), System.Globalization.CultureInfo.InvariantCulture);

    public static void Done(ApiAnswer answer) => Assert.Equal(0, Errcode(answer));

    public static void Refused(int code, ApiAnswer answer) => Assert.Equal(code, Errcode(answer));

    public static void Refused(int code, string detail, ApiAnswer answer) =>
        Assert.Equal((code, detail), (Errcode(answer), (answer as ApiAnswer.Error)?.Detail));

    public static int Errcode(ApiAnswer answer) => answer switch
    {
        ApiAnswer.Error error => error.Code,
        ApiAnswer.Json json => json.Body["errcode"]?.GetValue<int>() ?? 0,
        _ => 0,
    };

    /// <summary>Pins the shape of an answer.</summary>
    public static void Shape(string file, ApiAnswer answer, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Golden.Matches($"{file}.json", Body(answer).ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n", here);

    /// <summary>Lets follow what the answer announced, and gives the packet that was pushed.</summary>
    public async Task<string> Pushed(ApiAnswer answer)
    {
        Assert.NotNull(answer.After);
        var before = Account.Pushes.Snapshot().Count;
        await answer.After();
        var pushes = Account.Pushes.Snapshot();
        Assert.Equal(before + 1, pushes.Count);
        return pushes[^1].Packet;
    }

    private ApiAnswer Call(string method, string path, Func<ApiRequest, ApiRequest> with)
    {
        var endpoint = Assert.IsType<ApiEndpoint>(_table.Find(path));
        Assert.True(endpoint.Method == method || endpoint.Method == "*", $"{path} takes {endpoint.Method}.");
        var request = new ApiRequest { Platform = Platform, Query = new Dictionary<string, string>(), Now = Now, Base = new Uri("http://127.0.0.1:8083/") };
        if (endpoint.Needs.HasFlag(ApiNeeds.Token)) request = request with { Account = Account };
        return endpoint.Handle(with(request)).AsTask().GetAwaiter().GetResult();
    }

    private Follower Follow(int person)
    {
        var follower = Account.Meet(Platform.People[person - 1]);
        (follower.Subscribed, follower.SubscribedAt, follower.SubscribeScene) = (true, Now, "ADD_SCENE_SEARCH");
        return follower;
    }
}
