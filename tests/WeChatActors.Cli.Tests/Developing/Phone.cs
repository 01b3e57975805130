using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.Cli.Tests.Developing;

/// <summary>The first person's phone, by the control API.</summary>
internal sealed class Phone(string page, string account = "demo") : IDisposable
{
    public HttpClient Page { get; } = new() { BaseAddress = new Uri(page) };

    private string Path => $"/simulator/accounts/{account}/people/1";

    /// <summary>Does something and waits for what comes of it.</summary>
    /// <returns>The pushes, complete.</returns>
    public async Task<List<JsonElement>> Do(object action)
    {
        using var answer = await Page.PostAsJsonAsync($"{Path}/actions?wait=true", action);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("pushes").EnumerateArray()];
    }

    /// <summary>Follows the account.</summary>
    public Task Follow() => Do(new { @do = "follow" });

    /// <summary>Says something.</summary>
    /// <returns>The last text that the phone shows then.</returns>
    public async Task<string> Say(string text)
    {
        await Do(new { @do = "text", content = text });
        return (await View()).GetProperty("chat").EnumerateArray().Last().GetProperty("content").GetProperty("text").GetString()!;
    }

    public Task<JsonElement> View() => Page.GetFromJsonAsync<JsonElement>(Path);

    public Task<JsonElement> State() => Page.GetFromJsonAsync<JsonElement>("/simulator/state");

    /// <summary>The captions of the menu.</summary>
    public async Task<string[]> Menu() => [.. (await View()).GetProperty("menu").EnumerateArray().Select(button => button.GetProperty("name").GetString()!)];

    /// <summary>Moves the clock.</summary>
    public async Task Advance(TimeSpan by)
    {
        using var answer = await Page.PostAsJsonAsync("/simulator/clock", new { advance_seconds = by.TotalSeconds });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => Page.Dispose();
}
