using System.Text;
using System.Text.Json;

namespace WeChatActors.Simulator;

/// <summary>What the owner of an account does in WeChat's console: the same handlers and checks as the API, without an access_token and without quotas.</summary>
internal static class ConsoleCall
{
    private static readonly ApiTable Table = ApiTable.Standard();

    /// <summary>Posts JSON to an endpoint.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="account">On whose behalf.</param>
    /// <param name="path">The endpoint.</param>
    /// <param name="json">What the endpoint takes.</param>
    public static async Task<ApiAnswer> Post(Platform platform, SimulatedAccount account, string path, string json)
    {
        var endpoint = Table.Find(path) ?? throw new InvalidOperationException($"{path} is not modelled.");
        var body = Encoding.UTF8.GetBytes(json);
        using var parsed = JsonDocument.Parse(body);
        return await endpoint.Handle(new ApiRequest
        {
            Platform = platform, Account = account, Query = new Dictionary<string, string>(), Body = body, ContentType = "application/json",
            Json = parsed.RootElement, Now = platform.Clock.GetUtcNow(), Base = platform.Api,
        });
    }

    /// <summary>Why it was refused, in one sentence; null when it was not.</summary>
    public static string? Refusal(ApiAnswer answer) => answer is ApiAnswer.Error error
        ? $"WeChat refuses it with errcode {error.Code}, {Errcodes.Words(error.Code)}{(error.Detail is null ? "" : $" ({error.Detail.TrimEnd('.')})")}."
        : null;
}
