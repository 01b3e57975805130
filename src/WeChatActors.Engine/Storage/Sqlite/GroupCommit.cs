using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>The one thread that writes: it takes all that is waiting into one transaction, so that one fsync serves them all.</summary>
/// <remarks>While the disk works, the next transaction's requests gather. A checkpoint of the conversation rows is worked off in
/// small portions that ride along, so that no packet waits for more than one portion.</remarks>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>Conversation rows per transaction while a checkpoint runs: about a millisecond of work.</summary>
    private const int FlushPortion = 64;

    /// <summary>A checkpoint starts by itself when so many conversations or turns are behind it.</summary>
    private const int DirtyLimit = 16_384;
    private const int TurnLimit = 250_000;

    private readonly SqliteWriter _writer;
    private readonly ConversationHeads _heads;
    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly List<CheckpointRequest> _nextAskers = [];
    private readonly List<CheckpointRequest> _askers = [];
    private List<WriteRequest> _waiting = [];
    private List<WriteRequest> _batch = [];
    private CommitResult[] _results = new CommitResult[64];
    private ConversationHead[] _flush = [];
    private int _flushed;
    private long _flushUpTo;
    private long _checkpointedTurn;
    private bool _checkpointWanted;
    private bool _stopping;
    private volatile string? _failure;

    public GroupCommit(SqliteWriter writer, ConversationHeads heads, string path)
    {
        _writer = writer;
        _heads = heads;
        _path = path;
        _checkpointedTurn = _writer.LastTurn;
        _thread = new Thread(Run) { Name = "WeChatActors commit", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Why the last transaction failed; null when it did not.</summary>
    public string? Failure => _failure;

    /// <summary>Hands a request to the committing thread and waits for its transaction.</summary>
    public ValueTask<CommitResult> Enqueue(WriteRequest request) =>
        Post(request) ? request.Outcome : new(new CommitResult(CommitOutcome.Failed, $"{_path} is closed: the server is stopping."));

    /// <summary>Hands a request to the committing thread; false when that has stopped.</summary>
    public bool Post(WriteRequest request)
    {
        bool first;
        lock (_gate)
        {
            if (_stopping) return false;
            _waiting.Add(request);
            first = _waiting.Count == 1;
        }
        if (first) _wake.Set();
        return true;
    }

    /// <summary>Writes all that is waiting and the checkpoint, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate) _stopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
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
            if (last) _checkpointWanted = true;
            // After a failure only a request tries the disk again: a checkpoint by itself would try for ever.
            if (_batch.Count > 0 || (_failure is null && (_flush.Length > _flushed || (last && _heads.DirtyCount > 0)))) WriteBatch();
            else if (last) return;
            else _wake.WaitOne();
        }
    }

    private void WriteBatch()
    {
        if (_results.Length < _batch.Count) _results = new CommitResult[_batch.Count * 2];
        string? failed = null;
        var portion = 0;
        try
        {
            _writer.Begin();
            for (var i = 0; i < _batch.Count; i++) _results[i] = _batch[i].Write(_writer);
            portion = WriteFlushPortion();
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
        _failure = failed;
        if (failed is null) AfterCommit(portion);
        CompleteBatch(failed);
        if (failed is null) StartCheckpointWhenDue();
    }

    private void CompleteBatch(string? failed)
    {
        for (var i = 0; i < _batch.Count; i++)
        {
            if (failed is not null) _batch[i].Complete(new CommitResult(CommitOutcome.Failed, failed));
            else if (_batch[i] is CheckpointRequest asker) _nextAskers.Add(asker);
            else _batch[i].Complete(_results[i]);
        }
        _batch.Clear();
        if (failed is null) return;
        Tell(_askers, new CommitResult(CommitOutcome.Failed, failed));
        Tell(_nextAskers, new CommitResult(CommitOutcome.Failed, failed));
    }

    private int WriteFlushPortion()
    {
        // When conversations are seen faster than their rows are written, the rows set the pace: memory must not.
        var wanted = _heads.DirtyCount > DirtyLimit ? FlushPortion + (2 * _batch.Count) : FlushPortion;
        var portion = Math.Min(wanted, _flush.Length - _flushed);
        for (var i = 0; i < portion; i++) _writer.FlushRow(_flush[_flushed + i]);
        if (portion > 0 && _flushed + portion == _flush.Length) _writer.MoveCheckpoint(_flushUpTo);
        return portion;
    }

    private void AfterCommit(int portion)
    {
        _flushed += portion;
        if (portion == 0 || _flushed < _flush.Length) return;
        _heads.EndFlush();
        _checkpointedTurn = _flushUpTo;
        (_flush, _flushed) = ([], 0);
        Tell(_askers, CommitResult.Committed);
    }

    private void StartCheckpointWhenDue()
    {
        if (_flush.Length > 0) return;
        var dirty = _heads.DirtyCount;
        if (dirty == 0)
        {
            Tell(_nextAskers, CommitResult.Committed);
            return;
        }
        if (_nextAskers.Count == 0 && !_checkpointWanted && dirty < DirtyLimit && _writer.LastTurn - _checkpointedTurn < TurnLimit) return;
        _flushUpTo = _writer.LastTurn;
        _flush = _heads.BeginFlush();
        _askers.AddRange(_nextAskers);
        _nextAskers.Clear();
    }

    private static void Tell(List<CheckpointRequest> told, CommitResult result)
    {
        foreach (var asker in told) asker.Complete(result);
        told.Clear();
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
