namespace WeChatActors.Replay;

/// <summary>One who awaits an answer, which may take five seconds: of one delivery at a time.</summary>
internal abstract class Awaited
{
    internal Awaited? Before { get; set; }

    internal Awaited? After { get; set; }

    internal TimeSpan Deadline { get; set; }

    internal bool IsAwaited { get; set; }

    /// <summary>Over which the answer comes.</summary>
    internal IWireConnection? Connection { get; set; }
}

/// <summary>Ends deliveries that take too long. All may take equally long, so they end in the order in which they began, and one timer,
/// set to the end of the oldest, serves all of them. Safe to use from any thread.</summary>
internal sealed class Deadlines : IDisposable
{
    private readonly RunClock _clock;
    private readonly TimeSpan _patience;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private Awaited? _oldest;
    private Awaited? _newest;
    private bool _armed;
    private bool _disposed;

    /// <summary>Nothing is awaited yet.</summary>
    public Deadlines(RunClock clock, TimeSpan patience)
    {
        (_clock, _patience) = (clock, patience);
        _timer = clock.Time.CreateTimer(static self => ((Deadlines)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A delivery begins; each one not before those that began already.</summary>
    /// <param name="delivery">Who awaits its answer.</param>
    /// <param name="connection">Is aborted when the time is over: this one, whatever the delivery has by then.</param>
    /// <param name="now">The time.</param>
    public void Begin(Awaited delivery, IWireConnection connection, TimeSpan now)
    {
        lock (_gate)
        {
            delivery.Connection = connection;
            delivery.Deadline = now + _patience;
            delivery.IsAwaited = true;
            delivery.After = null;
            delivery.Before = _newest;
            if (_newest is null) _oldest = delivery;
            else _newest.After = delivery;
            _newest = delivery;
            if (!_armed) Arm(now);
        }
    }

    /// <summary>A delivery has ended.</summary>
    /// <returns>Whether it was in time.</returns>
    public bool End(Awaited delivery, TimeSpan now)
    {
        lock (_gate)
        {
            if (!delivery.IsAwaited) return false;
            Remove(delivery);
            return now < delivery.Deadline;
        }
    }

    /// <summary>Ends the timer; nothing is awaited any more.</summary>
    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _timer.Dispose();
    }

    private void Look()
    {
        List<IWireConnection> late = [];
        lock (_gate)
        {
            _armed = false;
            if (_disposed) return;
            var now = _clock.Now;
            while (_oldest is { } delivery && delivery.Deadline <= now)
            {
                Remove(delivery);
                late.Add(delivery.Connection!);
            }
            Arm(now);
        }
        // Not under the lock: what waited for them may go on at once, end here and begin anew.
        foreach (var connection in late) connection.Abort();
    }

    private void Arm(TimeSpan now)
    {
        if (_oldest is null) return;
        _armed = true;
        var wait = _oldest.Deadline - now;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Remove(Awaited delivery)
    {
        delivery.IsAwaited = false;
        if (delivery.Before is null) _oldest = delivery.After;
        else delivery.Before.After = delivery.After;
        if (delivery.After is null) _newest = delivery.Before;
        else delivery.After.Before = delivery.Before;
        delivery.Before = delivery.After = null;
    }
}
