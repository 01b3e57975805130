using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Reads rows of the outbox, timers and media on one connection.</summary>
internal static class SqliteOutbox
{
    public static ImmutableArray<OutboxRow> Due(SqliteConnection connection, NodeLock nodes, string account, DateTimeOffset now, int limit)
    {
        var found = ImmutableArray.CreateBuilder<OutboxRow>();
        AddLeft(connection, nodes, account, now, limit, found);
        using var waiting = new SqliteStatement(connection, $"""
            SELECT {OutboxColumns.All} FROM outbox
            WHERE account = ? AND first = 1 AND state = 'waiting' AND not_before <= ? ORDER BY not_before, position LIMIT ?
            """);
        waiting.Bind(1, account).Bind(2, Milliseconds.Down(now)).Bind(3, Math.Max(0, limit - found.Count));
        while (waiting.Step())
            if (TryRead(waiting) is { } row) found.Add(row);
        return found.ToImmutable();
    }

    public static ImmutableArray<OutboxRow> Owed(SqliteConnection connection, ConversationId id, int limit)
    {
        using var rows = new SqliteStatement(connection, $"""
            SELECT {OutboxColumns.All} FROM outbox WHERE account = ? AND open_id = ? AND {OutboxWriter.Unsettled} ORDER BY id LIMIT ?
            """);
        return All(rows.Bind(1, id.Account).Bind(2, id.OpenId.Value).Bind(3, Math.Max(0, limit)));
    }

    public static OutboxRow? Find(SqliteConnection connection, ConversationId id, long entry)
    {
        using var row = new SqliteStatement(connection, $"SELECT {OutboxColumns.All} FROM outbox WHERE account = ? AND open_id = ? AND id = ?");
        return row.Bind(1, id.Account).Bind(2, id.OpenId.Value).Bind(3, entry).Step() ? OutboxColumns.Read(row) : null;
    }

    public static OutboxRow? FindByKey(SqliteConnection connection, ConversationId id, string key)
    {
        using var row = new SqliteStatement(connection, $"SELECT {OutboxColumns.All} FROM outbox WHERE account = ? AND open_id = ? AND key = ?");
        return row.Bind(1, id.Account).Bind(2, id.OpenId.Value).Bind(3, key).Step() ? OutboxColumns.Read(row) : null;
    }

    public static OutboxRow? FindByMsgId(SqliteConnection connection, string account, string msgId)
    {
        using var row = new SqliteStatement(connection, $"SELECT {OutboxColumns.All} FROM outbox WHERE account = ? AND msg_id = ?");
        return row.Bind(1, account).Bind(2, msgId).Step() ? OutboxColumns.Read(row) : null;
    }

    public static ImmutableArray<(long Position, OutboxRow Row)> List(SqliteConnection connection, string account, OutboxState? state, long? before, int limit)
    {
        using var rows = new SqliteStatement(connection, $"""
            SELECT {OutboxColumns.All}, position FROM outbox WHERE account = ?1 {(state is null ? "" : "AND state = ?4")} AND position < ?2 ORDER BY position DESC LIMIT ?3
            """);
        rows.Bind(1, account).Bind(2, before ?? long.MaxValue).Bind(3, Math.Max(0, limit));
        if (state is { } only) rows.Bind(4, OutboxJson.Word(only));
        var found = ImmutableArray.CreateBuilder<(long, OutboxRow)>();
        while (rows.Step()) found.Add((rows.Long(OutboxColumns.Count), OutboxColumns.Read(rows)));
        return found.ToImmutable();
    }

    public static ImmutableArray<(string Account, OutboxState State, long Count)> Count(SqliteConnection connection)
    {
        using var rows = new SqliteStatement(connection, $"SELECT account, state, count(*) FROM outbox INDEXED BY outbox_owed WHERE {OutboxWriter.Unsettled} GROUP BY account, state");
        var found = ImmutableArray.CreateBuilder<(string, OutboxState, long)>();
        while (rows.Step()) found.Add((rows.Text(0), rows.Text(1) == "sending" ? OutboxState.Sending : OutboxState.Waiting, rows.Long(2)));
        return found.ToImmutable();
    }

    public static ImmutableArray<StoredTimer> Timers(SqliteConnection connection, NodeLock nodes, DateTimeOffset dueBefore, int limit)
    {
        var found = ImmutableArray.CreateBuilder<StoredTimer>();
        using (var left = new SqliteStatement(connection, "SELECT account, open_id, name, due, node FROM timer WHERE node = ? AND name = ? LIMIT ?"))
            foreach (var node in DeadNodes(connection, nodes))
                AddTimers(left.Bind(1, node).Bind(2, ConversationTimer.Work).Bind(3, limit - found.Count), found);
        using var due = new SqliteStatement(connection, "SELECT account, open_id, name, due, node FROM timer WHERE due <= ? ORDER BY due LIMIT ?");
        var seen = found.Count == 0 ? null : found.ToHashSet();
        due.Bind(1, Milliseconds.Down(dueBefore)).Bind(2, limit);
        while (found.Count < limit && due.Step())
            if (ReadTimer(due) is var timer && seen?.Contains(timer) != true) found.Add(timer);
        return found.ToImmutable();
    }

    public static ImmutableArray<UploadedMedia> Media(SqliteConnection connection, string account)
    {
        using var rows = new SqliteStatement(connection, "SELECT path, kind, hash, media_id, at FROM media WHERE account = ? ORDER BY path, kind");
        rows.Bind(1, account);
        var found = ImmutableArray.CreateBuilder<UploadedMedia>();
        while (rows.Step()) found.Add(new(account, rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), Milliseconds.Time(rows.Long(4))));
        return found.ToImmutable();
    }

    // Few: each process sends a handful at a time.
    private static void AddLeft(SqliteConnection connection, NodeLock nodes, string account, DateTimeOffset now, int limit, ImmutableArray<OutboxRow>.Builder found)
    {
        using var sending = new SqliteStatement(connection, $"""
            SELECT {OutboxColumns.All}, holder, lease_until FROM outbox
            WHERE account = ? AND first = 1 AND state = 'sending' ORDER BY not_before, position
            """);
        sending.Bind(1, account);
        var alive = new Dictionary<string, bool>(StringComparer.Ordinal);
        while (found.Count < limit && sending.Step())
        {
            var holder = sending.OptionalText(OutboxColumns.Count) ?? "";
            if (!alive.TryGetValue(holder, out var lives)) alive[holder] = lives = nodes.IsAlive(holder);
            if (lives && sending.Long(OutboxColumns.Count + 1) > Milliseconds.Down(now)) continue;
            if (TryRead(sending) is { } row) found.Add(row);
        }
    }

    // A row that a newer version wrote waits for a process of that version, and holds back nobody else's.
    private static OutboxRow? TryRead(SqliteStatement row)
    {
        try
        {
            return OutboxColumns.Read(row);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string> DeadNodes(SqliteConnection connection, NodeLock nodes)
    {
        var dead = new List<string>();
        using var next = new SqliteStatement(connection, "SELECT min(node) FROM timer WHERE node > ?");
        for (var node = ""; next.Bind(1, node).Step() && next.OptionalText(0) is { } found; node = found)
        {
            next.Reset();
            if (!nodes.IsAlive(found)) dead.Add(found);
        }
        return dead;
    }

    private static void AddTimers(SqliteStatement rows, ImmutableArray<StoredTimer>.Builder found)
    {
        while (rows.Step()) found.Add(ReadTimer(rows));
        rows.Reset();
    }

    private static StoredTimer ReadTimer(SqliteStatement row) =>
        new(new ConversationId(row.Text(0), new OpenId(row.Text(1))), row.Text(2), Milliseconds.Time(row.Long(3)), row.OptionalText(4));

    private static ImmutableArray<OutboxRow> All(SqliteStatement rows)
    {
        var found = ImmutableArray.CreateBuilder<OutboxRow>();
        while (rows.Step()) found.Add(OutboxColumns.Read(rows));
        return found.ToImmutable();
    }
}
