namespace WeChatActors.Engine;

/// <summary>The one place that knows the tokens and tickets of all accounts. Every member may be called from any thread.</summary>
public interface ITokens
{
    /// <summary>The token, when there is one that can be used now; null otherwise. Never waits and asks nobody.</summary>
    /// <param name="id">Which.</param>
    GrantedToken? Current(TokenId id);

    /// <summary>The token; the platform is asked when there is none that can be used. All who wait share one request.</summary>
    /// <param name="id">Which; the account has <see cref="Account.Platform"/>.</param>
    /// <param name="askedBy">Who asks, for the audit: <c>engine</c>, <c>proxy</c>, <c>key shop</c>, <c>command</c>.</param>
    /// <param name="ct">Ends this caller's wait; a request under way goes on for the others.</param>
    /// <exception cref="ArgumentException">The account is not known or has no AppSecret: a bug in the caller.</exception>
    ValueTask<TokenReply> Get(TokenId id, string askedBy, CancellationToken ct);

    /// <summary>Reports that a token failed. Only when it is still the current one is the platform asked for another.</summary>
    /// <param name="id">Which.</param>
    /// <param name="failed">The value that failed.</param>
    /// <param name="errcode">With which errcode; null when the caller does not say.</param>
    /// <param name="askedBy">Who reports it, for the audit.</param>
    /// <param name="ct">Ends this caller's wait.</param>
    /// <returns>A token other than the failed one; or the same one, when the platform was asked and takes it after all.</returns>
    ValueTask<TokenReply> Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct);

    /// <summary>How a token stands. Never waits.</summary>
    /// <param name="id">Which.</param>
    TokenStatus Status(TokenId id);
}
