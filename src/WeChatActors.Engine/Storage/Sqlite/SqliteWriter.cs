using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>What the committing thread writes with: its connection, its prepared statements and what it knows of the log's end.</summary>
/// <remarks>Several processes may share a file. Inside a transaction <c>data_version</c> tells at once whether another one has
/// written since; only then is its part of the log read. So the version check costs nothing while a process is alone.</remarks>
internal sealed class SqliteWriter : IDisposable
{
    private const int SetAsideKept = 10_000;
    private const int CountedBack = 256;

    /// <summary>How long another connection's transaction is waited for.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private readonly SqliteConnection _connection;
    private readonly ConversationHeads _heads;
    private readonly SqliteStatement _begin, _commit, _rollback, _dataVersion, _appendTurn, _foreignTurns;
    private readonly SqliteStatement _countDelivery, _turnOf, _setAside, _trimSetAside, _poison, _trimPoison, _flushRow, _moveCheckpoint, _probe, _unprobe;
    private readonly StoredHeads _stored;
    private readonly Eraser _eraser;
    private readonly Dictionary<ConversationId, ConversationHead> _staged = [];
    private long _seenDataVersion;
    private long _lastTurn;
    private long _committedLastTurn;

    /// <summary>Reads the log behind the checkpoint, so that <paramref name="heads"/> knows the end of every conversation.</summary>
    public SqliteWriter(SqliteConnection connection, ConversationHeads heads)
    {
        _connection = connection;
        _heads = heads;
        _begin = new(_connection, "BEGIN IMMEDIATE");
        _commit = new(_connection, "COMMIT");
        _rollback = new(_connection, "ROLLBACK");
        _dataVersion = new(_connection, "PRAGMA data_version");
        _appendTurn = new(_connection, "INSERT INTO turn (id, account, open_id, seq, previous, state_turn, at, packet, turn, state, ledger, closes_at, sends_left) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
        _foreignTurns = new(_connection, "SELECT id, account, open_id, seq, state_turn FROM turn WHERE id > ? ORDER BY id");
        _stored = new(_connection);
        _eraser = new(_connection);
        Outbox = new(_connection);
        Timers = new(_connection);
        _turnOf = new(_connection, "SELECT seq, previous FROM turn WHERE id = ?");
        _countDelivery = new(_connection, "UPDATE turn SET deliveries = deliveries + 1 WHERE id = ?");
        _setAside = new(_connection, "INSERT INTO set_aside (account, at, reason, detail, body) VALUES (?,?,?,?,?)");
        _trimSetAside = new(_connection, $"DELETE FROM set_aside WHERE id <= (SELECT max(id) FROM set_aside) - {SetAsideKept}");
        _trimPoison = new(_connection, $"DELETE FROM poison WHERE id <= (SELECT max(id) FROM poison) - {SetAsideKept}");
        _poison = new(_connection, "INSERT INTO poison (account, at, reason, detail, body) VALUES (?,?,?,?,?)");
        _flushRow = new(_connection, """
            INSERT INTO conversation (account, open_id, version, last_turn, state_turn, last_turn_at, state, closes_at, sends_left)
            SELECT t.account, t.open_id, t.seq, t.id, t.state_turn, t.at, s.state, t.closes_at, t.sends_left
            FROM turn t JOIN turn s ON s.id = t.state_turn WHERE t.id = ? AND s.state IS NOT NULL
            ON CONFLICT (account, open_id) DO UPDATE SET version = excluded.version, last_turn = excluded.last_turn, state_turn = excluded.state_turn,
              last_turn_at = excluded.last_turn_at, state = excluded.state, closes_at = excluded.closes_at, sends_left = excluded.sends_left
            WHERE excluded.version > conversation.version
            """);
        _moveCheckpoint = new(_connection, "UPDATE checkpoint SET turn = max(turn, ?)");
        // As many pages as a long turn needs, and never the same bytes: SQLite does not write what does not change.
        _probe = new(_connection, "INSERT OR REPLACE INTO set_aside (id, account, at, reason, detail, body) VALUES (0, '', 0, 'Probe', '', randomblob(16384))");
        _unprobe = new(_connection, "DELETE FROM set_aside WHERE id = 0");

        _lastTurn = _committedLastTurn = SqliteSchema.Scalar(_connection, "SELECT turn FROM checkpoint");
        Begin();
        Commit();
        _staged.TrimExcess(); // the log's tail may have been long, and every commit clears the whole table
    }

    /// <summary>Id of the newest turn on disk.</summary>
    public long LastTurn => Volatile.Read(ref _committedLastTurn);

    public void Begin()
    {
        _begin.RunLocking(LockPatience);
        _dataVersion.Step();
        var version = _dataVersion.Long(0);
        _dataVersion.Reset();
        if (version == _seenDataVersion) return;
        ReadForeignTurns();
        _seenDataVersion = version;
    }

    public void Commit()
    {
        _commit.Run();
        _heads.SetAll(_staged); // first: who sees the number finds the heads that belong to it
        Volatile.Write(ref _committedLastTurn, _lastTurn);
        _staged.Clear();
    }

    public void Rollback()
    {
        _staged.Clear();
        _lastTurn = _committedLastTurn;
        _seenDataVersion = 0; // what was read inside the failed transaction was forgotten with it
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) _rollback.Run();
    }

    /// <summary>Rows of the outbox.</summary>
    public OutboxWriter Outbox { get; }

    /// <summary>Timers' rows.</summary>
    public TimerWriter Timers { get; }

    /// <summary>Appends a turn; false when it is not the one after the stored version.</summary>
    public bool AppendTurn(ConversationId id, in TurnLine line)
    {
        var head = HeadOf(id);
        if (head.Version != line.Seq - 1) return false;
        var number = _lastTurn + 1;
        var stateTurn = line.HasState ? number : head.StateTurn;
        _appendTurn.Bind(1, number).Bind(2, id.Account).Bind(3, id.OpenId.Value).Bind(4, line.Seq).Bind(5, head.LastTurn)
            .Bind(6, stateTurn).Bind(7, line.At).BindText(8, line.Cause).BindText(9, line.Turn);
        if (line.HasState) _appendTurn.BindText(10, line.State); else _appendTurn.BindNull(10);
        if (line.HasLedger) _appendTurn.BindText(11, line.Ledger); else _appendTurn.BindNull(11);
        _appendTurn.BindOptional(12, line.ClosesAt).BindOptional(13, line.Left).Run();
        _lastTurn = number;
        _staged[id] = new(number, line.Seq, stateTurn);
        if (line.Erases) Erase(id, head.LastTurn, line.At);
        else if (line.ForgetsFrom > 0) Forget(id, head.LastTurn, line.ForgetsFrom);
        return true;
    }

    /// <summary>Goes on with erasures that have lines left to remove; false when there are none.</summary>
    public bool EraseMore() => _eraser.GoOn();

    public void CountDelivery(ConversationId id, long seq)
    {
        var turn = HeadOf(id).LastTurn;
        // Only the operator's view depends on it: a packet so far back is not worth the committing thread's time.
        for (var steps = 0; turn > 0 && steps < CountedBack; steps++)
        {
            _turnOf.Bind(1, turn);
            var found = _turnOf.Step();
            var (at, previous) = found ? (_turnOf.Long(0), _turnOf.Long(1)) : (0, 0);
            _turnOf.Reset();
            if (!found || at < seq) return;
            if (at == seq)
            {
                _countDelivery.Bind(1, turn).Run();
                return;
            }
            turn = previous;
        }
    }

    public void SetAside(SetAsidePacket packet)
    {
        var insert = packet.Reason == SetAsideReason.Poison ? _poison : _setAside;
        insert.Bind(1, packet.Account).Bind(2, packet.At.ToUnixTimeMilliseconds()).Bind(3, packet.Reason.ToString()).Bind(4, packet.Detail)
            .BindBlob(5, packet.Body.Span[..Math.Min(packet.Body.Length, SetAsidePacket.MaxBodyBytes)]).Run();
        (packet.Reason == SetAsideReason.Poison ? _trimPoison : _trimSetAside).Run();
    }

    /// <summary>Writes one conversation's row from the log.</summary>
    public void FlushRow(ConversationHead head) => _flushRow.Bind(1, head.LastTurn).Run();

    /// <summary>Says that conversation rows are complete up to a turn.</summary>
    public void MoveCheckpoint(long turn) => _moveCheckpoint.Bind(1, turn).Run();

    /// <summary>The connection, for what has no prepared statement.</summary>
    public SqliteConnection Connection => _connection;

    /// <summary>Writes something that needs room and means nothing.</summary>
    public void Probe() => _probe.Run();

    /// <summary>Takes away what <see cref="Probe"/> wrote.</summary>
    public void Unprobe() => _unprobe.Run();

    public void Dispose()
    {
        SqliteStatement[] all =
        [
            _begin, _commit, _rollback, _dataVersion, _appendTurn, _foreignTurns,
            _countDelivery, _turnOf, _setAside, _trimSetAside, _poison, _trimPoison, _flushRow, _moveCheckpoint, _probe, _unprobe,
        ];
        foreach (var statement in all) statement.Dispose();
        _stored.Dispose();
        _eraser.Dispose();
        Outbox.Dispose();
        Timers.Dispose();
        _connection.Dispose();
    }

    // The conversation's row goes with the transaction and not with the next checkpoint: it holds the state that is to be forgotten.
    private void Erase(ConversationId id, long previous, long at)
    {
        var head = _staged[id];
        _eraser.Overwrite(true);
        _eraser.Erase(id, head.LastTurn, previous, at);
        Outbox.Erase(id);
        Timers.Erase(id);
        FlushRow(head);
        _eraser.Overwrite(false);
    }

    private void Forget(ConversationId id, long previous, long from)
    {
        _eraser.Overwrite(true);
        _eraser.Forget(previous, from);
        FlushRow(_staged[id]);
        _eraser.Overwrite(false);
    }

    private ConversationHead HeadOf(ConversationId id) =>
        _staged.TryGetValue(id, out var head) || _heads.TryGet(id, out head) ? head : _stored.Find(id);

    private void ReadForeignTurns()
    {
        _foreignTurns.Bind(1, _lastTurn);
        while (_foreignTurns.Step())
        {
            _lastTurn = _foreignTurns.Long(0);
            _staged[new(_foreignTurns.Text(1), new(_foreignTurns.Text(2)))] = new(_lastTurn, _foreignTurns.Long(3), _foreignTurns.Long(4));
        }
        _foreignTurns.Reset();
    }
}
