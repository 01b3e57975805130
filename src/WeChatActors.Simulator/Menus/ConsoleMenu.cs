namespace WeChatActors.Simulator;

/// <summary>Sets an account's menu without an access_token, as WeChat's console does, through the same checks as the API.</summary>
internal static class ConsoleMenu
{
    /// <summary>Creates the menu, or removes it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="account">Whose menu.</param>
    /// <param name="json">What menu/create takes; null for no menu.</param>
    /// <returns>Why it is refused, in one sentence; null when it is not.</returns>
    public static async Task<string?> Set(Platform platform, SimulatedAccount account, string? json) =>
        ConsoleCall.Refusal(await ConsoleCall.Post(platform, account, json is null ? "/cgi-bin/menu/delete" : "/cgi-bin/menu/create", json ?? "{}"));
}
