namespace WeChatActors.Engine;

/// <summary>One turn to append. Serialised by the actor that decided it, so that the committing thread only copies bytes.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Complete gives the buffers back; it is always called.")]
internal sealed class TurnWrite : WriteRequest
{
    private readonly ConversationId _id;
    private readonly long _seq;
    private readonly long _at;
    private readonly string _cause;
    private readonly PooledBuffer _turn = new();
    private readonly PooledBuffer? _state;

    public TurnWrite(ConversationId id, Turn turn, Conversation after, bool stateChanged)
    {
        _id = id;
        _seq = turn.Seq;
        _at = turn.At.ToUnixTimeMilliseconds();
        _cause = turn.Cause.Key;
        TurnJson.WriteTurn(_turn, turn);
        if (!stateChanged) return;
        _state = new PooledBuffer();
        TurnJson.WriteState(_state, after);
    }

    public override CommitResult Write(SqliteWriter writer) =>
        writer.AppendTurn(_id, _seq, _at, _cause, _turn.Written, _state is null ? default : _state.Written, _state is not null)
            ? CommitResult.Committed
            : new CommitResult(CommitOutcome.VersionMoved);

    public override void Complete(CommitResult result)
    {
        _turn.Dispose();
        _state?.Dispose();
        base.Complete(result);
    }
}
