using System.Threading.Tasks.Sources;

namespace WeChatActors.Engine;

/// <summary>Something that waits for the committing thread; awaited by whoever asked for it.</summary>
internal abstract class WriteRequest : IValueTaskSource<CommitResult>
{
    // The asker goes on elsewhere: the committing thread must get back to its disk.
    private ManualResetValueTaskSourceCore<CommitResult> _source = new() { RunContinuationsAsynchronously = true };

    /// <summary>The outcome, once the transaction it was written in has ended.</summary>
    public ValueTask<CommitResult> Outcome => new(this, _source.Version);

    /// <summary>Writes into the open transaction. The outcome counts only when that commits.</summary>
    public abstract CommitResult Write(SqliteWriter writer);

    /// <summary>Tells the asker.</summary>
    public void Complete(CommitResult result) => _source.SetResult(result);

    /// <summary>Hears that the asker took the outcome, which he does once: nobody knows of the request any more.</summary>
    protected virtual void Taken()
    {
    }

    /// <summary>Makes it a request that has no outcome yet.</summary>
    protected void Renew() => _source.Reset();

    CommitResult IValueTaskSource<CommitResult>.GetResult(short token)
    {
        var result = _source.GetResult(token);
        Taken();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<CommitResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<CommitResult>.OnCompleted(Action<object?> continuation, object? _state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, _state, token, flags);
}
