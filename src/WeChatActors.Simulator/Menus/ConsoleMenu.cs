using System.Text;
using System.Text.Json;

namespace WeChatActors.Simulator;

/// <summary>Sets an account's menu without an access_token, as WeChat's console does, through the same checks as the API.</summary>
internal static class ConsoleMenu
{
    /// <summary>Creates the menu, or removes it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="account">Whose menu.</param>
    /// <param name="json">What menu/create takes; null for no menu.</param>
    /// <returns>Why it is refused, in one sentence; null when it is not.</returns>
    public static async Task<string?> Set(Platform platform, SimulatedAccount account, string? json)
    {
        var path = json is null ? "/cgi-bin/menu/delete" : "/cgi-bin/menu/create";
        var endpoint = ApiTable.Standard().Find(path) ?? throw new InvalidOperationException($"{path} is not modelled.");
        var body = Encoding.UTF8.GetBytes(json ?? "{}");
        using var parsed = JsonDocument.Parse(body);
        var answer = await endpoint.Handle(new ApiRequest
        {
            Platform = platform, Account = account, Query = new Dictionary<string, string>(), Body = body, ContentType = "application/json",
            Json = parsed.RootElement, Now = platform.Clock.GetUtcNow(), Base = platform.Api,
        });
        return answer is ApiAnswer.Error error ? $"WeChat refuses it with errcode {error.Code}, {Errcodes.Words(error.Code)}{(error.Detail is null ? "" : $" ({error.Detail.TrimEnd('.')})")}." : null;
    }
}
