namespace WeChatActors.Server;

/// <summary>What became of the codes of the last minutes, so that each is exchanged once however often a browser brings it: double
/// clicks, reloads, prefetching. Bounded; safe to use from any thread.</summary>
/// <param name="time">The clock.</param>
/// <param name="capacity">How many are remembered; the oldest that are done leave first.</param>
/// <param name="atOnce">How many may be exchanged at the same time.</param>
internal sealed class ExchangedCodes(TimeProvider time, int capacity, int atOnce)
{
    private static readonly LoginOutcome Busy = new LoginOutcome.Failed(LoginFault.Unavailable);
    private static readonly LoginOutcome Spent = new LoginOutcome.Failed(LoginFault.CodeSpent);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Account, string Code), Exchanged> _codes = [];
    private readonly Queue<Exchanged> _byAge = [];
    private int _underWay;

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get { lock (_gate) return _codes.Count; }
    }

    /// <summary>Exchanges a code, or waits for and repeats what became of it.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="code">The code.</param>
    /// <param name="state">The login it came with. At another login a code that was exchanged is as good as spent: a code that leaked
    /// after its use must open nothing.</param>
    /// <param name="exchange">Exchanges it; never throws.</param>
    public Task<LoginOutcome> Once(string account, string code, string state, Func<Task<LoginOutcome>> exchange)
    {
        Exchanged begun;
        lock (_gate)
        {
            Forget();
            if (_codes.TryGetValue((account, code), out var known)) return known.State == state ? known.Outcome.Task : Task.FromResult(Spent);
            if (_underWay >= atOnce) return Task.FromResult(Busy);
            _underWay++;
            begun = new Exchanged(account, code, state, time.GetTimestamp());
            _codes.Add((account, code), begun);
            _byAge.Enqueue(begun);
        }
        return Run(begun, exchange);
    }

    private async Task<LoginOutcome> Run(Exchanged begun, Func<Task<LoginOutcome>> exchange)
    {
        var outcome = await exchange();
        lock (_gate) _underWay--;
        begun.Outcome.SetResult(outcome);
        return outcome;
    }

    /// <summary>Makes room. No more are under way than may be at once, so that all but so many can be let go.</summary>
    private void Forget()
    {
        while (_byAge.TryPeek(out var oldest) && (time.GetElapsedTime(oldest.At) >= PendingLogin.Life || _byAge.Count >= capacity))
        {
            _byAge.Dequeue();
            if (oldest.Outcome.Task.IsCompleted) _codes.Remove((oldest.Account, oldest.Code));
            else _byAge.Enqueue(oldest with { At = time.GetTimestamp() });
        }
    }

    private sealed record Exchanged(string Account, string Code, string State, long At)
    {
        public TaskCompletionSource<LoginOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
