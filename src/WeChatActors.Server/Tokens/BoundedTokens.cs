using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Tokens for those who wait on an open connection: nobody waits longer than <see cref="Limit"/>, and who goes away waits no more.</summary>
internal sealed class BoundedTokens(ITokens tokens, TimeProvider time)
{
    /// <summary>How long a caller waits for a token at most: 10 s, more than one request to the platform takes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>As <see cref="ITokens.Current"/>.</summary>
    public GrantedToken? Current(TokenId id) => tokens.Current(id);

    /// <summary>As <see cref="ITokens.Get"/>.</summary>
    /// <param name="id">Which token.</param>
    /// <param name="askedBy">Who asks, for the audit.</param>
    /// <param name="gone">Set when the caller has gone away.</param>
    /// <exception cref="OperationCanceledException">He has.</exception>
    public Task<TokenReply> Get(TokenId id, string askedBy, CancellationToken gone) => Wait(id, ct => tokens.Get(id, askedBy, ct), gone);

    /// <summary>As <see cref="ITokens.Replace"/>.</summary>
    /// <param name="id">Which token.</param>
    /// <param name="failed">The value that failed.</param>
    /// <param name="errcode">With which errcode; null when the caller does not say.</param>
    /// <param name="askedBy">Who reports it, for the audit.</param>
    /// <param name="gone">Set when the caller has gone away.</param>
    /// <exception cref="OperationCanceledException">He has.</exception>
    public Task<TokenReply> Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken gone) =>
        Wait(id, ct => tokens.Replace(id, failed, errcode, askedBy, ct), gone);

    private async Task<TokenReply> Wait(TokenId id, Func<CancellationToken, ValueTask<TokenReply>> ask, CancellationToken gone)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            var why = tokens.Status(id).Trouble ?? $"The platform gave none within {Limit.TotalSeconds:0} s, and is still being asked: try again in a few seconds.";
            return new TokenReply.Refused(null, why, time.GetUtcNow() + TimeSpan.FromSeconds(5));
        }
    }
}
