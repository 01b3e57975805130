namespace WeChatActors.Testing;

/// <summary>A clock that stands until a test moves it, and then fires the due timers in order, each at its own moment.</summary>
public sealed class VirtualTime : TimeProvider
{
    public static readonly TimeSpan OneTick = TimeSpan.FromTicks(1);

    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _armed = [];
    private readonly List<(int Count, TaskCompletionSource Signal)> _waiting = [];
    private long _now;

    /// <summary>How many timers were ever made.</summary>
    public int Made { get; private set; }

    /// <summary>How many timers would fire if time went on.</summary>
    public int Armed
    {
        get { lock (_gate) return _armed.Count; }
    }

    /// <summary>Whether a timer would fire in exactly so long.</summary>
    public bool IsDueIn(TimeSpan span)
    {
        lock (_gate) return _armed.Exists(timer => timer.Due == _now + span.Ticks);
    }

    /// <summary>Waits until at least so many timers are armed: until what a test has set going waits for the clock.</summary>
    public Task WhenArmed(int count)
    {
        lock (_gate)
        {
            if (_armed.Count >= count) return Task.CompletedTask;
            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, signal));
            return signal.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        lock (_gate) Made++;
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan span)
    {
        var end = _now + span.Ticks;
        while (TakeDue(end) is { } timer) timer.Fire();
        Volatile.Write(ref _now, end);
    }

    private VirtualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            var timer = _armed.MinBy(t => t.Due);
            if (timer is null || timer.Due > end) return null;
            _armed.Remove(timer);
            Volatile.Write(ref _now, Math.Max(_now, timer.Due));
            return timer;
        }
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        internal long Due { get; private set; }

        internal void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._armed.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time._now + dueTime.Ticks;
                time._armed.Add(this);
                foreach (var (_, signal) in time._waiting.Where(waiting => waiting.Count <= time._armed.Count)) signal.TrySetResult();
                time._waiting.RemoveAll(waiting => waiting.Count <= time._armed.Count);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
