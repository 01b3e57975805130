namespace WeChatActors.Simulator;

/// <summary>The newest items of something that never ends, each with a number of its own. Safe to use from any thread.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class Recent<T>(int capacity) where T : class
{
    private readonly Lock _gate = new();
    private readonly T?[] _items = new T?[capacity];
    private long _last;

    /// <summary>Takes the next number, from 1.</summary>
    public long Reserve() => Interlocked.Increment(ref _last);

    /// <summary>Keeps an item under a number that was reserved, or replaces it; one that is too old is dropped.</summary>
    public void Set(long number, T item)
    {
        lock (_gate)
            if (number > Volatile.Read(ref _last) - capacity) _items[number % capacity] = item;
    }

    /// <summary>Those kept, oldest first.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        lock (_gate)
        {
            var last = Volatile.Read(ref _last);
            var items = new List<T>();
            for (var number = Math.Max(1, last - capacity + 1); number <= last; number++)
                if (_items[number % capacity] is { } item) items.Add(item);
            return items;
        }
    }
}
