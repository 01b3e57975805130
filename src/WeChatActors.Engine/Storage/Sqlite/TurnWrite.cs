using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>One turn to append, and what is written beside it. Serialised by the actor that decided it, so that the committing thread only
/// copies bytes.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Complete gives the buffers back; it is always called.")]
internal sealed class TurnWrite : WriteRequest
{
    private readonly ConversationId _id;
    private readonly long _seq;
    private readonly long _at;
    private readonly string _cause;
    private readonly PooledBuffer _turn = new();
    private readonly PooledBuffer? _state;
    private readonly PooledBuffer? _ledger;
    private readonly long? _closesAt;
    private readonly long? _left;
    private readonly TurnWrites? _writes;
    private readonly PooledBuffer? _items;
    private readonly ImmutableArray<int> _itemEnds = [];

    public TurnWrite(ConversationId id, Turn turn, Conversation after, bool stateChanged)
    {
        _id = id;
        _seq = turn.Seq;
        _at = Milliseconds.Down(turn.At);
        _cause = turn.Cause.Key;
        _writes = turn.Writes;
        TurnJson.WriteTurn(_turn, turn);
        // A line that erases or forgets takes what holds the state away.
        if (stateChanged || _writes is { Erases: true } or { ForgetsFrom: > 0 })
        {
            _state = new PooledBuffer();
            StateJson.Write(_state, after);
        }
        var ledger = after.Ledger;
        if (ledger != Ledger.Empty)
        {
            _ledger = new PooledBuffer();
            LedgerJson.Write(_ledger, ledger);
            if (ledger.ClosesAt(turn.At) is { } closesAt) (_closesAt, _left) = (Milliseconds.Down(closesAt), ledger.Left(turn.At));
        }
        if (_writes is { Owed.IsDefaultOrEmpty: false }) (_items, _itemEnds) = WriteItems(_writes.Owed);
    }

    public override CommitResult Write(SqliteWriter writer)
    {
        var line = new TurnLine
        {
            Seq = _seq, At = _at, Cause = _cause, Turn = _turn.Written,
            HasState = _state is not null, State = _state is null ? default : _state.Written,
            HasLedger = _ledger is not null, Ledger = _ledger is null ? default : _ledger.Written,
            ClosesAt = _closesAt, Left = _left, Erases = _writes is { Erases: true }, ForgetsFrom = _writes?.ForgetsFrom ?? 0,
        };
        if (!writer.AppendTurn(_id, line)) return new CommitResult(CommitOutcome.VersionMoved);
        if (_writes is not null) WriteBeside(writer, _writes);
        return CommitResult.Committed;
    }

    public override void Complete(CommitResult result)
    {
        _turn.Dispose();
        _state?.Dispose();
        _ledger?.Dispose();
        _items?.Dispose();
        base.Complete(result);
    }

    private void WriteBeside(SqliteWriter writer, TurnWrites writes)
    {
        foreach (var (entry, outcome) in writes.Settled) writer.Outbox.Settle(_id, entry, outcome);
        foreach (var (msgId, delivery) in writes.Delivered) writer.Outbox.Deliver(_id, msgId, delivery);
        for (var i = 0; i < _itemEnds.Length; i++)
        {
            var start = i == 0 ? 0 : _itemEnds[i - 1];
            writer.Outbox.Owe(writes.Owed[i], _items!.Written[start.._itemEnds[i]]);
        }
        foreach (var name in writes.Disarmed) writer.Timers.Disarm(_id, name);
        foreach (var (name, due, node) in writes.Armed) writer.Timers.Arm(_id, name, due, node);
    }

    private static (PooledBuffer Items, ImmutableArray<int> Ends) WriteItems(ImmutableArray<OutboxEntry> owed)
    {
        var items = new PooledBuffer();
        var ends = ImmutableArray.CreateBuilder<int>(owed.Length);
        foreach (var entry in owed)
        {
            OutboxJson.Write(items, entry.Item);
            ends.Add(items.Written.Length);
        }
        return (items, ends.MoveToImmutable());
    }
}
