using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Finds what became of an earlier request with the same idempotency key.</summary>
/// <param name="store">Holds rows and logs.</param>
internal sealed class SameAsked(IEngineStore store)
{
    /// <summary>How many lines of the log are looked through for a message that was kept for the next reply.</summary>
    private const int Lines = 500;

    /// <summary>The row of a key; null when there is none.</summary>
    public ValueTask<OutboxRow?> Row(ConversationId id, string key) => store.FindByKey(id, key);

    /// <summary>Whether a row is of the same request: a long text lies in several, one after the other.</summary>
    public async ValueTask<bool> IsSame(OutboxRow row, OutboxItem asked)
    {
        if (asked is not OutboxItem.Message { Content: TextPush text }) return row.Entry.Item.Equals(asked);
        var parts = LongText.Split(text.Content, CustomerMessageLimits.MaxTextBytes);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = i == 0 ? row : await store.Find(row.Entry.To, row.Entry.Id + i);
            if (part is null || !part.Entry.Item.Equals(new OutboxItem.Message(text with { Content = parts[i] }))) return false;
        }
        // Nothing else is owed by a turn in which a message was asked for, so another part would be of a longer text.
        return await store.Find(row.Entry.To, row.Entry.Id + parts.Length) is null;
    }

    /// <summary>The message that was kept for the next reply under a key; null when the log shows none.</summary>
    public async ValueTask<OutboxItem?> Parked(ConversationId id, string key)
    {
        foreach (var line in await store.Transcript(id, Lines))
        {
            using var json = JsonDocument.Parse(line.Json);
            var turn = json.RootElement;
            if (turn.TryGetProperty("parked"u8, out _) && turn.TryGetProperty("key"u8, out var its) && its.ValueEquals(key) && turn.TryGetProperty("item"u8, out var item))
                return OutboxJson.Read(item);
        }
        return null;
    }
}
