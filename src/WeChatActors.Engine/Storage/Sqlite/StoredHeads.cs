using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>Reads where the log of a conversation ends by the checkpoint's rows, on one connection.</summary>
internal sealed class StoredHeads(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _head = new(connection, "SELECT last_turn, version, state_turn FROM conversation WHERE account = ? AND open_id = ?");

    /// <summary>The end of a conversation's log as its row says it; all zero when it has no row.</summary>
    public ConversationHead Find(ConversationId id)
    {
        _head.Bind(1, id.Account).Bind(2, id.OpenId.Value);
        var head = _head.Step() ? new ConversationHead(_head.Long(0), _head.Long(1), _head.Long(2)) : default;
        _head.Reset();
        return head;
    }

    public void Dispose() => _head.Dispose();
}
