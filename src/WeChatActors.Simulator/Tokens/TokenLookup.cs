namespace WeChatActors.Simulator;

/// <summary>Whose an access_token is.</summary>
/// <param name="Account">Who was given it; null when nobody was.</param>
/// <param name="State">What it is worth.</param>
internal readonly record struct TokenLookup(SimulatedAccount? Account, TokenState State)
{
    /// <summary>Looks a token up among all accounts; takes their gates, one after the other.</summary>
    public static TokenLookup Of(Platform platform, string value, DateTimeOffset now)
    {
        foreach (var account in platform.Accounts.Values)
            lock (account.Gate)
                if (account.Tokens.Find(value) is { } token) return new TokenLookup(account, token.At(now));
        return new TokenLookup(null, TokenState.Unknown);
    }

    /// <summary>Whether a text could be a token at all; WeChat tells 40014 from 40001 by it.</summary>
    public static bool HasForm(string value) => value.Length is >= 64 and <= 512 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The refusal of a token that is not living; null for one that is.</summary>
    public static ApiAnswer? Refusal(string? value, TokenState state) => state switch
    {
        _ when string.IsNullOrEmpty(value) => ApiAnswer.Fail(41001),
        TokenState.Living => null,
        TokenState.Expired => ApiAnswer.Fail(42001),
        TokenState.Superseded => ApiAnswer.Fail(40001, "a newer token took its place"),
        _ when !HasForm(value) => ApiAnswer.Fail(40014),
        _ => ApiAnswer.Fail(40001, "no account was given this token"),
    };
}
