using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>The day's calls of the platform's API on one connection.</summary>
internal static class ApiCallCounts
{
    /// <summary>How many days are kept of an account: the newest on which it called.</summary>
    public const int DaysKept = 40;

    public static void Add(SqliteConnection connection, string account, DateOnly day, IReadOnlyDictionary<string, long> calls)
    {
        using var add = new SqliteStatement(connection, """
            INSERT INTO api_calls (account, day, path, calls) VALUES (?,?,?,?) ON CONFLICT (account, day, path) DO UPDATE SET calls = calls + excluded.calls
            """);
        foreach (var (path, count) in calls) add.Bind(1, account).Bind(2, TokenRow.WriteDay(day)).Bind(3, path).Bind(4, count).Run();
        // By days that are there and not by the calendar: a clock that was years ahead for a moment must not take all days away.
        using var trim = new SqliteStatement(connection, $"""
            DELETE FROM api_calls WHERE account = ?
            AND day < (SELECT min(day) FROM (SELECT DISTINCT day FROM api_calls WHERE account = ? ORDER BY day DESC LIMIT {DaysKept}))
            """);
        trim.Bind(1, account).Bind(2, account).Run();
    }

    public static ImmutableSortedDictionary<string, long> Of(SqliteConnection connection, string account, DateOnly day)
    {
        using var rows = new SqliteStatement(connection, "SELECT path, calls FROM api_calls WHERE account = ? AND day = ?");
        rows.Bind(1, account).Bind(2, TokenRow.WriteDay(day));
        var found = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        while (rows.Step()) found[rows.Text(0)] = rows.Long(1);
        return found.ToImmutable();
    }
}
