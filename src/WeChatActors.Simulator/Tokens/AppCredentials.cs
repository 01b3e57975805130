namespace WeChatActors.Simulator;

/// <summary>AppID and AppSecret of a call that carries no access_token.</summary>
internal static class AppCredentials
{
    /// <summary>Finds the account that they open.</summary>
    /// <param name="platform">Whose accounts.</param>
    /// <param name="appId">As sent; null for missing.</param>
    /// <param name="secret">As sent; null for missing.</param>
    /// <param name="account">The account; only without a refusal.</param>
    /// <returns>Null when they are right; else 41002, 41004, 40013, 40125 for what has not the form of a secret, or 40001 for a wrong one.</returns>
    public static ApiAnswer? Check(Platform platform, string? appId, string? secret, out SimulatedAccount account)
    {
        account = null!;
        if (string.IsNullOrEmpty(appId)) return ApiAnswer.Fail(41002);
        if (string.IsNullOrEmpty(secret)) return ApiAnswer.Fail(41004);
        if (platform.FindByAppId(appId) is not { } found) return ApiAnswer.Fail(40013, "no account of the simulator has this AppID; mind the case");
        account = found;
        if (secret == found.Setup.AppSecret) return null;
        return HasForm(secret) || platform.Accounts.Values.Any(other => other.Setup.AppSecret == secret)
            ? ApiAnswer.Fail(40001, "the AppSecret is not this account's")
            : ApiAnswer.Fail(40125, "an AppSecret has 32 hex digits, and this is not the one that the simulator was given");
    }

    private static bool HasForm(string secret) => secret.Length == 32 && secret.All(char.IsAsciiHexDigit);
}
