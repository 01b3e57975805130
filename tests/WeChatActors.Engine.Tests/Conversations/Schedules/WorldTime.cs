namespace WeChatActors.Engine.Tests.Conversations;

/// <summary>The clock of a world, and what happens in it by the time: nothing runs but what is due next.</summary>
internal sealed class WorldTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;

    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>How many things have happened.</summary>
    public int Happened { get; private set; }

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Does something at a time, after what is due then already.</summary>
    public void At(DateTimeOffset due, Action what) => _events.Enqueue(what, ((due > Now ? due : Now).UtcTicks, _order++));

    /// <summary>Does something after a while.</summary>
    public void In(TimeSpan wait, Action what) => At(Now + wait, what);

    /// <summary>Does what is due next, if that is before a time.</summary>
    public bool Go(DateTimeOffset until)
    {
        if (!_events.TryPeek(out var what, out var key) || key.At > until.UtcTicks)
        {
            Now = until > Now ? until : Now;
            return false;
        }
        _events.Dequeue();
        Now = new DateTimeOffset(key.At, TimeSpan.Zero);
        Happened++;
        what();
        return true;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(WorldTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _set;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var set = ++_set;
            if (dueTime != Timeout.InfiniteTimeSpan) time.In(dueTime, () => Ring(set));
            return true;
        }

        public void Dispose() => _set = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Ring(int set)
        {
            if (set == _set) callback(state);
        }
    }
}
