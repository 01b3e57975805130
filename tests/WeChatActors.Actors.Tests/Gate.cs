namespace WeChatActors.Actors.Tests;

/// <summary>Something actors wait for until the test opens it; they then go on at once, in order, on the test's own thread.</summary>
internal sealed class Gate<T>
{
    private readonly List<TaskCompletionSource<T>> _waiting = [];
    private Task<T>? _open;

    /// <summary>One wait. Each has a task of its own, for of several waits on one task only one would go on in place.</summary>
    internal Task<T> Task
    {
        get
        {
            if (_open is not null) return _open;
            var wait = new TaskCompletionSource<T>();
            _waiting.Add(wait);
            return wait.Task;
        }
    }

    internal void Open(T value)
    {
        _open = System.Threading.Tasks.Task.FromResult(value);
        // Under a test runner's context, what waits would be sent to the pool instead.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            foreach (var wait in _waiting) wait.SetResult(value);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
