using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatActors.EndToEnd.SlowAnswers;

/// <summary>The admin API of a server.</summary>
internal sealed class Desk(Served served) : IDisposable
{
    public HttpClient Http { get; } = new() { BaseAddress = served.Admin };

    /// <summary>A person's conversation.</summary>
    public async Task<JsonElement> Conversation(Person person) =>
        await Http.GetFromJsonAsync<JsonElement>($"/api/accounts/{person.Account}/conversations/{await person.OpenId()}?turns=50");

    /// <summary>Waits until a conversation is as expected.</summary>
    public Task<JsonElement> Until(Person person, Func<JsonElement, bool> holds, string what) => Wait.Until(() => Conversation(person), holds, $"{person.Account}: {what}");

    /// <summary>Waits until a question was delivered so often.</summary>
    public Task Delivered(Person person, string text, int times) => Until(
        person, shown => Turns(shown).Any(turn => turn.TryGetProperty("text", out var said) && said.GetString() == text && turn.GetProperty("deliveries").GetInt32() >= times), $"delivery {times} of {text}");

    /// <summary>Waits until a call has ended.</summary>
    public Task CallEnded(Person person) => Until(person, shown => Turns(shown).Any(turn => turn.GetProperty("type").GetString() == "call"), "the call ended");

    /// <summary>Waits until nothing of a conversation is under way.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="parked">How many answers wait for him.</param>
    public Task AtRest(Person person, int parked = 0) => Until(
        person,
        shown => shown.GetProperty("running").ValueKind == JsonValueKind.Null && shown.GetProperty("queued").GetInt32() == 0
            && shown.GetProperty("parked").GetArrayLength() == parked && shown.GetProperty("timers").GetArrayLength() == 0,
        "nothing is under way");

    private static JsonElement.ArrayEnumerator Turns(JsonElement shown) => shown.GetProperty("turns").EnumerateArray();

    public void Dispose() => Http.Dispose();
}
