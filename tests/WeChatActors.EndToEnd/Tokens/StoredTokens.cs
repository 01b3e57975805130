using Microsoft.Data.Sqlite;

namespace WeChatActors.EndToEnd.Tokens;

/// <summary>The tokens as the database file itself has them.</summary>
internal sealed class StoredTokens(string path)
{
    static StoredTokens() => SQLitePCL.Batteries_V2.Init();

    /// <summary>An account's access_token; version 0 before the first.</summary>
    public (long Version, string Value) Of(string account)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT version, coalesce(value, '') FROM token WHERE account = $account AND kind = 'access_token'";
        command.Parameters.AddWithValue("$account", account);
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetString(1)) : (0, "");
    }

    /// <summary>All credentials in it, tickets too.</summary>
    public List<string> Values() => Texts("SELECT value FROM token WHERE value IS NOT NULL");

    /// <summary>Every text of every table, but for the credentials in their column.</summary>
    public string Dump()
    {
        var tables = Texts("SELECT name FROM sqlite_master WHERE type = 'table'");
        using var connection = Connect();
        var lines = new List<string>();
        foreach (var table in tables)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var row = command.ExecuteReader();
            while (row.Read())
                lines.Add(string.Join(' ', Enumerable.Range(0, row.FieldCount).Where(i => table != "token" || row.GetName(i) != "value").Select(i => row.GetValue(i) is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : row.GetValue(i).ToString())));
        }
        return string.Join('\n', lines);
    }

    private List<string> Texts(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var found = new List<string>();
        while (row.Read()) found.Add(row.GetString(0));
        return found;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
