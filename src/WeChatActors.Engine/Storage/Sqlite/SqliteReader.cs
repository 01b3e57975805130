using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Reads one conversation from the log. One at a time per instance; after any exception it is not used again.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly StoredHeads _heads;
    private readonly SqliteStatement _turnById, _stateOf;

    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        _heads = new(_connection);
        _turnById = new(_connection, "SELECT seq, previous, at, packet, turn, deliveries FROM turn WHERE id = ?");
        _stateOf = new(_connection, "SELECT state FROM turn WHERE id = ?");
    }

    public SqliteConnection Connection => _connection;

    public ConversationHead StoredHead(ConversationId id) => _heads.Find(id);

    public Conversation Load(ConversationHead head, DateTimeOffset now)
    {
        if (head.LastTurn == 0) return Conversation.New;
        if (!_stateOf.Bind(1, head.StateTurn).Step())
            throw new InvalidDataException($"Turn {head.StateTurn}, which holds the state of a conversation, is missing.");
        var stored = _stateOf.Bytes(0);
        _stateOf.Reset(); // before the text is read: an open statement would hold its snapshot, and the log could not be recycled
        return TurnJson.ReadState(stored) with { Version = head.Version, Answered = ReadAnswered(head.LastTurn, now) };
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
        _connection.Dispose();
    }

    private AnsweredPackets ReadAnswered(long lastTurn, DateTimeOffset now)
    {
        var newestFirst = new List<AnsweredPacket>();
        Walk(lastTurn, (turn, packet) =>
        {
            if (AnsweredPackets.IsForgotten(turn.At, now, newestFirst.Count + 1)) return false;
            newestFirst.Add(new AnsweredPacket(PacketFingerprint.Of(new DeliveryKey(packet)), turn.At, turn.Seq, TurnJson.ReadReply(turn.Json)));
            return true;
        });
        var answered = AnsweredPackets.None;
        for (var i = newestFirst.Count - 1; i >= 0; i--) answered = answered.Add(newestFirst[i]);
        return answered;
    }
}
