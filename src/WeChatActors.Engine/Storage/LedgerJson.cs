using System.Buffers;
using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>A ledger as JSON: an object with the grant of each scene, <c>{"user_message":{"left":5,"at":"...","until":"..."}}</c>.</summary>
public static class LedgerJson
{
    /// <summary>Writes a ledger; a scene that never granted is left out.</summary>
    internal static void Write(IBufferWriter<byte> output, Ledger ledger)
    {
        var json = StoredJson.Writer(output);
        Write(json, ledger);
        json.Flush();
    }

    /// <summary>Writes a ledger; a scene that never granted is left out.</summary>
    public static void Write(Utf8JsonWriter json, Ledger ledger)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(ledger);
        json.WriteStartObject();
        foreach (var scene in Ledger.Scenes)
        {
            var grant = ledger[scene];
            if (grant == default) continue;
            json.WriteStartObject(SceneWords.Word(scene));
            json.WriteNumber("left"u8, grant.Left);
            json.WriteString("at"u8, grant.At.UtcDateTime);
            json.WriteString("until"u8, grant.Until.UtcDateTime);
            if (grant.Pending > 0) json.WriteNumber("pending"u8, grant.Pending);
            if (grant.SpentAt != default) json.WriteString("spent_at"u8, grant.SpentAt.UtcDateTime);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    internal static Ledger Read(ReadOnlyMemory<byte> stored)
    {
        using var document = StoredJson.Parse(stored);
        var ledger = Ledger.Empty;
        foreach (var property in document.RootElement.EnumerateObject())
        {
            var json = property.Value;
            var grant = new Grant(json.GetProperty("left"u8).GetInt32(), StoredJson.Time(json, "at"), StoredJson.Time(json, "until"), (int)StoredJson.Number(json, "pending", 0),
                StoredJson.OptionalTime(json, "spent_at") ?? default);
            ledger = ledger.With(SceneWords.Stored(property.Name), grant);
        }
        return ledger;
    }
}
