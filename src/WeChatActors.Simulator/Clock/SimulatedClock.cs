namespace WeChatActors.Simulator;

/// <summary>A clock that runs like another one and can be moved forward: 47 hours in a call. Timers made with it fire in order when
/// it passes their time, however it does so. Safe to use from any thread.</summary>
/// <param name="wall">The clock underneath.</param>
public sealed class SimulatedClock(TimeProvider wall) : TimeProvider
{
    /// <summary>The first moment that the clock cannot be moved to. Beyond it dates would overflow, and seconds no longer fit where WeChat writes them in 32 bits.</summary>
    public static readonly DateTimeOffset End = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly SortedSet<Timer> _armed = new(Comparer<Timer>.Create(
        (a, b) => a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Number.CompareTo(b.Number)));
    private long _ahead; // ticks this clock is ahead of the wall
    private long _stoppedAt = -1; // the wall's ticks at which time stands still; negative while it runs
    private long _lastNumber;
    private ITimer? _alarm; // one alarm of the clock underneath, set to the earliest timer

    /// <summary>The clock underneath, which cannot be moved. Waits for the network are measured by it.</summary>
    public TimeProvider Wall { get; } = wall;

    /// <summary>How far this clock is ahead of the one underneath. Never shrinks while time runs.</summary>
    public TimeSpan Ahead { get { lock (_gate) return TimeSpan.FromTicks(_ahead); } }

    /// <summary>Whether time stands still but for <see cref="Advance"/>.</summary>
    public bool Stopped { get { lock (_gate) return _stoppedAt >= 0; } }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => Wall.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() { lock (_gate) return new DateTimeOffset(Ticks(), TimeSpan.Zero); }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Lets time stand still, from a given moment on: what happens next has the same times in every run.</summary>
    /// <param name="at">What the clock shows from now on.</param>
    public void Stop(DateTimeOffset at)
    {
        lock (_gate)
        {
            _stoppedAt = Wall.GetUtcNow().UtcTicks;
            _ahead = at.UtcTicks - _stoppedAt;
        }
        FireDue();
    }

    /// <summary>Lets time run again from where it stands.</summary>
    public void Run()
    {
        lock (_gate)
        {
            if (_stoppedAt < 0) return;
            _ahead += _stoppedAt - Wall.GetUtcNow().UtcTicks;
            _stoppedAt = -1;
        }
        FireDue();
    }

    /// <summary>Moves the clock forward and fires what fell due on the way, each at its own time's turn.</summary>
    /// <param name="by">How far; zero or more, at most ten years, and not to <see cref="End"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Time does not run backwards, not further than ten years at once, and not to its end.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(by, TimeSpan.FromDays(3660));
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(by.Ticks, End.UtcTicks - Ticks(), nameof(by));
            _ahead += by.Ticks;
        }
        FireDue();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new Timer(this, callback, state, Interlocked.Increment(ref _lastNumber));
        timer.Change(dueTime, period);
        return timer;
    }

    private long Ticks() => (_stoppedAt >= 0 ? _stoppedAt : Wall.GetUtcNow().UtcTicks) + _ahead;

    private void FireDue()
    {
        while (true)
        {
            Timer timer;
            lock (_gate)
            {
                if (_armed.Min is not { } first) return;
                if (first.Due > Ticks())
                {
                    Wake(first.Due - Ticks());
                    return;
                }
                timer = first;
                _armed.Remove(timer);
                if (timer.Period > 0)
                {
                    timer.Due = Math.Max(timer.Due + timer.Period, Ticks());
                    _armed.Add(timer);
                }
            }
            timer.Fire();
        }
    }

    /// <summary>Asks the clock underneath to look at the timers in that many ticks. Under the lock.</summary>
    private void Wake(long ticks)
    {
        if (_stoppedAt >= 0 && ticks > 0) return;
        _alarm ??= Wall.CreateTimer(static clock => ((SimulatedClock)clock!).FireDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Rounded up: a wake a moment early would find nothing due and has to come again.
        var milliseconds = Math.Clamp((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, 0, int.MaxValue - 1);
        _alarm.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private sealed class Timer(SimulatedClock clock, TimerCallback callback, object? state, long number) : ITimer
    {
        private bool _disposed;

        public long Number => number;

        public long Due { get; set; }

        public long Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed) return false;
                clock._armed.Remove(this);
                Period = period > TimeSpan.Zero ? period.Ticks : 0;
                if (dueTime < TimeSpan.Zero) return true;
                Due = clock.Ticks() + dueTime.Ticks;
                clock._armed.Add(this);
                if (clock._armed.Min == this) clock.Wake(dueTime.Ticks);
                return true;
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
