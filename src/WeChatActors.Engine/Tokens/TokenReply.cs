namespace WeChatActors.Engine;

/// <summary>What becomes of asking for a token.</summary>
public abstract record TokenReply
{
    private TokenReply() { }

    /// <summary>Here it is.</summary>
    /// <param name="Token">Good now; never an expired one.</param>
    public sealed record Granted(GrantedToken Token) : TokenReply;

    /// <summary>There is none now.</summary>
    /// <param name="Errcode">What the platform answered; null when it answered nothing that can be read, or was not asked.</param>
    /// <param name="Why">One sentence for the operator: the cause and the remedy. No secret.</param>
    /// <param name="RetryAt">When it is worth asking again, UTC; null when somebody must mend something first.</param>
    public sealed record Refused(int? Errcode, string Why, DateTimeOffset? RetryAt) : TokenReply;
}
