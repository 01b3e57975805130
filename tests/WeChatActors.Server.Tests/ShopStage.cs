using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;
using WeChatActors.Simulator;

namespace WeChatActors.Server.Tests;

/// <summary>A server and the platform that pushes to it, both on one virtual clock, a follower with a phone, and a shop that the rules call,
/// whose answers come when the test says.</summary>
internal sealed class ShopStage : IAsyncDisposable
{
    private const string AppSecret = "5ec7e7a1b2c3d4e5f60718293a4b5c6d";

    /// <summary>When something happens to a packet that is not answered: budgets end, and the platform delivers again.</summary>
    private static readonly double[] Moments = [4.5, 5.0, 9.5, 10.0, 14.5];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;
    private readonly RawServer _shop;
    private readonly bool _canPush;
    private readonly string _security;
    private volatile TaskCompletionSource _shopMayAnswer = Gate();
    private DateTimeOffset _askedAt;
    private long _question;
    private bool _serves;
    private SimulatorHost _platform = null!;
    private HttpClient _control = null!;

    private ShopStage(bool canPush, string security, string shopAnswer)
    {
        (_canPush, _security) = (canPush, security);
        Time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        _askedAt = Time.GetUtcNow();
        _shop = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await _shopMayAnswer.Task;
            await connection.Answer(shopAnswer, headers: "Content-Type: application/json\r\n");
        });
    }

    public VirtualTime Time { get; } = new();

    public ServerHost Server { get; private set; } = null!;

    public LogLines Log { get; } = new();

    public HttpClient Admin { get; private set; } = null!;

    public string Database => Path.Combine(_folder, "data", "wechatactors.db");

    /// <summary>What the shop was asked, in order.</summary>
    public IReadOnlyList<RawRequest> Asked => [.. _shop.Requests];

    /// <summary>The follower.</summary>
    public string OpenId { get; private set; } = "";

    /// <summary>Starts all of it, and the follower follows.</summary>
    /// <param name="rules">The rule file; <c>SHOP</c> stands for the shop's address.</param>
    /// <param name="shopAnswer">What the shop answers, as JSON.</param>
    /// <param name="canPush">Whether the account may push.</param>
    /// <param name="security">How packets travel.</param>
    public static async Task<ShopStage> Start(string rules, string shopAnswer, bool canPush = true, string security = "plaintext")
    {
        var stage = new ShopStage(canPush, security, shopAnswer);
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
        await stage.WriteRules(rules);
        await stage.Open();
        await stage.Do("""{"do":"follow"}""");
        await Until(stage.Pushes, pushes => pushes.Count == 1 && !pushes.Any(IsOpen), "the follow is answered");
        stage.OpenId = (await stage.Pushes())[0].GetProperty("open_id").GetString()!;
        return stage;
    }

    /// <summary>Changes the rule file; nobody reads it before it is reloaded.</summary>
    public Task WriteRules(string rules) =>
        File.WriteAllTextAsync(Path.Combine(_folder, "rules.yaml"), rules.Replace("SHOP", _shop.Root.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

    /// <summary>Has the rule file read again.</summary>
    public async Task<JsonElement> Reload()
    {
        using var answer = await Admin.PostAsync("/api/accounts/plain/rules/reload", null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Stops the server and starts another over the same database.</summary>
    /// <param name="meanwhile">Done while nobody serves; null for nothing.</param>
    public async Task Restart(Func<Task>? meanwhile = null)
    {
        await Close();
        if (meanwhile is not null) await meanwhile();
        await Open();
    }

    /// <summary>Says something whose answer takes long, and waits until the shop was asked.</summary>
    public async Task Ask(string text)
    {
        var before = Asked.Count;
        _askedAt = Time.GetUtcNow();
        _question = await Do(JsonSerializer.Serialize(new { @do = "text", content = text }));
        await Until(() => Task.FromResult(Asked), asked => asked.Count > before, "the shop is asked");
    }

    /// <summary>The follower says something that is answered at once.</summary>
    /// <returns>What the answer says; empty when there is none.</returns>
    public async Task<string> Say(string text)
    {
        var number = await Do(JsonSerializer.Serialize(new { @do = "text", content = text }));
        await Until(Pushes, pushes => pushes.Any(push => NumberOf(push) == number) && !pushes.Any(IsOpen), $"'{text}' is answered");
        return string.Join('\n', (await Entries())
            .Where(entry => entry.GetProperty("origin").GetString() == "passive_reply" && entry.TryGetProperty("push", out var push) && push.GetInt64() == number)
            .Select(WordsOf));
    }

    /// <summary>Lets time go on to so long after the question, from one moment at which something happens to the next: nobody is overtaken by the clock.</summary>
    public async Task GoTo(double seconds)
    {
        foreach (var moment in Moments)
            if (moment <= seconds && _askedAt + TimeSpan.FromSeconds(moment) is var at && at > Time.GetUtcNow())
            {
                Time.Advance(at - Time.GetUtcNow());
                await Reached(moment);
            }
        var target = _askedAt + TimeSpan.FromSeconds(seconds);
        if (target > Time.GetUtcNow()) Time.Advance(target - Time.GetUtcNow());
    }

    /// <summary>Lets the shop answer, and waits until the conversation has heard of it.</summary>
    public async Task ShopAnswers()
    {
        var before = (await Turns()).Count(IsCall);
        _shopMayAnswer.TrySetResult();
        await Until(Turns, turns => turns.Count(IsCall) > before, "the call ended");
    }

    /// <summary>Lets the shop answer from now on at once.</summary>
    public void OpenShop() => _shopMayAnswer.TrySetResult();

    /// <summary>What stands in the chat, oldest first.</summary>
    public async Task<IReadOnlyList<string>> Chat() => [.. (await Entries()).Select(WordsOf)];

    /// <summary>How often a text can be seen on the phone.</summary>
    public async Task<int> Seen(string text) => (await Chat()).Count(entry => entry.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until a text is seen. What is pushed may have to wait for its turn, so time goes on meanwhile.</summary>
    public Task UntilSeen(string text) => Until(
        () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
            return Seen(text);
        },
        seen => seen > 0, $"'{text}' is seen");

    /// <summary>The conversation as operators see it.</summary>
    public Task<JsonElement> Conversation() => Admin.GetFromJsonAsync<JsonElement>($"/api/accounts/plain/conversations/{OpenId}?turns=50");

    /// <summary>The lines of the conversation's log, newest first.</summary>
    public async Task<List<JsonElement>> Turns() => [.. (await Conversation()).GetProperty("turns").EnumerateArray()];

    /// <summary>Waits for something that others bring about without the clock.</summary>
    public static async Task Until<T>(Func<Task<T>> look, Func<T, bool> holds, string what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!holds(await look()))
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience) Assert.Fail($"Did not happen: {what}.");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        OpenShop();
        await Close();
        _control.Dispose();
        await _platform.DisposeAsync();
        await _shop.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool IsOpen(JsonElement push) => push.GetProperty("outcome").GetString() == "pending";

    private static long NumberOf(JsonElement push) => push.GetProperty("number").GetInt64();

    private static bool IsCall(JsonElement turn) => turn.GetProperty("type").GetString() == "call";

    private static string WordsOf(JsonElement entry) =>
        entry.GetProperty("content") is var content && content.TryGetProperty("text", out var text) ? text.GetString()! : Regex.Unescape(content.GetRawText());

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

    private async Task<JsonElement> Question() => (await Pushes()).Single(push => NumberOf(push) == _question);

    private async Task<long> Deliveries()
    {
        var id = Regex.Match((await Question()).GetProperty("packet").GetString()!, "<MsgId>(\\d+)</MsgId>").Groups[1].Value;
        return (await Turns()).Single(turn => turn.TryGetProperty("msg_id", out var own) && own.GetString() == id).GetProperty("deliveries").GetInt64();
    }

    private async Task<IEnumerable<JsonElement>> Entries() =>
        (await _control.GetFromJsonAsync<JsonElement>("/simulator/accounts/plain/people/1")).GetProperty("chat").EnumerateArray();

    private async Task<List<JsonElement>> Pushes() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/simulator/accounts/plain/pushes")).GetProperty("pushes").EnumerateArray().OrderBy(NumberOf)];

    private async Task Close()
    {
        if (!_serves) return;
        _serves = false;
        Admin.Dispose();
        await Server.DisposeAsync();
    }

    private async Task Open()
    {
        var file = Path.Combine(_folder, "conf.yaml");
        await File.WriteAllTextAsync(file, $$"""
            listen: {public: "http://127.0.0.1:0", admin: "http://127.0.0.1:0"}
            store: sqlite:data/wechatactors.db
            calls: {allow_hosts: ["{{_shop.Root.Authority}}"]}
            accounts:
              plain:
                app_id: {{Samples.AppId}}
                app_secret: {{AppSecret}}
                api: "{{_platform.Api.GetLeftPart(UriPartial.Authority)}}"
                token: {{Samples.Token}}
                original_id: {{Samples.OriginalId}}
                security: {{_security}}
                aes_keys: [{{(_security == "plaintext" ? "" : Samples.AesKey)}}]
                can_push: {{(_canPush ? "true" : "false")}}
                rules: rules.yaml
            """);
        var load = ConfigurationFile.Load(file, new ConfigurationOverrides(), static _ => null);
        var configuration = load.Configuration ?? throw new InvalidOperationException(string.Join('\n', load.Findings));
        Server = await ServerHost.Start(
            configuration, SqliteConversationStore.Open(configuration.StorePath, Time), Time, logging => logging.Services.AddSingleton<ILoggerProvider>(Log));
        _platform.SetCallback("plain", new Uri(Server.Public, "/wechat/plain"));
        Admin = new HttpClient { BaseAddress = Server.Admin, Timeout = Patience };
        _serves = true;
    }

    /// <returns>The number of the push that came of it.</returns>
    private async Task<long> Do(string action)
    {
        using var body = new StringContent(action, Encoding.UTF8, "application/json");
        using var done = await _control.PostAsync("/simulator/accounts/plain/people/1/actions", body);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
        return (await done.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pushes")[0].GetInt64();
    }
}
