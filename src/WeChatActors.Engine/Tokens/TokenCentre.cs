namespace WeChatActors.Engine;

/// <summary>Keeps the tokens of all accounts: one actor each, which alone asks the platform.</summary>
public sealed class TokenCentre : ITokens, IAsyncDisposable
{
    /// <summary>Makes a centre that has asked nobody yet.</summary>
    /// <param name="accounts">The aliases of the accounts.</param>
    /// <param name="endpoint">Where the tokens of an id come from.</param>
    /// <param name="store">Keeps them. Not disposed with the centre.</param>
    /// <param name="options">How they are kept fresh.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="notice">Hears what an operator must know.</param>
    public TokenCentre(IEnumerable<string> accounts, Func<TokenId, ITokenEndpoint> endpoint, ITokenStore store, TokenOptions options, TimeProvider time, Action<TokenNotice> notice)
    {
        _ = (accounts, endpoint, store, options, time, notice);
    }

    /// <summary>Whether it was started.</summary>
    internal bool Started { get; private set; }

    /// <summary>Begins to keep the access_token of every account fresh. Returns at once.</summary>
    public void Start() => Started = true;

    /// <inheritdoc/>
    public GrantedToken? Current(TokenId id) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<TokenReply> Get(TokenId id, string askedBy, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<TokenReply> Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct) => throw new NotImplementedException();

    /// <inheritdoc/>
    public TokenStatus Status(TokenId id) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
