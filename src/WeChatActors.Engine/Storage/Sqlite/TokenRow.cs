using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WeChatActors.Engine;

/// <summary>The row of one token: what is stored of it, and who may ask the platform for the next.</summary>
/// <param name="Stored">What is stored.</param>
/// <param name="Holder">Who has the right to refresh; null for nobody.</param>
/// <param name="HeldUntil">When that right lapses, UTC.</param>
internal sealed record TokenRow(StoredToken Stored, string? Holder, DateTimeOffset HeldUntil)
{
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly TokenRow None = new(StoredToken.None, null, default);

    /// <summary>Reads a row; an empty one when there is none.</summary>
    public static TokenRow Read(SqliteConnection connection, TokenId id, string appId)
    {
        using var row = new SqliteStatement(connection, """
            SELECT version, value, obtained_at, expires_at, day, calls, forced, forced_at, holder, held_until FROM token WHERE account = ? AND app_id = ? AND kind = ?
            """);
        if (!row.Bind(1, id.Account).Bind(2, appId).Bind(3, id.Name).Step()) return None;
        var token = row.IsNull(1) ? null : new GrantedToken(row.Text(1), row.Long(0), Time(row.Long(2)), Time(row.Long(3)));
        var stored = new StoredToken(token, ReadDay(row.Text(4)), (int)row.Long(5), (int)row.Long(6), row.IsNull(7) ? null : Time(row.Long(7)));
        return row.IsNull(8) ? new(stored, null, default) : new(stored, row.Text(8), Time(row.Long(9)));
    }

    /// <summary>The row with one more request counted, on the day in China that <paramref name="now"/> belongs to.</summary>
    public TokenRow Counted(bool forced, DateTimeOffset now)
    {
        var day = ChinaCalendar.DayOf(now);
        // Another day than the stored one, not only a later one: a clock that was far ahead for a moment must not freeze the counts.
        var counts = Stored.Day == day ? Stored : Stored with { Day = day, Calls = 0, Forced = 0 };
        counts = counts with { Calls = counts.Calls + 1 };
        return this with { Stored = forced ? counts with { Forced = counts.Forced + 1, ForcedAt = now } : counts };
    }

    /// <summary>Writes all of it.</summary>
    public void Write(SqliteConnection connection, TokenId id, string appId)
    {
        using var row = new SqliteStatement(connection, """
            INSERT OR REPLACE INTO token (account, app_id, kind, version, value, obtained_at, expires_at, day, calls, forced, forced_at, holder, held_until)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
            """);
        row.Bind(1, id.Account).Bind(2, appId).Bind(3, id.Name).Bind(4, Stored.Version);
        if (Stored.Token is { } token) row.Bind(5, token.Value).Bind(6, Milliseconds(token.ObtainedAt)).Bind(7, Milliseconds(token.ExpiresAt));
        row.Bind(8, WriteDay(Stored.Day)).Bind(9, Stored.Calls).Bind(10, Stored.Forced);
        if (Stored.ForcedAt is { } forcedAt) row.Bind(11, Milliseconds(forcedAt));
        if (Holder is not null) row.Bind(12, Holder).Bind(13, Milliseconds(HeldUntil));
        row.Run();
    }

    /// <summary>Gives back a right, should this be its holder.</summary>
    public static void GiveBack(SqliteConnection connection, TokenId id, string appId, string holder)
    {
        using var row = new SqliteStatement(connection, """
            UPDATE token SET holder = NULL, held_until = NULL WHERE account = ? AND app_id = ? AND kind = ? AND holder = ?
            """);
        row.Bind(1, id.Account).Bind(2, appId).Bind(3, id.Name).Bind(4, holder).Run();
    }

    /// <summary>A day as a person writes it: <c>2026-03-02</c>.</summary>
    public static string WriteDay(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static DateOnly ReadDay(string text) => DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
