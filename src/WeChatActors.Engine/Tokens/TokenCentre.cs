using System.Collections.Frozen;
using WeChatActors.Actors;

namespace WeChatActors.Engine;

/// <summary>Keeps the tokens of all accounts: one actor each, which alone asks the platform.</summary>
public sealed class TokenCentre : ITokens, IAsyncDisposable
{
    private static readonly TimeSpan BugPause = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FullPause = TimeSpan.FromMilliseconds(50);

    private readonly FrozenDictionary<TokenId, TokenDesk> _desks;
    private readonly ActorSystem<TokenId, TokenMessage, bool> _actors;
    private readonly CancellationTokenSource _ending = new();
    private readonly TokenWorks _work;
    private readonly TimeProvider _time;
    private int _disposed;

    /// <summary>Makes a centre that has asked nobody yet.</summary>
    /// <param name="accounts">The aliases of the accounts.</param>
    /// <param name="endpoint">Where the tokens of an id come from.</param>
    /// <param name="store">Keeps them. Not disposed with the centre.</param>
    /// <param name="options">How they are kept fresh.</param>
    /// <param name="time">The clock of everything.</param>
    /// <param name="notice">Hears what an operator must know.</param>
    public TokenCentre(IEnumerable<string> accounts, Func<TokenId, ITokenEndpoint> endpoint, ITokenStore store, TokenOptions options, TimeProvider time, Action<TokenNotice> notice)
        : this(accounts, endpoint, store, options, time, notice, (ulong)Random.Shared.NextInt64())
    {
    }

    internal TokenCentre(
        IEnumerable<string> accounts, Func<TokenId, ITokenEndpoint> endpoint, ITokenStore store, TokenOptions options, TimeProvider time, Action<TokenNotice> notice, ulong seed)
    {
        _time = time;
        _desks = accounts.SelectMany(account => Enum.GetValues<TokenKind>().Select(kind => new TokenId(account, kind)))
            .ToFrozenDictionary(id => id, id => new TokenDesk(id) { Seed = seed++ << 32 });
        _work = new TokenWorks(endpoint, store, options, time, notice, Tell, _ending.Token);
        // An actor has a timer every few seconds, so none is ever idle; many may wait at once for the same token.
        _actors = new(new Factory(this, options), new ActorOptions { MailboxCapacity = 65_536, IdleWindow = TimeSpan.FromDays(1), DisposeLimit = TimeSpan.FromSeconds(15) }, time);
    }

    /// <summary>Begins to keep the access_token of every account fresh. Returns at once.</summary>
    public void Start()
    {
        foreach (var id in _desks.Keys)
            if (id.Kind == TokenKind.AccessToken) Tell(id, new TokenInput.Kept());
    }

    /// <inheritdoc/>
    public GrantedToken? Current(TokenId id) => _desks.TryGetValue(id, out var desk) ? Good(desk)?.Token : null;

    /// <inheritdoc/>
    public ValueTask<TokenReply> Get(TokenId id, string askedBy, CancellationToken ct)
    {
        var desk = DeskOf(id);
        return Good(desk) is { } granted ? new(granted) : Ask(id, new TokenInput.Wanted(askedBy), ct);
    }

    /// <inheritdoc/>
    public ValueTask<TokenReply> Replace(TokenId id, string failed, int? errcode, string askedBy, CancellationToken ct)
    {
        var desk = DeskOf(id);
        return Good(desk) is { } granted && granted.Token.Value != failed ? new(granted) : Ask(id, new TokenInput.Reported(failed, errcode, askedBy), ct);
    }

    /// <summary>Gets a new token because an operator wants one, although the current one may be good: by force where the platform gives the
    /// same one otherwise. The one before may die at once.</summary>
    /// <param name="id">Which; the account has <see cref="Account.Platform"/>.</param>
    /// <param name="askedBy">Who asks, for the audit.</param>
    /// <param name="ct">Ends this caller's wait; a request under way goes on.</param>
    /// <returns>The new one, within <see cref="TokenOptions.BetweenForced"/> of the last refresh not before it is over; or why there is none.</returns>
    /// <exception cref="ArgumentException">The account is not known or has no AppSecret: a bug in the caller.</exception>
    public ValueTask<TokenReply> Renew(TokenId id, string askedBy, CancellationToken ct)
    {
        _ = DeskOf(id);
        return Ask(id, new TokenInput.Demanded(askedBy), ct);
    }

    /// <inheritdoc/>
    public TokenStatus Status(TokenId id)
    {
        var state = DeskOf(id).State;
        var now = _work.Clock.Now;
        var today = state.Stored.Day == ChinaCalendar.DayOf(now);
        return new(
            id, state.Token?.Version ?? 0, state.Token?.ObtainedAt, state.Token?.ExpiresAt, state.Good(now), state.Work is not null,
            state.Trouble?.Sentence ?? state.StoreTrouble, today ? state.Stored.Calls : 0, today ? state.Stored.Forced : 0);
    }

    /// <summary>Ends timers and requests, gives rights back, and answers those who still wait.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _ending.CancelAsync();
        await _actors.DisposeAsync();
        foreach (var desk in _desks.Values)
        {
            if (desk.Timer is { } timer) await timer.DisposeAsync();
            desk.ReleaseAll(Stopping);
        }
        _ending.Dispose();
    }

    private static TokenReply Stopping => new TokenReply.Refused(null, "The server is stopping: ask again when it runs.", null);

    private TokenDesk DeskOf(TokenId id) =>
        _desks.TryGetValue(id, out var desk) ? desk : throw new ArgumentException($"There is no account {id.Account} with an AppSecret.", nameof(id));

    private TokenReply.Granted? Good(TokenDesk desk) =>
        desk.Shown is { } granted && _work.Clock.Now < granted.Token.ExpiresAt - TokenRules.Safety ? granted : null;

    private async ValueTask<TokenReply> Ask(TokenId id, TokenInput input, CancellationToken ct)
    {
        var waiter = new TaskCompletionSource<TokenReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _actors.Tell(id, new TokenMessage(input, waiter)) switch
        {
            TellResult.Accepted => await waiter.Task.WaitAsync(ct),
            TellResult.MailboxFull => new TokenReply.Refused(null, "Too many callers wait for the token at once: ask again in a moment.", _work.Clock.Now + TimeSpan.FromSeconds(1)),
            _ => Stopping,
        };
    }

    /// <summary>Brings a result to its actor. A mailbox full of callers must not lose it: the actor would wait for it for ever.</summary>
    private void Tell(TokenId id, TokenInput input)
    {
        if (_actors.Tell(id, new TokenMessage(input, null)) == TellResult.MailboxFull) _ = Later();

        async Task Later()
        {
            await Task.Delay(FullPause, _time);
            Tell(id, input);
        }
    }

    private sealed class Factory(TokenCentre centre, TokenOptions options) : IActorFactory<TokenId, TokenMessage, bool>
    {
        public ValueTask<IActor<TokenMessage, bool>> ActivateAsync(TokenId key)
        {
            var desk = centre._desks[key];
            // After a failure all is read again, under numbers that no late result of before can have.
            desk.State = AccessToken.New(desk.State.Run + 1);
            desk.Shown = null;
            desk.ReleaseAll(new TokenReply.Refused(null, "A mistake in this program interrupted the care for the token: ask again.", centre._work.Clock.Now + TimeSpan.FromSeconds(1)));
            return new(new TokenActor(desk, TokenRules.Of(centre._work.MannerOf(key), options), centre._work));
        }

        public ValueTask<bool> GiveUpAsync(TokenId key, TokenMessage message, Exception error, int attempts)
        {
            message.Waiter?.TrySetResult(new TokenReply.Refused(null, "A mistake in this program interrupted the care for the token: ask again.", centre._work.Clock.Now + BugPause));
            // The token is cared for although nobody asks for it.
            centre._work.Arm(centre._desks[key], centre._work.Clock.Now + BugPause);
            return new(false);
        }

        public void Failed(TokenId key, Exception error) => centre._work.NotifyOfBug(key, error);
    }
}
