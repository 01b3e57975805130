using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Server.Tests.Messages;

/// <summary>A server that pushes to a follower's phone of the simulator, and another system that asks it to. The follower has written once.</summary>
internal sealed class SendingStage : IAsyncDisposable
{
    private SendingStage(PlatformEdge edge) => Platform = edge;

    public PlatformEdge Platform { get; }

    public Edge Edge => Platform.Edge;

    /// <summary>The follower.</summary>
    public string Ann { get; private set; } = "";

    public string Messages => $"/api/accounts/plain/conversations/{Ann}/messages";

    public static async Task<SendingStage> Start(string account = "", string adminKeys = "[]")
    {
        var stage = new SendingStage(await PlatformEdge.Start(account: account, adminKeys: adminKeys));
        stage.Platform.Platform.SetCallback("plain", new Uri(stage.Edge.Host.Public, "/wechat/plain"));
        await stage.Do("""{"do":"follow"}""");
        await stage.Say("在吗");
        stage.Ann = (await stage.Phone()).GetProperty("open_id").GetString()!;
        return stage;
    }

    /// <summary>The follower says something, and waits for the answer.</summary>
    public Task Say(string text) => Do(JsonSerializer.Serialize(new { @do = "text", content = text }));

    public async Task Do(string action)
    {
        using var body = new StringContent(action, Encoding.UTF8, "application/json");
        using var done = await Platform.Control.PostAsync("/simulator/accounts/plain/people/1/actions?wait=true", body);
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync());
    }

    /// <summary>Another system asks.</summary>
    /// <param name="json">The body.</param>
    /// <param name="key">The idempotency key; null for none.</param>
    /// <param name="path">Where; null for the follower's messages.</param>
    public async Task<(int Status, JsonElement Json, HttpResponseMessage Message)> Send(string json, string? key = null, string? path = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path ?? Messages) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        var answer = await Platform.Admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default, answer);
    }

    public async Task<JsonElement> Get(string path)
    {
        var (status, json, _) = await Platform.Get(path);
        Assert.Equal(200, status);
        return json;
    }

    /// <summary>Waits until a message has ended, and gives it.</summary>
    public async Task<JsonElement> Ended(long id)
    {
        for (var i = 0; i < 3000; i++)
        {
            var row = await Get($"{Messages}/{id}");
            if (row.GetProperty("state").GetString() is not ("waiting" or "sending")) return row;
            // Calls are paced by the clock.
            Platform.Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        throw new TimeoutException($"Message {id} has not ended.");
    }

    public async Task<string> Chat() => System.Text.RegularExpressions.Regex.Unescape((await Phone()).GetProperty("chat").GetRawText());

    private Task<JsonElement> Phone() => Platform.Control.GetFromJsonAsync<JsonElement>("/simulator/accounts/plain/people/1");

    public async ValueTask DisposeAsync() => await Platform.DisposeAsync();
}
