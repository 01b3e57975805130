using System.Globalization;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>The outbox's rows as the table has them.</summary>
internal static class OutboxColumns
{
    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string All =
        "account, open_id, id, at, item, grant_scene, grant_at, grant_until, expires_at, answers, key, state, state_at, errcode, why, msg_id, delivery, attempts, not_before";

    /// <summary>How many columns <see cref="All"/> has: others follow from this one on.</summary>
    public const int Count = 19;

    /// <summary>A grant's time: to the tick, because the ledger tells by it which action of the user a message was taken from.</summary>
    public static string WriteTick(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static OutboxRow Read(SqliteStatement row)
    {
        using var item = StoredJson.Parse(row.Bytes(4));
        var entry = new OutboxEntry(
            new ConversationId(row.Text(0), new OpenId(row.Text(1))), row.Long(2), Milliseconds.Time(row.Long(3)), OutboxJson.Read(item.RootElement),
            Grant(row), Milliseconds.Time(row.Long(8)), row.OptionalLong(9), row.OptionalText(10));
        var outcome = new OutboxOutcome(OutboxJson.State(row.Text(11)) ?? throw StoredJson.Unknown("state of the outbox", row.Text(11)), Milliseconds.Time(row.Long(12)), (int)row.Long(13), row.OptionalText(14), row.OptionalText(15));
        return new OutboxRow(entry, outcome, (int)row.Long(17), Milliseconds.Time(row.Long(18))) { Delivery = row.OptionalText(16) };
    }

    private static Reservation Grant(SqliteStatement row) => row.IsNull(5) ? default : new(SceneWords.Stored(row.Text(5)), Tick(row.Text(6)), Tick(row.Text(7)));

    private static DateTimeOffset Tick(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
