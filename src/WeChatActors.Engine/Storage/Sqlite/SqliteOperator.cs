using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>Reads on one connection what operators ask about.</summary>
internal static class SqliteOperator
{
    public static ImmutableArray<OutboxRow> Rows(SqliteConnection connection, ConversationId id, OutboxState? state, long? before, int limit)
    {
        using var rows = new SqliteStatement(connection, $"""
            SELECT {OutboxColumns.All} FROM outbox
            WHERE account = ?1 AND open_id = ?2 {(state is null ? "" : "AND state = ?5")} AND id < ?3 ORDER BY id DESC LIMIT ?4
            """);
        rows.Bind(1, id.Account).Bind(2, id.OpenId.Value).Bind(3, before ?? long.MaxValue).Bind(4, Math.Max(0, limit));
        if (state is { } only) rows.Bind(5, OutboxJson.Word(only));
        var found = ImmutableArray.CreateBuilder<OutboxRow>();
        while (rows.Step()) found.Add(OutboxColumns.Read(rows));
        return found.ToImmutable();
    }

    // At most 10,000 rows are kept of all accounts together, so that none of this needs an index.
    public static ImmutableArray<StoredAccountEvent> AccountEvents(SqliteConnection connection, string account, string? kind, long? before, int limit)
    {
        using var rows = new SqliteStatement(connection, $"""
            SELECT id, at, detail FROM set_aside
            WHERE account = ?1 AND reason = '{nameof(SetAsideReason.AccountLevel)}' AND id < ?2
              {(kind is null ? "" : $"AND (detail = ?4 OR substr(detail, 1, length(?4) + {StoredAccountEvent.Separator.Length}) = ?4 || '{StoredAccountEvent.Separator}')")}
            ORDER BY id DESC LIMIT ?3
            """);
        rows.Bind(1, account).Bind(2, before ?? long.MaxValue).Bind(3, Math.Max(0, limit));
        if (kind is not null) rows.Bind(4, kind);
        var found = ImmutableArray.CreateBuilder<StoredAccountEvent>();
        while (rows.Step())
        {
            var detail = rows.Text(2);
            var at = detail.IndexOf(StoredAccountEvent.Separator, StringComparison.Ordinal);
            found.Add(new StoredAccountEvent(
                rows.Long(0), Milliseconds.Time(rows.Long(1)), at < 0 ? detail : detail[..at], at < 0 ? null : detail[(at + StoredAccountEvent.Separator.Length)..]));
        }
        return found.ToImmutable();
    }
}
