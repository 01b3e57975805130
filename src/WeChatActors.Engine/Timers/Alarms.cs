namespace WeChatActors.Engine;

/// <summary>Tells conversations something at a time, while the process lives: many moments, one timer.</summary>
internal sealed class Alarms : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action<ConversationId, ConversationInput> _tell;
    private readonly PriorityQueue<(ConversationId Id, ConversationInput Input), long> _due = new();
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long _set = long.MaxValue;
    private bool _disposed;

    public Alarms(TimeProvider time, Action<ConversationId, ConversationInput> tell)
    {
        (_time, _tell) = (time, tell);
        _timer = time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many moments wait.</summary>
    public int Count
    {
        get { lock (_gate) return _due.Count; }
    }

    /// <summary>Tells a conversation an input once a time has come.</summary>
    public void At(DateTimeOffset due, ConversationId id, ConversationInput input)
    {
        lock (_gate)
        {
            if (_disposed) return;
            _due.Enqueue((id, input), due.UtcTicks);
            if (due.UtcTicks < _set) Set(due.UtcTicks);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _due.Clear();
        }
        _timer.Dispose();
    }

    private void Ring()
    {
        while (Take() is { } due) _tell(due.Id, due.Input);
    }

    private (ConversationId Id, ConversationInput Input)? Take()
    {
        lock (_gate)
        {
            if (_disposed) return null;
            if (_due.TryPeek(out var first, out var at) && at <= _time.GetUtcNow().UtcTicks)
            {
                _due.Dequeue();
                return first;
            }
            _set = long.MaxValue;
            if (_due.Count > 0) Set(at);
            return null;
        }
    }

    // Whole milliseconds, upwards: a timer that rings early rings twice.
    private void Set(long at)
    {
        _set = at;
        var wait = Math.Ceiling(new TimeSpan(at - _time.GetUtcNow().UtcTicks).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(wait, 0, TimeSpan.FromDays(20).TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }
}
