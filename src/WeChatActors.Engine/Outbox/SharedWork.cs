using System.Collections.Concurrent;

namespace WeChatActors.Engine;

/// <summary>Lets those who want the same at the same time wait for one work.</summary>
internal sealed class SharedWork<TKey, T> where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Task<T>> _running = new();

    /// <summary>Joins the work of a key, or begins it.</summary>
    public Task<T> Run(TKey key, Func<Task<T>> work)
    {
        var source = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shared = _running.GetOrAdd(key, source.Task);
        if (shared == source.Task) _ = Begin(key, work, source);
        return shared;
    }

    private async Task Begin(TKey key, Func<Task<T>> work, TaskCompletionSource<T> source)
    {
        try
        {
            var result = await work();
            _running.TryRemove(key, out _);
            source.SetResult(result);
        }
        catch (Exception error)
        {
            _running.TryRemove(key, out _);
            source.SetException(error);
        }
    }
}
