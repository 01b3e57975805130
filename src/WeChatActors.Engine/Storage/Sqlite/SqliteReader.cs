using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Reads one conversation from the log. One at a time per instance; after any exception it is not used again.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly StoredHeads _heads;
    private readonly SqliteStatement _turnById, _stateOf, _ledgerOf, _lastTurn;

    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        _heads = new(_connection);
        _turnById = new(_connection, "SELECT seq, previous, at, packet, turn, deliveries FROM turn WHERE id = ?");
        _stateOf = new(_connection, "SELECT state FROM turn WHERE id = ? AND state IS NOT NULL");
        _lastTurn = new(_connection, "SELECT max(id) FROM turn");
        _ledgerOf = new(_connection, "SELECT ledger FROM turn WHERE id = ?");
    }

    public SqliteConnection Connection => _connection;

    /// <summary>Id of the newest turn of all conversations; 0 for none.</summary>
    public long LastTurn()
    {
        _lastTurn.Step();
        var last = _lastTurn.Long(0);
        _lastTurn.Reset();
        return last;
    }

    public ConversationHead StoredHead(ConversationId id) => _heads.Find(id);

    /// <summary>The conversation whose log ends there; null when the lines that hold it are gone, as after an erasure by another process.</summary>
    public Conversation? Load(ConversationHead head, DateTimeOffset now)
    {
        if (head.LastTurn == 0) return Conversation.New;
        var stored = Column(_stateOf, head.StateTurn);
        if (stored is null) return null;
        var ledger = Column(_ledgerOf, head.LastTurn);
        return StateJson.Read(stored) with
        {
            Version = head.Version,
            Ledger = ledger is null ? Ledger.Empty : LedgerJson.Read(ledger),
            Answered = ReadAnswered(head.LastTurn, now),
        };
    }

    /// <summary>Turns from the newest back, while <paramref name="wanted"/> says so.</summary>
    public void Walk(long turn, Func<StoredTurn, string, bool> wanted)
    {
        while (turn > 0)
        {
            if (!_turnById.Bind(1, turn).Step())
            {
                _turnById.Reset();
                return;
            }
            var (seq, previous, at, deliveries) = (_turnById.Long(0), _turnById.Long(1), _turnById.Long(2), _turnById.Long(5));
            var (packet, json) = (_turnById.Text(3), _turnById.Bytes(4));
            _turnById.Reset();
            var stored = new StoredTurn(seq, DateTimeOffset.FromUnixTimeMilliseconds(at), deliveries, json);
            if (!wanted(stored, packet)) return;
            turn = previous;
        }
    }

    public void Dispose()
    {
        _heads.Dispose();
        _turnById.Dispose();
        _stateOf.Dispose();
        _ledgerOf.Dispose();
        _lastTurn.Dispose();
        _connection.Dispose();
    }

    // Before it is parsed the statement is reset: one that is open would hold its snapshot, and the log could not be recycled.
    private static byte[]? Column(SqliteStatement statement, long turn)
    {
        var bytes = statement.Bind(1, turn).Step() && !statement.IsNull(0) ? statement.Bytes(0) : null;
        statement.Reset();
        return bytes;
    }

    private AnsweredPackets ReadAnswered(long lastTurn, DateTimeOffset now)
    {
        var newestFirst = new List<AnsweredPacket>();
        Walk(lastTurn, (turn, cause) =>
        {
            if (AnsweredPackets.IsForgotten(turn.At, now, newestFirst.Count + 1)) return false;
            var line = StoredAnswers.Read(turn.Json);
            if (!line.IsOpen && ConversationInput.CanComeAgain(cause))
                newestFirst.Add(new AnsweredPacket(PacketFingerprint.Of(new DeliveryKey(cause)), turn.At, turn.Seq, line.Reply));
            // A packet that got its answer later has the answer's time: that is the CreateTime that its deliveries show.
            for (var i = line.Settled.Length - 1; i >= 0; i--)
                newestFirst.Add(new AnsweredPacket(PacketFingerprint.Of(line.Settled[i].Key), turn.At, line.Settled[i].Seq, line.Settled[i].Reply));
            return true;
        });
        var answered = AnsweredPackets.None;
        for (var i = newestFirst.Count - 1; i >= 0; i--) answered = answered.Add(newestFirst[i]);
        return answered;
    }
}
