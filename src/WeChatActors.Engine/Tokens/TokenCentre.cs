using System.Collections.Frozen;

namespace WeChatActors.Engine;

/// <summary>Keeps the tokens of all accounts: one actor each, which alone asks the platform.</summary>
public sealed class TokenCentre : ITokens, IAsyncDisposable
{
    private readonly FrozenDictionary<TokenId, Desk> _desks;
    private readonly TimeProvider _time;
    private readonly ITokenStore _store;
    private readonly Func<TokenId, ITokenEndpoint> _endpoint;
    private readonly Action<TokenNotice> _notice;
    private readonly string _holder = Guid.NewGuid().ToString("n");
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Makes a centre that has asked nobody yet.</summary>
    /// <param name="accounts">The aliases of the accounts.</param>
    /// <param name="endpoint">Where the tokens of an id come from.</param>
    /// <param name="store">Keeps them. Not disposed with the centre.</param>
    /// <param name="options">How they are kept fresh.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="notice">Hears what an operator must know.</param>
    public TokenCentre(IEnumerable<string> accounts, Func<TokenId, ITokenEndpoint> endpoint, ITokenStore store, TokenOptions options, TimeProvider time, Action<TokenNotice> notice)
    {
        (_endpoint, _store, _time, _notice) = (endpoint, store, time, notice);
        _desks = accounts.SelectMany(account => Enum.GetValues<TokenKind>().Select(kind => new TokenId(account, kind))).ToFrozenDictionary(id => id, _ => new Desk());
    }

    /// <summary>Begins to keep the access_token of every account fresh. Returns at once.</summary>
    public void Start()
    {
        foreach (var id in _desks.Keys)
            if (id.Kind == TokenKind.AccessToken) _ = Get(id, "engine", CancellationToken.None).AsTask();
    }

    /// <inheritdoc/>
    public GrantedToken? Current(TokenId id) => _desks.TryGetValue(id, out var desk) && desk.Token is { } token && token.ExpiresAt - TimeSpan.FromSeconds(10) > _time.GetUtcNow() ? token : null;

    /// <inheritdoc/>
    public async ValueTask<TokenReply> Get(TokenId id, string askedBy, CancellationToken ct) =>
        Current(id) is { } token ? new TokenReply.Granted(token) : await Shared(id, null, askedBy, ct);

    /// <inheritdoc/>
    public async ValueTask<TokenReply> Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct) =>
        Current(id) is { } token && token.Value != failed ? new TokenReply.Granted(token) : await Shared(id, failed, askedBy, ct);

    /// <summary>Asks the platform for a new token because an operator wants one, forced if need be.</summary>
    /// <param name="id">Which.</param>
    /// <param name="askedBy">Who asks, for the audit.</param>
    /// <param name="ct">Ends this caller's wait.</param>
    public ValueTask<TokenReply> Renew(TokenId id, string askedBy, CancellationToken ct) =>
        Replace(id, Current(id)?.Value ?? "", null, askedBy, ct);

    /// <inheritdoc/>
    public TokenStatus Status(TokenId id)
    {
        var desk = DeskOf(id);
        var token = desk.Token;
        return new(id, token?.Version ?? 0, token?.ObtainedAt, token?.ExpiresAt, Current(id) is not null, desk.Refresh is { IsCompleted: false }, desk.Trouble, 0, 0);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _ending.Dispose();
    }

    private Desk DeskOf(TokenId id) => _desks.TryGetValue(id, out var desk) ? desk : throw new ArgumentException($"There is no account {id.Account} with an AppSecret.", nameof(id));

    private async ValueTask<TokenReply> Shared(TokenId id, string? failed, string askedBy, CancellationToken ct)
    {
        var desk = DeskOf(id);
        Task<TokenReply> refresh;
        lock (desk)
        {
            if (desk.Token is { } token && failed is not null && token.Value != failed) return new TokenReply.Granted(token);
            refresh = desk.Refresh is { IsCompleted: false } under ? under : desk.Refresh = Task.Run(() => Refresh(id, desk, failed, askedBy));
        }
        return await refresh.WaitAsync(ct);
    }

    private async Task<TokenReply> Refresh(TokenId id, Desk desk, string? failed, string askedBy)
    {
        var stored = await _store.Load(id);
        if (stored.Token is { } known && known.Value != failed && known.ExpiresAt - TimeSpan.FromSeconds(10) > _time.GetUtcNow())
        {
            desk.Token = known;
            return new TokenReply.Granted(known);
        }
        for (var attempt = 0; ; attempt++)
        {
            var now = _time.GetUtcNow();
            var force = failed is not null && attempt > 0;
            var right = await _store.TakeRight(id, stored.Version, _holder, force, now, now + TimeSpan.FromSeconds(12));
            if (right is RefreshRight.Moved { Stored.Token: { } moved })
            {
                desk.Token = moved;
                return new TokenReply.Granted(moved);
            }
            switch (await _endpoint(id).Ask(id, force, attempt, _ending.Token))
            {
                case TokenAnswer.Given given when given.Value != failed || force:
                    var token = new GrantedToken(given.Value, stored.Version + 1, now, now + given.Lifetime);
                    var saved = await _store.Save(id, _holder, token, new TokenAuditLine(now, failed is null ? "expired" : "reported", askedBy, "ok", null, token.Version, _time.GetUtcNow() - now));
                    (desk.Token, desk.Trouble) = (saved.Token, null);
                    return new TokenReply.Granted(saved.Token!);
                case TokenAnswer.Given:
                    continue;
                case TokenAnswer.Error error:
                    desk.Trouble = $"The platform answered errcode {error.Errcode}: {error.Errmsg}";
                    await _store.Note(id, _holder, new TokenAuditLine(now, failed is null ? "expired" : "reported", askedBy, $"errcode {error.Errcode}", error.Errmsg, null, _time.GetUtcNow() - now));
                    _notice(new TokenNotice(id, true, desk.Trouble));
                    return new TokenReply.Refused(error.Errcode, desk.Trouble, null);
                case TokenAnswer.Unreadable unreadable:
                    desk.Trouble = unreadable.Why;
                    await _store.Note(id, _holder, new TokenAuditLine(now, failed is null ? "expired" : "reported", askedBy, "unreachable", unreadable.Why, null, _time.GetUtcNow() - now));
                    return new TokenReply.Refused(null, unreadable.Why, now + TimeSpan.FromSeconds(1));
            }
        }
    }

    private sealed class Desk
    {
        private volatile GrantedToken? _token;

        public GrantedToken? Token { get => _token; set => _token = value; }

        public Task<TokenReply>? Refresh { get; set; }

        public string? Trouble { get; set; }
    }
}
