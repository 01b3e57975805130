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
    public virtual void Complete(CommitResult result) => _source.SetResult(result);

    CommitResult IValueTaskSource<CommitResult>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<CommitResult>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<CommitResult>.OnCompleted(Action<object?> continuation, object? _state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, _state, token, flags);
}

/// <summary>One turn to append. Serialised by the actor that decided it, so that the committing thread only copies bytes.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Complete gives the buffers back; it is always called.")]
internal sealed class TurnWrite : WriteRequest
{
    private readonly ConversationId _id;
    private readonly long _seq;
    private readonly long _at;
    private readonly string _packet;
    private readonly PooledBuffer _turn = new();
    private readonly PooledBuffer? _state;

    public TurnWrite(ConversationId id, Turn turn, Conversation after, bool stateChanged)
    {
        _id = id;
        _seq = turn.Seq;
        _at = turn.At.ToUnixTimeMilliseconds();
        _packet = turn.Packet.Key.Value;
        TurnJson.WriteTurn(_turn, turn);
        if (!stateChanged) return;
        _state = new PooledBuffer();
        TurnJson.WriteState(_state, after);
    }

    public override CommitResult Write(SqliteWriter writer) =>
        writer.AppendTurn(_id, _seq, _at, _packet, _turn.Written, _state is null ? default : _state.Written, _state is not null)
            ? CommitResult.Committed
            : new CommitResult(CommitOutcome.VersionMoved);

    public override void Complete(CommitResult result)
    {
        _turn.Dispose();
        _state?.Dispose();
        base.Complete(result);
    }
}

/// <summary>Counts one more delivery of a packet.</summary>
internal sealed class DeliveryCount(ConversationId _id, long _seq) : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.CountDelivery(_id, _seq);
        return CommitResult.Committed;
    }
}

/// <summary>Keeps a packet that no conversation takes.</summary>
internal sealed class SetAsideWrite(SetAsidePacket _packet) : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.SetAside(_packet);
        return CommitResult.Committed;
    }
}

/// <summary>Writes something of no consequence, to learn whether the disk takes writes.</summary>
internal sealed class Probe : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.Probe();
        return CommitResult.Committed;
    }
}

/// <summary>Cleans up behind a <see cref="Probe"/> that succeeded.</summary>
internal sealed class ProbeEnd : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.Unprobe();
        return CommitResult.Committed;
    }
}

/// <summary>Asks for a checkpoint of all that is dirty now; its outcome comes when the rows are written.</summary>
internal sealed class CheckpointRequest : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer) => CommitResult.Committed;
}

/// <summary>Bounds the file's size; for tests of a full disk.</summary>
internal sealed class PageLimit(int pages) : WriteRequest
{
    public override CommitResult Write(SqliteWriter writer)
    {
        writer.LimitPages(pages);
        return CommitResult.Committed;
    }
}
