using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace WeChatActors.EndToEnd;

/// <summary>One turn as the database holds it.</summary>
internal sealed record StoredTurn(long Id, string OpenId, long Seq, long MsgId, string Text, string? Reply, long Deliveries);

/// <summary>The turns of the <c>plain</c> account, read from the database file itself.</summary>
internal sealed class TurnLog(string path)
{
    static TurnLog() => SQLitePCL.Batteries_V2.Init();

    /// <summary>All turns behind an id, in the order they were written.</summary>
    public List<StoredTurn> After(long id = 0)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, open_id, seq, turn, deliveries FROM turn WHERE account = 'plain' AND id > $id ORDER BY id";
        command.Parameters.AddWithValue("$id", id);
        using var rows = command.ExecuteReader();
        var turns = new List<StoredTurn>();
        while (rows.Read())
        {
            using var turn = JsonDocument.Parse(rows.GetString(3));
            turns.Add(new StoredTurn(
                rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2),
                long.Parse(turn.RootElement.GetProperty("msg_id").GetString()!, CultureInfo.InvariantCulture),
                turn.RootElement.GetProperty("text").GetString()!,
                turn.RootElement.TryGetProperty("reply", out var reply) ? reply.GetProperty("text").GetString() : null,
                rows.GetInt64(4)));
        }
        return turns;
    }

    /// <summary>The database's own check of itself.</summary>
    public string IntegrityCheck()
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
