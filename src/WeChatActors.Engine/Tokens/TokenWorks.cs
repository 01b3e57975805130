namespace WeChatActors.Engine;

/// <summary>What a token's actor reaches outside: store, platform, timer, operator. Results go to <paramref name="tell"/>.</summary>
/// <param name="endpoint">Where the tokens of an id come from.</param>
/// <param name="store">Keeps them.</param>
/// <param name="options">How long a request may take.</param>
/// <param name="time">The clock of everything.</param>
/// <param name="notice">Hears what an operator must know.</param>
/// <param name="tell">Brings a result to the actor.</param>
/// <param name="ending">Ends requests.</param>
internal sealed class TokenWorks(
    Func<TokenId, ITokenEndpoint> endpoint, ITokenStore store, TokenOptions options, TimeProvider time, Action<TokenNotice> notice, Action<TokenId, TokenInput> tell,
    CancellationToken ending)
{
    // A store says by itself that it cannot be used; this is for one that says nothing.
    private static readonly TimeSpan StoreLimit = TimeSpan.FromSeconds(12);

    // An endpoint keeps its limit by itself; a ticket's may have to wait for an access_token first.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly string _holder = Guid.NewGuid().ToString("n");

    /// <summary>The time.</summary>
    public SteadyClock Clock { get; } = new(time);

    /// <summary>What the platform does when it is asked for a token.</summary>
    public TokenManner MannerOf(TokenId id) => endpoint(id).MannerOf(id);

    /// <summary>Reads the store.</summary>
    public void Read(TokenDesk desk) => Store(desk, () => store.Load(desk.Id), stored => new TokenInput.StoreRead(stored), why => new TokenInput.StoreUnread(why));

    /// <summary>Takes the right to refresh.</summary>
    public void TakeRight(TokenDesk desk, TokenEffect.TakeRight take) => Store(
        desk, () => store.TakeRight(desk.Id, take.Version, _holder, take.Forced, take.Now, take.Until),
        right => new TokenInput.RightAnswered(take.Run, right), why => new TokenInput.RightFailed(take.Run, why));

    /// <summary>Stores a token.</summary>
    public void Save(TokenDesk desk, TokenEffect.Save save) => Store(
        desk, () => store.Save(desk.Id, save.WithRight ? _holder : null, save.Token, save.Line),
        stored => new TokenInput.Saved(save.Run, stored), why => new TokenInput.SaveFailed(save.Run, why));

    /// <summary>Writes a line of the audit.</summary>
    public void Note(TokenDesk desk, TokenAuditLine line, bool giveBack) => Store(
        desk, async () =>
        {
            await store.Note(desk.Id, giveBack ? _holder : null, line);
            return line;
        }, _ => null, _ => new TokenInput.NoteFailed(line));

    /// <summary>Asks the platform.</summary>
    public void Ask(TokenDesk desk, TokenEffect.Ask ask) => desk.Asked = Platform<TokenAnswer>(
        desk, ct => endpoint(desk.Id).Ask(desk.Id, ask.Force, ask.Attempt, ct), why => new TokenAnswer.Unreadable(why), answer => new TokenInput.Answered(ask.Run, answer));

    /// <summary>Finds out whether the platform takes a value.</summary>
    public void Probe(TokenDesk desk, TokenEffect.Probe probe) => desk.Asked = Platform<TokenProbe>(
        desk, ct => endpoint(desk.Id).Probe(desk.Id, probe.Value, probe.Attempt, ct), why => new TokenProbe.Unknown(why), answer => new TokenInput.Probed(probe.Run, answer));

    /// <summary>Sets the timer.</summary>
    public void Arm(TokenDesk desk, DateTimeOffset at)
    {
        desk.Timer ??= time.CreateTimer(_ => tell(desk.Id, new TokenInput.Rang()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Timers count whole milliseconds: one that rings early rings twice.
        var wait = Math.Max(0, Math.Ceiling((at - Clock.Now).TotalMilliseconds));
        desk.Timer.Change(TimeSpan.FromMilliseconds(Math.Min(wait, int.MaxValue)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Tells the operator.</summary>
    public void Notify(TokenNotice what)
    {
        try
        {
            notice(what);
        }
#pragma warning disable CA1031 // Whoever listens is not the token's business, and there is nobody else to tell.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Tells the operator of a bug, without what might be in its message.</summary>
    public void NotifyOfBug(TokenId id, Exception error) => Notify(new TokenNotice(id, true,
        $"A mistake in this program ({error.GetType().Name} in {error.TargetSite?.DeclaringType?.Name}.{error.TargetSite?.Name}) interrupted the care for the token; it goes on by itself. Report it with the version."));

    /// <summary>Asks something of the store when all before has ended: rights must not be given back after they were taken anew.</summary>
    private void Store<T>(TokenDesk desk, Func<ValueTask<T>> call, Func<T, TokenInput?> done, Func<string, TokenInput> failed)
    {
        desk.Stored = After(desk.Stored);

        async Task After(Task before)
        {
            await before;
            TokenInput? result;
            try
            {
                result = done(await call().AsTask().WaitAsync(StoreLimit, time));
            }
            catch (StoreUnavailableException error)
            {
                result = failed(error.Message);
            }
            catch (TimeoutException)
            {
                result = failed($"The store of the tokens has not answered for {StoreLimit.TotalSeconds} s: see whether its disk hangs.");
            }
            catch (ObjectDisposedException)
            {
                result = failed("The store of the tokens is closed.");
            }
#pragma warning disable CA1031 // A bug of the store must not leave the actor waiting for ever.
            catch (Exception error)
#pragma warning restore CA1031
            {
                NotifyOfBug(desk.Id, error);
                result = failed("The store of the tokens failed by a mistake of this program.");
            }
            if (result is not null) tell(desk.Id, result);
        }
    }

    private async Task Platform<T>(TokenDesk desk, Func<CancellationToken, ValueTask<T>> call, Func<string, T> unreadable, Func<T, TokenInput> input)
    {
        var limit = options.RequestLimit + Grace;
        T result;
        using var clock = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, ending);
        try
        {
            result = await call(either.Token).AsTask().WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            result = unreadable($"The platform gave no answer within {limit.TotalSeconds} s.");
        }
#pragma warning disable CA1031 // A bug of the endpoint must not leave the actor waiting for ever.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NotifyOfBug(desk.Id, error);
            result = unreadable("The request failed by a mistake of this program.");
        }
        tell(desk.Id, input(result));
    }
}
