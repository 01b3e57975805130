namespace WeChatActors.Actors;

/// <summary>One timer for many moments: its owner sets it for the earliest one and sets it again when it has rung.</summary>
/// <remarks>Not safe by itself: every call but <see cref="Dispose"/>'s is made under the owner's lock.</remarks>
internal sealed class Alarm : IDisposable
{
    // Timers may ring a little early, for they count whole milliseconds; a second try waits at least this long, so that
    // the rest of a millisecond is not spent in rings.
    private const long Patience = TimeSpan.TicksPerMillisecond;

    // What a timer can count is bounded (about 49 days); a longer wait rings in between and is set again.
    private const long Longest = 20 * TimeSpan.TicksPerDay;

    private readonly Clock _clock;
    private readonly ITimer _timer;
    private long _due = Clock.Never;
    private bool _wasEarly;
    private bool _disposed;

    internal Alarm(Clock clock, TimerCallback ring)
    {
        _clock = clock;
        // The maker's execution context would otherwise live as long as the timer.
        var flowing = !ExecutionContext.IsFlowSuppressed();
        if (flowing) ExecutionContext.SuppressFlow();
        try
        {
            _timer = clock.Time.CreateTimer(ring, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            if (flowing) ExecutionContext.RestoreFlow();
        }
    }

    /// <summary>Makes sure that it rings at a moment or before.</summary>
    internal void Set(long due)
    {
        if (due >= _due || _disposed) return;
        _due = due;
        _timer.Change(TimeSpan.FromTicks(Math.Clamp(due - _clock.Now, _wasEarly ? Patience : 0, Longest)), Timeout.InfiniteTimeSpan);
        _wasEarly = false;
    }

    /// <summary>Notes that it has rung, and is silent until it is set again.</summary>
    internal void Rang()
    {
        _wasEarly = _due != Clock.Never && _clock.Now < _due;
        _due = Clock.Never;
    }

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
    }
}
