using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Keeps a script, and forgets those that were not in force for a long time.</summary>
internal sealed class ScriptWrite(Script script, DateTimeOffset now) : WriteRequest
{
    /// <summary>A dialog that waits longer for its user than this finds its rules gone.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public override CommitResult Write(SqliteWriter writer)
    {
        // Nearly always it is there already, and nothing of its text need be written.
        using var renew = new SqliteStatement(writer.Connection, "UPDATE script SET at = ?2 WHERE hash = ?1");
        if (renew.Bind(1, script.Hash).Bind(2, now.ToUnixTimeMilliseconds()).Change() == 0)
        {
            using var keep = new SqliteStatement(writer.Connection, "INSERT INTO script (hash, files, at) VALUES (?1, ?2, ?3)");
            keep.Bind(1, script.Hash).Bind(2, Files()).Bind(3, now.ToUnixTimeMilliseconds()).Run();
        }
        using var forget = new SqliteStatement(writer.Connection, "DELETE FROM script WHERE at < ?1");
        forget.Bind(1, (now - Kept).ToUnixTimeMilliseconds()).Run();
        return CommitResult.Committed;
    }

    private string Files()
    {
        var output = new ArrayBufferWriter<byte>();
        var json = StoredJson.Writer(output);
        json.WriteStartArray();
        foreach (var source in script.Sources)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, source.Path);
            json.WriteString("text"u8, source.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The files of a script; empty for none.</summary>
    public static ImmutableArray<RuleSource> Read(SqliteConnection connection, string hash)
    {
        using var row = new SqliteStatement(connection, "SELECT files FROM script WHERE hash = ?1");
        row.Bind(1, hash);
        if (!row.Step()) return [];
        var files = row.Text(0);
        using var document = JsonDocument.Parse(files);
        return [.. document.RootElement.EnumerateArray().Select(file => new RuleSource(StoredJson.Text(file, "path"), StoredJson.Text(file, "text")))];
    }
}
