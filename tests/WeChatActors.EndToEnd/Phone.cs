using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.EndToEnd;

/// <summary>A person's phone at an account of a running simulator, by its control API.</summary>
internal sealed class Phone(Served simulator, string account = "demo", int person = 1) : IDisposable
{
    private readonly HttpClient _page = new() { BaseAddress = new Uri(simulator["phone"]) };

    private string Path => $"/simulator/accounts/{account}/people/{person}";

    /// <summary>Does something.</summary>
    /// <returns>What became of the packets, each with its verdict.</returns>
    public async Task<List<string>> Do(object action)
    {
        using var answer = await _page.PostAsJsonAsync($"{Path}/actions?wait=true", action);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var pushes = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pushes");
        return [.. pushes.EnumerateArray().Select(push => $"{push.GetProperty("kind").GetString()} {push.GetProperty("outcome").GetString()}: {push.GetProperty("verdict").GetString()}")];
    }

    public async Task<string> Follow() => Assert.Single(await Do(new { @do = "follow" }));

    public async Task<string> Say(string text) => Assert.Single(await Do(new { @do = "text", content = text }));

    /// <summary>The contents of the chat, oldest first.</summary>
    public async Task<List<JsonElement>> Chat() => [.. (await View()).GetProperty("chat").EnumerateArray().Select(entry => entry.GetProperty("content"))];

    /// <summary>The text that the phone shows last.</summary>
    public async Task<string> LastText() => (await Chat())[^1].GetProperty("text").GetString()!;

    public async Task<string> OpenId() => (await View()).GetProperty("open_id").GetString()!;

    public Task<JsonElement> View() => Get(Path);

    public Task<JsonElement> Get(string path) => _page.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Asks until an answer is as expected, which it soon will be.</summary>
    public async Task Until(string path, Func<JsonElement, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds(await Get(path))) await Task.Delay(5, patience.Token);
    }

    public Task<string> Text(string path) => _page.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Asks the control API for something.</summary>
    public async Task<JsonElement> Post(string path, object? body = null)
    {
        using var answer = await _page.PostAsJsonAsync(path, body ?? new { });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public void Dispose() => _page.Dispose();
}
