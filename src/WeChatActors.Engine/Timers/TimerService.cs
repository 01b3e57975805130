namespace WeChatActors.Engine;

/// <summary>Wakes conversations whose timers are due, those of this process and those that another one left behind.</summary>
/// <remarks>A timer is part of its conversation's state, so it runs once however many processes wake the conversation for it.</remarks>
internal sealed class TimerService : IAsyncDisposable
{
    /// <summary>How often the store is looked through: also how long an abandoned call waits at most.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Timers due within it are held in memory.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(30);

    /// <summary>A row that woke its conversation in vain is tried again after so long.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private const int Page = 10_000;

    private readonly IOutboxStore _store;
    private readonly Alarms _alarms;
    private readonly TimeProvider _time;
    private readonly Action<string> _failed;
    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<(ConversationId Id, string Name, DateTimeOffset Due), DateTimeOffset> _set = [];
    private Task _running = Task.CompletedTask;
    private int _disposed;

    /// <param name="store">Where timers are.</param>
    /// <param name="alarms">Rings in time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="failed">Hears once when the store cannot be read.</param>
    public TimerService(IOutboxStore store, Alarms alarms, TimeProvider time, Action<string> failed) =>
        (_store, _alarms, _time, _failed) = (store, alarms, time, failed);

    /// <summary>Begins to look through the store.</summary>
    public void Start() => _running = Run();

    /// <summary>A commit armed timers.</summary>
    public void Armed(ConversationId id, TurnWrites writes)
    {
        foreach (var (name, due, _) in writes.Armed) Set(id, name, due);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _ending.CancelAsync();
        await _running;
        _ending.Dispose();
    }

    /// <summary>Looks through the store once.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public async ValueTask Look()
    {
        Forget();
        foreach (var timer in await _store.Timers(_time.GetUtcNow() + Horizon, Page))
            Set(timer.Id, timer.Name, timer.Node is { } node && !_store.IsAlive(node) ? _time.GetUtcNow() : timer.Due);
    }

    private async Task Run()
    {
        var couldRead = true;
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await Look();
                couldRead = true;
            }
            catch (StoreUnavailableException error)
            {
                if (couldRead) _failed(error.Message);
                couldRead = false;
            }
            try
            {
                await Task.Delay(Every, _time, _ending.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Set(ConversationId id, string name, DateTimeOffset due)
    {
        var now = _time.GetUtcNow();
        if (due > now + Horizon) return;
        lock (_set)
        {
            if (_set.TryGetValue((id, name, due), out var rings) && now - rings < Again) return;
            _set[(id, name, due)] = due < now ? now : due;
        }
        _alarms.At(due, id, new ConversationInput.Continue(due));
    }

    private void Forget()
    {
        var old = _time.GetUtcNow() - Again;
        lock (_set)
        {
            foreach (var (key, rang) in _set)
                if (rang < old) _set.Remove(key);
        }
    }
}
