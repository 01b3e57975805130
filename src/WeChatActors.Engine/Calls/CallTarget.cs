namespace WeChatActors.Engine;

/// <summary>A host or model that is called: who may call it now, how long it takes, and what was counted.</summary>
internal sealed class CallTarget(string name, CallOptions options, TimeProvider time, Action<CallNotice> notice) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.PerHost);

    /// <summary>The host with its port, unless that is the usual one; <c>llm:</c> and a model's name; or <c>none</c>.</summary>
    public string Name => name;

    public CircuitBreaker Breaker { get; } = new(options.BreakerFailures, options.BreakerWindow, options.BreakerRest);

    public ExpectedTime Expected { get; } = new();

    public TargetCounters Counters { get; } = new();

    private long Now => time.GetElapsedTime(0, time.GetTimestamp()).Ticks;

    /// <summary>Waits for a place for an attempt.</summary>
    /// <returns>What to leave with; null when calls are kept from the target.</returns>
    /// <exception cref="OperationCanceledException">There was none in time.</exception>
    public async ValueTask<int?> Enter(CancellationToken ct)
    {
        if (Breaker.Refuses(Now)) return null;
        await _places.WaitAsync(ct);
        // While it waited the others may have found out.
        if (Breaker.Enter(Now) is { } era) return era;
        _places.Release();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Gives the place back.</summary>
    /// <param name="era">What <see cref="Enter"/> gave.</param>
    /// <param name="failed">Whether the target failed; null when nobody can tell.</param>
    public void Leave(int era, bool? failed)
    {
        _places.Release();
        switch (Breaker.Leave(era, failed, Now))
        {
            case true:
                notice(new CallNotice(name, Urgent: true, $"{name} failed {options.BreakerFailures} times within {CallLimit.Seconds(options.BreakerWindow)}: rules that call it get the error {CallError.CircuitOpen} until it answers again, which is tried every {CallLimit.Seconds(options.BreakerRest)}; look what is wrong with it."));
                break;
            case false:
                notice(new CallNotice(name, Urgent: false, $"{name} answers again."));
                break;
        }
    }
}
