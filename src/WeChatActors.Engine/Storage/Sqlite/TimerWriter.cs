using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>Writes timers' rows. Used by the committing thread only, inside its transaction.</summary>
internal sealed class TimerWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _arm = new(connection, """
        INSERT INTO timer (account, open_id, name, due, node) VALUES (?,?,?,?,?)
        ON CONFLICT (account, open_id, name) DO UPDATE SET due = excluded.due, node = excluded.node
        """);

    private readonly SqliteStatement _disarm = new(connection, "DELETE FROM timer WHERE account = ? AND open_id = ? AND name = ?");

    private readonly SqliteStatement _erase = new(connection, "DELETE FROM timer WHERE account = ? AND open_id = ?");

    public void Arm(ConversationId id, string name, DateTimeOffset due, string? node) =>
        _arm.Bind(1, id.Account).Bind(2, id.OpenId.Value).Bind(3, name).Bind(4, Milliseconds.Up(due)).BindOptional(5, node).Run();

    public void Disarm(ConversationId id, string name) => _disarm.Bind(1, id.Account).Bind(2, id.OpenId.Value).Bind(3, name).Run();

    public void Erase(ConversationId id) => _erase.Bind(1, id.Account).Bind(2, id.OpenId.Value).Run();

    public void Dispose()
    {
        _arm.Dispose();
        _disarm.Dispose();
        _erase.Dispose();
    }
}
