namespace WeChatActors.Engine;

/// <summary>Says what an errcode of the endpoints that give tokens and tickets means, and what to do. They mean other things there than
/// at other APIs.</summary>
public static class TokenRemedies
{
    /// <summary>The sentence.</summary>
    /// <param name="kind">What was asked for.</param>
    /// <param name="errcode">The errcode; not 0.</param>
    /// <param name="errmsg">The platform's words, without secrets; they may name the address that was refused.</param>
    public static string Of(TokenKind kind, int errcode, string errmsg) =>
        TokenReactions.To(kind == TokenKind.AccessToken ? TokenManner.Stable : TokenManner.Ticket, errcode, errmsg).Sentence;
}
