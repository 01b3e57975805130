using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Simulator;

namespace WeChatActors.Server.Tests.SlowAnswers;

/// <summary>A server and the platform that pushes to it, both on one virtual clock, and a shop whose answers come when the test says.</summary>
internal sealed class SlowStage : IAsyncDisposable
{
    public const string Answer = "已发货";

    private const string Rules = """
        version: 1
        rules:
          - id: order
            exact: 订单
            do:
              - http: {get: "SHOP/orders", deadline: 60s, into: o}
              - if: o.ok
                then: [{reply: "{{ o.body.state }}"}]
                else: [{reply: "失败：{{ o.error }}"}]
          - {id: other, default: true, reply: "你说 {{ msg.text }}"}
        """;

    private const string AppSecret = "5ec7e7a1b2c3d4e5f60718293a4b5c6d";
    /// <summary>When something happens to a packet that is not answered: budgets end, and the platform delivers again.</summary>
    private static readonly double[] Moments = [4.5, 5.0, 9.5, 10.0, 14.5];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;
    private readonly TaskCompletionSource _shopMayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RawServer _shop;
    private readonly bool _canPush;
    private readonly DateTimeOffset _begun;
    private SimulatorHost _platform = null!;
    private HttpClient _control = null!;
    private HttpClient _admin = null!;
    private int _asked;

    private SlowStage(bool canPush)
    {
        _canPush = canPush;
        Time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        _begun = Time.GetUtcNow();
        _shop = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            Interlocked.Increment(ref _asked);
            await _shopMayAnswer.Task;
            await connection.Answer($$"""{"state":"{{Answer}}"}""", headers: "Content-Type: application/json\r\n");
        });
    }

    private VirtualTime Time { get; } = new();

    private ServerHost Server { get; set; } = null!;

    /// <summary>How often the shop was asked.</summary>
    private int Asked => Volatile.Read(ref _asked);

    public static async Task<SlowStage> Start(bool canPush, string security = "plaintext")
    {
        var stage = new SlowStage(canPush);
        stage._platform = await SimulatorHost.Start(
            new SimulatorOptions
            {
                Accounts =
                [
                    new AccountSetup
                    {
                        Alias = "plain", AppId = Samples.AppId, AppSecret = AppSecret, OriginalId = Samples.OriginalId, Token = Samples.Token,
                        Security = Enum.Parse<Protocol.SecurityMode>(security, ignoreCase: true), AesKey = security == "plaintext" ? null : Samples.AesKey,
                    },
                ],
                Api = new Uri("http://127.0.0.1:0"), Page = new Uri("http://127.0.0.1:0"),
            },
            new SimulatedClock(stage.Time));
        stage._control = new HttpClient { BaseAddress = stage._platform.Page, Timeout = Patience };
        await File.WriteAllTextAsync(Path.Combine(stage._folder, "rules.yaml"), Rules.Replace("SHOP", stage._shop.Root.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(stage._folder, "conf.yaml"), $$"""
            listen: {public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0"}
            store: sqlite:data/wechatactors.db
            calls: {allow_hosts: ["{{stage._shop.Root.Authority}}"]}
            accounts:
              plain:
                app_id: {{Samples.AppId}}
                app_secret: {{AppSecret}}
                api: "{{stage._platform.Api.GetLeftPart(UriPartial.Authority)}}"
                token: {{Samples.Token}}
                original_id: {{Samples.OriginalId}}
                security: {{security}}
                aes_keys: [{{(security == "plaintext" ? "" : Samples.AesKey)}}]
                can_push: {{(canPush ? "true" : "false")}}
                rules: rules.yaml
            """);
        await stage.Open();
        await stage.Do("""{"do":"follow"}""");
        await Until(stage.Pushes, pushes => pushes.Count == 1 && !pushes.Any(IsOpen), "the follow is answered");
        return stage;
    }

    /// <summary>Asks what takes long, and waits until the shop was asked.</summary>
    public async Task Ask()
    {
        var before = Asked;
        await Do("""{"do":"text","content":"订单"}""");
        await Until(() => Task.FromResult(Asked), asked => asked > before, "the shop is asked");
    }

    /// <summary>The person says something that is answered at once.</summary>
    public async Task Say(string text)
    {
        var before = (await Pushes()).Count;
        await Do(JsonSerializer.Serialize(new { @do = "text", content = text }));
        await Until(Pushes, pushes => pushes.Count > before && !pushes.Any(IsOpen), $"'{text}' is answered");
    }

    /// <summary>Lets time go on to so long after the beginning, from one moment at which something happens to the next: nobody is overtaken by the clock.</summary>
    public async Task GoTo(double seconds)
    {
        foreach (var moment in Moments)
            if (moment <= seconds && _begun + TimeSpan.FromSeconds(moment) is var at && at > Time.GetUtcNow())
            {
                Time.Advance(at - Time.GetUtcNow());
                await Reached(moment);
            }
        var target = _begun + TimeSpan.FromSeconds(seconds);
        if (target > Time.GetUtcNow()) Time.Advance(target - Time.GetUtcNow());
    }

    private async Task Reached(double moment)
    {
        if (!IsOpen(await Question())) return;
        switch (moment)
        {
            // The platform gave a delivery up and made the next one, which the server holds.
            case 5.0 or 10.0:
                var number = 1 + (int)(moment / 5.0);
                await Until(Deliveries, count => count >= number, $"delivery {number} is held");
                break;
            case 4.5 when _canPush:
            case 14.5:
                await Until(Question, question => !IsOpen(question), $"the budget of {moment} s is kept");
                break;
        }
    }

    private async Task<JsonElement> Question() => (await Pushes()).Last(push => push.GetProperty("packet").GetString()!.Contains("订单", StringComparison.Ordinal));

    private async Task<long> Deliveries() => (await Turns()).Single(turn => Says(turn, "订单")).GetProperty("deliveries").GetInt64();

    private static bool Says(JsonElement turn, string text) => turn.TryGetProperty("text", out var said) && said.GetString() == text;

    /// <summary>The lines of the conversation's log.</summary>
    private async Task<List<JsonElement>> Turns()
    {
        var openId = (await Pushes())[0].GetProperty("open_id").GetString();
        var shown = await _admin.GetFromJsonAsync<JsonElement>($"/api/accounts/plain/conversations/{openId}?turns=50");
        return [.. shown.GetProperty("turns").EnumerateArray()];
    }

    /// <summary>Lets the shop answer, and waits until the conversation has heard of it.</summary>
    public async Task ShopAnswers()
    {
        _shopMayAnswer.TrySetResult();
        await Until(Turns, turns => turns.Any(turn => turn.GetProperty("type").GetString() == "call"), "the call ended");
    }

    private static bool IsOpen(JsonElement push) => push.GetProperty("outcome").GetString() == "pending";

    /// <summary>How often the answer can be seen on the phone.</summary>
    public async Task<int> Seen() => (await Chat()).Count(text => text.Contains(Answer, StringComparison.Ordinal));

    /// <summary>Waits until the answer is seen. What is pushed may have to wait for its turn, so time goes on meanwhile.</summary>
    public Task UntilSeen() => Until(
        () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
            return Seen();
        },
        seen => seen > 0, "the answer is seen");

    /// <summary>What stands in the chat.</summary>
    private async Task<IReadOnlyList<string>> Chat()
    {
        var phone = await _control.GetFromJsonAsync<JsonElement>("/simulator/accounts/plain/people/1");
        return [.. phone.GetProperty("chat").EnumerateArray().Select(entry => entry.GetProperty("content").GetRawText()).Select(System.Text.RegularExpressions.Regex.Unescape)];
    }

    private async Task<List<JsonElement>> Pushes() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/simulator/accounts/plain/pushes")).GetProperty("pushes").EnumerateArray().OrderBy(push => push.GetProperty("number").GetInt64())];

    /// <summary>Waits for something that others bring about without the clock.</summary>
    private static async Task Until<T>(Func<Task<T>> look, Func<T, bool> holds, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds(await look()))
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience) Assert.Fail($"Did not happen: {what}.");
            await Task.Yield();
        }
    }

    private async Task Open()
    {
        var load = ConfigurationFile.Load(Path.Combine(_folder, "conf.yaml"), new ConfigurationOverrides(), static _ => null);
        var configuration = load.Configuration ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
        Server = await ServerHost.Start(configuration, SqliteConversationStore.Open(configuration.StorePath, Time), Time, null);
        _platform.SetCallback("plain", new Uri(Server.Public, "/wechat/plain"));
        _admin = new HttpClient { BaseAddress = Server.Admin, Timeout = Patience };
    }

    private async Task Do(string action)
    {
        using var body = new StringContent(action, System.Text.Encoding.UTF8, "application/json");
        using var done = await _control.PostAsync("/simulator/accounts/plain/people/1/actions", body);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _shopMayAnswer.TrySetResult();
        await Server.DisposeAsync();
        _admin.Dispose();
        _control.Dispose();
        await _platform.DisposeAsync();
        await _shop.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
