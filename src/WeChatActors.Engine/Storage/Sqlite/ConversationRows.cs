using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Reads the rows of conversations, for the operator, on one connection.</summary>
internal static class ConversationRows
{
    // The ledger is read from the last line: the row's own count is that of the last turn, and a grant of a minute is over soon after.
    private const string Summary = """
        SELECT c.open_id, c.version, c.last_turn_at, c.state, t.ledger FROM conversation c LEFT JOIN turn t ON t.id = c.last_turn
        """;

    public static ImmutableArray<ConversationSummary> List(SqliteConnection connection, string account, DateTimeOffset now, string? after, int limit)
    {
        using var rows = new SqliteStatement(connection, $"{Summary} WHERE c.account = ? AND c.open_id > ? ORDER BY c.open_id LIMIT ?");
        return Read(rows.Bind(1, account).Bind(2, after ?? "").Bind(3, Math.Max(0, limit)), now);
    }

    public static ImmutableArray<ConversationSummary> ListReachable(
        SqliteConnection connection, string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit)
    {
        var open = Milliseconds.Down(now) + 1;
        var from = after is { } place && Milliseconds.Down(place.ClosesAt) >= open ? Milliseconds.Down(place.ClosesAt) : open;
        var behind = after is { } same && Milliseconds.Down(same.ClosesAt) == from ? same.OpenId.Value : "";
        using var rows = new SqliteStatement(connection, $"""
            {Summary} WHERE c.account = ?1 AND c.closes_at >= ?2 AND c.closes_at < ?3 AND (c.closes_at > ?2 OR c.open_id > ?4)
            ORDER BY c.closes_at, c.open_id LIMIT ?5
            """);
        rows.Bind(1, account).Bind(2, from).Bind(3, closesBefore is { } end ? Milliseconds.Up(end) : long.MaxValue).Bind(4, behind).Bind(5, Math.Max(0, limit));
        return Read(rows, now);
    }

    public static ReachableTotals CountReachable(SqliteConnection connection, string account, DateTimeOffset now)
    {
        using var totals = new SqliteStatement(connection, """
            SELECT count(*), total(sends_left), total(closes_at <= ?3) FROM conversation WHERE account = ?1 AND closes_at > ?2
            """);
        totals.Bind(1, account).Bind(2, Milliseconds.Down(now)).Bind(3, Milliseconds.Down(now + TimeSpan.FromHours(1))).Step();
        return new ReachableTotals(totals.Long(0), totals.Long(1), totals.Long(2));
    }

    private static ImmutableArray<ConversationSummary> Read(SqliteStatement rows, DateTimeOffset now)
    {
        var found = ImmutableArray.CreateBuilder<ConversationSummary>();
        while (rows.Step())
        {
            var (subscribed, since) = StateJson.ReadBeginning(rows.Bytes(3));
            var ledger = rows.IsNull(4) ? Ledger.Empty : LedgerJson.Read(rows.Bytes(4));
            found.Add(new ConversationSummary(new OpenId(rows.Text(0)), rows.Long(1), subscribed, since, Milliseconds.Time(rows.Long(2)))
            {
                // To the millisecond, as the list goes by it: the last of a page is the place where the next begins.
                ClosesAt = ledger.ClosesAt(now) is { } closes ? Milliseconds.Time(Milliseconds.Down(closes)) : null,
                Left = ledger.Left(now),
            });
        }
        return found.ToImmutable();
    }
}
