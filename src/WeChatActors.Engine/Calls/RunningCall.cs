using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>A call while it runs: its limits of time, and who may tell its end. What it costs beside its request is this object, one source of
/// cancellation and one timer.</summary>
/// <param name="runner">Makes it.</param>
/// <param name="ticket">What is called.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="time">The clock.</param>
internal sealed class RunningCall(CallRunner runner, CallTicket ticket, TimeSpan limit, TimeProvider time) : IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan ShortestTimer = TimeSpan.FromMilliseconds(1);

    // It has no timer and no handle, so there is nothing to dispose.
    private readonly CancellationTokenSource _end = new();
    private readonly long _begun = time.GetTimestamp();
    private ITimer? _timer;
    private TimeSpan _stall = Timeout.InfiniteTimeSpan;
    private long _lastBytes;
    private string? _why;
    private int _over;

    public CallTicket Ticket => ticket;

    /// <summary>What a model says; null for a request.</summary>
    public StreamedText? Text { get; } = ticket.Order is LlmOrder ? new StreamedText() : null;

    /// <summary>Cancelled when it must end.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Why <see cref="Token"/> is cancelled; a limit of time, unless nobody waits any more.</summary>
    public string Why => Volatile.Read(ref _why) ?? CallError.Cancelled;

    /// <summary>What it counts to; known before anything is sent.</summary>
    public CallTarget? Target { get; set; }

    /// <summary>Whether its time says something about the target.</summary>
    public bool ReachedTarget { get; set; }

    /// <summary>How long it has run.</summary>
    public TimeSpan Took => time.GetElapsedTime(_begun);

    /// <summary>How long it may still run.</summary>
    public TimeSpan Left => limit - Took;

    /// <summary>Begins it on another thread.</summary>
    public void Begin()
    {
        _timer = time.CreateTimer(static call => ((RunningCall)call!).Watch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Longer(limit), Timeout.InfiniteTimeSpan);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Its answer has begun: from now on it may not stand still for longer than this.</summary>
    public void WatchForStall(TimeSpan stall)
    {
        Volatile.Write(ref _lastBytes, time.GetTimestamp());
        _stall = stall;
        if (stall < Left) _timer!.Change(Longer(stall), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something came. The timer learns of it when it fires.</summary>
    public void GotBytes() => Volatile.Write(ref _lastBytes, time.GetTimestamp());

    /// <summary>Takes the right to tell its end, which only one gets.</summary>
    public bool TakeEnd() => Interlocked.Exchange(ref _over, 1) == 0;

    /// <summary>Ends it; whoever ends it has taken the right to tell.</summary>
    public void GiveUp() => _end.Cancel();

    /// <inheritdoc/>
    public void Execute() => _ = runner.Run(this);

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Watch()
    {
        var left = Left;
        var quiet = _stall == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : _stall - time.GetElapsedTime(Volatile.Read(ref _lastBytes));
        if (left <= TimeSpan.Zero) End(CallError.Timeout);
        else if (_stall != Timeout.InfiniteTimeSpan && quiet <= TimeSpan.Zero) End(CallError.Stall);
        else _timer!.Change(Longer(_stall != Timeout.InfiniteTimeSpan && quiet < left ? quiet : left), Timeout.InfiniteTimeSpan);
    }

    private void End(string why)
    {
        Volatile.Write(ref _why, why);
        _end.Cancel();
    }

    // A timer of the system counts in milliseconds; what is rounded down would fire again and again before its time.
    private static TimeSpan Longer(TimeSpan due) => due < ShortestTimer ? ShortestTimer : due;
}
