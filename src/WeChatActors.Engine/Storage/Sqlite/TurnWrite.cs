using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;

namespace WeChatActors.Engine;

/// <summary>One turn to append, and what is written beside it. Serialised by the actor that decided it, so that the committing thread only
/// copies bytes. Used again once its outcome was taken.</summary>
internal sealed class TurnWrite : WriteRequest
{
    private const int Pooled = 1024;

    /// <summary>What a long turn needed is not kept for the short ones that follow.</summary>
    private const int KeptBytes = 16 * 1024;

    /// <summary>Characters; messages have keys of at most 133.</summary>
    private const int UsualKey = 256;

    private static readonly ConcurrentQueue<TurnWrite> Pool = new();

    // The key of the cause, turn, state, ledger and what the outbox gets, one behind the other.
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private ConversationId _id;
    private long _seq;
    private long _at;
    private int _causeEnd;
    private int _turnEnd;
    private int _stateEnd;
    private int _ledgerEnd;
    private long? _closesAt;
    private long? _left;
    private TurnWrites? _writes;
    private ImmutableArray<int> _itemEnds = [];

    private TurnWrite()
    {
    }

    /// <summary>A turn to append.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="after">The conversation after it.</param>
    /// <param name="stateChanged">Whether its state is another one than before.</param>
    public static TurnWrite Of(ConversationId id, Turn turn, Conversation after, bool stateChanged)
    {
        if (!Pool.TryDequeue(out var write)) write = new TurnWrite();
        write.Set(id, turn, after, stateChanged);
        return write;
    }

    public override CommitResult Write(SqliteWriter writer)
    {
        var bytes = _bytes.WrittenSpan;
        var line = new TurnLine
        {
            Seq = _seq, At = _at, Cause = bytes[.._causeEnd], Turn = bytes[_causeEnd.._turnEnd],
            HasState = _stateEnd > _turnEnd, State = bytes[_turnEnd.._stateEnd],
            HasLedger = _ledgerEnd > _stateEnd, Ledger = bytes[_stateEnd.._ledgerEnd],
            ClosesAt = _closesAt, Left = _left, Erases = _writes is { Erases: true }, ForgetsFrom = _writes?.ForgetsFrom ?? 0,
        };
        if (!writer.AppendTurn(_id, line)) return new CommitResult(CommitOutcome.VersionMoved);
        if (_writes is not null) WriteBeside(writer, _writes);
        return CommitResult.Committed;
    }

    protected override void Taken()
    {
        if (_bytes.Capacity > KeptBytes || Pool.Count >= Pooled) return;
        Renew();
        _bytes.ResetWrittenCount();
        (_id, _closesAt, _left, _writes, _itemEnds) = (default, null, null, null, []);
        Pool.Enqueue(this);
    }

    private void Set(ConversationId id, Turn turn, Conversation after, bool stateChanged)
    {
        (_id, _seq, _at, _writes) = (id, turn.Seq, Milliseconds.Down(turn.At), turn.Writes);
        WriteCause(turn.Cause);
        _causeEnd = _bytes.WrittenCount;
        TurnJson.WriteTurn(_bytes, turn);
        _turnEnd = _bytes.WrittenCount;
        // A line that erases or forgets takes what holds the state away.
        if (stateChanged || _writes is { Erases: true } or { ForgetsFrom: > 0 }) StateJson.Write(_bytes, after);
        _stateEnd = _bytes.WrittenCount;
        var ledger = after.Ledger;
        if (ledger != Ledger.Empty)
        {
            LedgerJson.Write(_bytes, ledger);
            if (ledger.ClosesAt(turn.At) is { } closesAt) (_closesAt, _left) = (Milliseconds.Down(closesAt), ledger.Left(turn.At));
        }
        _ledgerEnd = _bytes.WrittenCount;
        if (_writes is { Owed.IsDefaultOrEmpty: false }) _itemEnds = WriteItems(_writes.Owed);
    }

    private void WriteBeside(SqliteWriter writer, TurnWrites writes)
    {
        foreach (var (entry, outcome) in writes.Settled) writer.Outbox.Settle(_id, entry, outcome);
        foreach (var (msgId, delivery) in writes.Delivered) writer.Outbox.Deliver(_id, msgId, delivery);
        for (var i = 0; i < _itemEnds.Length; i++)
        {
            var start = i == 0 ? _ledgerEnd : _itemEnds[i - 1];
            writer.Outbox.Owe(writes.Owed[i], _bytes.WrittenSpan[start.._itemEnds[i]]);
        }
        foreach (var name in writes.Disarmed) writer.Timers.Disarm(_id, name);
        foreach (var (name, due, node) in writes.Armed) writer.Timers.Arm(_id, name, due, node);
    }

    private void WriteCause(ConversationInput cause)
    {
        // Nearly every line is of a message, whose key need not be made for it.
        Span<char> text = stackalloc char[UsualKey];
        if (cause is ConversationInput.Delivery { Packet.Key: { Length: <= UsualKey } key })
        {
            key.CopyTo(text);
            Encoding.UTF8.GetBytes(text[..key.Length], _bytes);
        }
        else
        {
            Encoding.UTF8.GetBytes(cause.Key, _bytes);
        }
    }

    private ImmutableArray<int> WriteItems(ImmutableArray<OutboxEntry> owed)
    {
        var ends = ImmutableArray.CreateBuilder<int>(owed.Length);
        foreach (var entry in owed)
        {
            OutboxJson.Write(_bytes, entry.Item);
            ends.Add(_bytes.WrittenCount);
        }
        return ends.MoveToImmutable();
    }
}
