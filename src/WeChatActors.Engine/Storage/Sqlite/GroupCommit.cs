using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>The one thread that writes: it takes all that is waiting into one transaction, so that one fsync serves them all. While
/// the disk works, the next transaction's requests gather.</summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>Requests nobody waits for are dropped while so many others wait.</summary>
    private const int BusyLimit = 1024;

    private readonly SqliteWriter _writer;
    private readonly ConversationHeads _heads;
    private readonly Checkpoint _checkpoint;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private List<WriteRequest> _waiting = [];
    private List<WriteRequest> _batch = [];
    private CommitResult[] _results = new CommitResult[64];
    private bool _stopping;
    private long _busySince;
    private volatile string? _failure;

    public GroupCommit(SqliteWriter writer, ConversationHeads heads, string path, TimeProvider time)
    {
        _writer = writer;
        _heads = heads;
        _checkpoint = new Checkpoint(writer, heads);
        _path = path;
        _time = time;
        _thread = new Thread(Run) { Name = "WeChatActors commit", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Why the last transaction failed; null when it did not.</summary>
    public string? Failure => _failure;

    /// <summary>How long the transaction that is being written has taken so far; zero between transactions.</summary>
    public TimeSpan Busy => Interlocked.Read(ref _busySince) is var since and > 0 ? _time.GetElapsedTime(since - 1) : TimeSpan.Zero;

    /// <summary>Hands a request to the committing thread and waits for its transaction.</summary>
    public ValueTask<CommitResult> Enqueue(WriteRequest request)
    {
        if (!Add(request, droppable: false)) request.Complete(new CommitResult(CommitOutcome.Failed, $"{_path} is closed: the server is stopping."));
        return request.Outcome;
    }

    /// <summary>Hands over a request nobody waits for. It is dropped when the committing thread is behind, or has stopped.</summary>
    public void Post(WriteRequest request)
    {
        if (!Add(request, droppable: true)) request.Complete(new CommitResult(CommitOutcome.Failed));
    }

    /// <summary>Writes all that is waiting and the checkpoint, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            _wake.Set();
        }
        _thread.Join();
        _wake.Dispose();
    }

    private bool Add(WriteRequest request, bool droppable)
    {
        lock (_gate)
        {
            if (_stopping || (droppable && _waiting.Count > BusyLimit)) return false;
            _waiting.Add(request);
            if (_waiting.Count == 1) _wake.Set();
            return true;
        }
    }

    private void Run()
    {
        while (true)
        {
            bool last;
            lock (_gate)
            {
                (_waiting, _batch) = (_batch, _waiting);
                last = _stopping;
            }
            // After a failure only a request tries the disk again: a checkpoint by itself would try for ever.
            if (_batch.Count > 0 || (_failure is null && (_checkpoint.UnderWay || (last && _heads.DirtyCount > 0)))) WriteBatch(last);
            else if (last) return;
            else _wake.WaitOne();
        }
    }

    private void WriteBatch(bool last)
    {
        if (_results.Length < _batch.Count) _results = new CommitResult[_batch.Count * 2];
        Interlocked.Exchange(ref _busySince, _time.GetTimestamp() + 1);
        string? failed = null;
        try
        {
            _writer.Begin();
            for (var i = 0; i < _batch.Count; i++) _results[i] = _batch[i].Write(_writer);
            _checkpoint.WritePortion(_batch.Count);
            _writer.Commit();
        }
        catch (SqliteException error)
        {
            failed = SqliteFailure.Explain(error, _path);
            TryRollback();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A bug of ours; whoever waits must hear of it, and the thread must live on for the others.
            failed = $"Writing {_path} failed unexpectedly: {error.GetType().Name}: {error.Message}";
            TryRollback();
        }
        Interlocked.Exchange(ref _busySince, 0);
        _failure = failed;
        CompleteBatch(failed);
        if (failed is null) _checkpoint.Committed(startAnother: last);
        else _checkpoint.Failed(new CommitResult(CommitOutcome.Failed, failed));
    }

    private void CompleteBatch(string? failed)
    {
        for (var i = 0; i < _batch.Count; i++)
        {
            if (_batch[i] is CheckpointRequest asker) _checkpoint.Ask(asker);
            else _batch[i].Complete(failed is null ? _results[i] : new CommitResult(CommitOutcome.Failed, failed));
        }
        _batch.Clear();
    }

    private void TryRollback()
    {
        try
        {
            _writer.Rollback();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself already; the next transaction tells whether the file works again.
        }
    }
}
