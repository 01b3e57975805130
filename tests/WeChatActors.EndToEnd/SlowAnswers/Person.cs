using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>A person with a phone.</summary>
internal sealed class Person(HttpClient control, string account, int number)
{
    private string Path => $"/simulator/accounts/{account}/people/{number}";

    public string Account => account;

    public async Task<string> OpenId() => (await control.GetFromJsonAsync<JsonElement>(Path)).GetProperty("open_id").GetString()!;

    /// <summary>Follows, and waits for what comes of it.</summary>
    public Task Follow() => Act(new { @do = "follow" });

    public Task Unfollow() => Act(new { @do = "unfollow" });

    /// <summary>Says something, and waits until the platform has done with it.</summary>
    public Task Say(string text) => Act(new { @do = "text", content = text });

    /// <summary>Says something and waits for nothing.</summary>
    public Task Ask(string text) => Act(new { @do = "text", content = text }, wait: false);

    /// <summary>What the phone shows.</summary>
    public async Task<List<string>> Chat() =>
        [.. (await control.GetFromJsonAsync<JsonElement>(Path)).GetProperty("chat").EnumerateArray().Select(entry => Regex.Unescape(entry.GetProperty("content").GetRawText()))];

    /// <summary>How many entries of the chat have a text.</summary>
    public async Task<int> Seen(string text) => (await Chat()).Count(entry => entry.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until the chat has a text.</summary>
    public Task Sees(string text) => Wait.Until(() => Seen(text), seen => seen > 0, $"{account} sees '{text}'", async () => string.Join('\n', await Chat()));

    /// <summary>Waits until the platform has done with all that was said.</summary>
    public async Task Done() => await Wait.Until(Pushes, pushes => pushes.All(push => push.GetProperty("outcome").GetString() != "pending"), $"{account} is answered or given up");

    /// <summary>Sees an answer, which may have missed its deliveries and then waits to be fetched.</summary>
    public async Task Gets(string text)
    {
        await Done();
        if (await Seen(text) == 0) await Say("1");
        await Sees(text);
    }

    private async Task<IReadOnlyList<JsonElement>> Pushes() =>
        [.. (await control.GetFromJsonAsync<JsonElement>($"/simulator/accounts/{account}/pushes?person={number}")).GetProperty("pushes").EnumerateArray()];

    private async Task Act(object action, bool wait = true)
    {
        using var answer = await control.PostAsJsonAsync($"{Path}/actions{(wait ? "?wait=true" : "")}", action);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
