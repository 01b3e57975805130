namespace WeChatActors.Engine;

/// <summary>Brings conversation rows up to date with the log, in small portions that ride along with other transactions, so that no
/// packet waits for more than one portion. Used by the committing thread only.</summary>
internal sealed class Checkpoint(SqliteWriter writer, ConversationHeads heads)
{
    /// <summary>Conversation rows per transaction: about a millisecond of work.</summary>
    private const int Portion = 64;

    /// <summary>A checkpoint starts by itself when so many conversations or turns are behind it.</summary>
    private const int DirtyLimit = 16_384;
    private const int TurnLimit = 250_000;

    private readonly List<CheckpointRequest> _nextAskers = [];
    private readonly List<CheckpointRequest> _askers = [];
    private ConversationHead[] _rows = [];
    private int _written;
    private int _portion;
    private long _upTo;
    private long _doneUpTo = writer.LastTurn;

    /// <summary>Whether rows wait to be written.</summary>
    public bool UnderWay => _rows.Length > _written;

    /// <summary>Somebody waits for all that is dirty now; told when it is on disk.</summary>
    public void Ask(CheckpointRequest asker) => _nextAskers.Add(asker);

    /// <summary>Writes the next portion into the open transaction, beside so many other requests.</summary>
    public void WritePortion(int requests)
    {
        // When conversations are seen faster than their rows are written, the rows set the pace: memory must not.
        var wanted = heads.DirtyCount > DirtyLimit ? Portion + (2 * requests) : Portion;
        _portion = Math.Min(wanted, _rows.Length - _written);
        for (var i = 0; i < _portion; i++) writer.FlushRow(_rows[_written + i]);
        if (_portion > 0 && _written + _portion == _rows.Length) writer.MoveCheckpoint(_upTo);
    }

    /// <summary>The transaction with the portion is on disk.</summary>
    /// <param name="startAnother">Whether another checkpoint is wanted although little waits for it.</param>
    public void Committed(bool startAnother)
    {
        _written += _portion;
        if (_portion > 0 && !UnderWay)
        {
            heads.EndFlush();
            _doneUpTo = _upTo;
            (_rows, _written) = ([], 0);
            Tell(_askers, CommitResult.Committed);
        }
        if (!UnderWay) StartWhenDue(startAnother);
    }

    /// <summary>The transaction failed: the portion is written again with the next one that succeeds.</summary>
    public void Failed(CommitResult why)
    {
        Tell(_askers, why);
        Tell(_nextAskers, why);
    }

    private void StartWhenDue(bool wanted)
    {
        var dirty = heads.DirtyCount;
        if (dirty == 0)
        {
            Tell(_nextAskers, CommitResult.Committed);
            return;
        }
        if (!wanted && _nextAskers.Count == 0 && dirty < DirtyLimit && writer.LastTurn - _doneUpTo < TurnLimit) return;
        _upTo = writer.LastTurn;
        _rows = heads.BeginFlush();
        _askers.AddRange(_nextAskers);
        _nextAskers.Clear();
    }

    private static void Tell(List<CheckpointRequest> told, CommitResult result)
    {
        foreach (var asker in told) asker.Complete(result);
        told.Clear();
    }
}
