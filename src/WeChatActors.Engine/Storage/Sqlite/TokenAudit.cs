using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>The audit of tokens on one connection.</summary>
internal static class TokenAudit
{
    /// <summary>How many lines are kept, of all accounts together.</summary>
    public const int Kept = 10_000;

    public static void Append(SqliteConnection connection, TokenId id, TokenAuditLine line)
    {
        using var append = new SqliteStatement(connection, """
            INSERT INTO token_audit (at, account, kind, why, asked_by, result, detail, version, took) VALUES (?,?,?,?,?,?,?,?,?)
            """);
        append.Bind(1, line.At.ToUnixTimeMilliseconds()).Bind(2, id.Account).Bind(3, id.Name).Bind(4, line.Why).Bind(5, line.AskedBy).Bind(6, line.Result);
        if (line.Detail is not null) append.Bind(7, line.Detail);
        if (line.Version is { } version) append.Bind(8, version);
        if (line.Took is { } took) append.Bind(9, (long)took.TotalMilliseconds);
        append.Run();
        using var trim = new SqliteStatement(connection, $"DELETE FROM token_audit WHERE id <= (SELECT max(id) FROM token_audit) - {Kept}");
        trim.Run();
    }

    public static ImmutableArray<TokenAuditEntry> Newest(SqliteConnection connection, string account, int limit)
    {
        using var rows = new SqliteStatement(connection, """
            SELECT at, kind, why, asked_by, result, detail, version, took FROM token_audit WHERE account = ? ORDER BY id DESC LIMIT ?
            """);
        rows.Bind(1, account).Bind(2, Math.Max(0, limit));
        var found = ImmutableArray.CreateBuilder<TokenAuditEntry>();
        while (rows.Step())
        {
            if (TokenId.Of(account, rows.Text(1)) is not { } id) continue;
            found.Add(new(id, new(
                DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(0)), rows.Text(2), rows.Text(3), rows.Text(4), rows.IsNull(5) ? null : rows.Text(5),
                rows.IsNull(6) ? null : rows.Long(6), rows.IsNull(7) ? null : TimeSpan.FromMilliseconds(rows.Long(7)))));
        }
        return found.ToImmutable();
    }
}
