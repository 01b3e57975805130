using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>A packet without an answer, in the state.</summary>
internal static class OpenPacketJson
{
    public static void Write(Utf8JsonWriter json, OpenPacket open)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, open.Seq);
        json.WritePropertyName("packet"u8);
        PacketJson.Write(json, open.Packet);
        StoredJson.WriteTime(json, "first_at", open.FirstAt);
        if (open.Deliveries != 1) json.WriteNumber("deliveries"u8, open.Deliveries);
        StoredJson.WriteFlag(json, "settled", open.IsSettled);
        StoredJson.WriteTime(json, "collect_from", open.CollectFrom);
        StoredJson.WriteTime(json, "collect_until", open.CollectUntil);
        StoredJson.WriteText(json, "joined", open.Joined);
        StoredJson.WriteFlag(json, "secret", open.IsSecret);
        if (open.Ready is not null)
        {
            json.WritePropertyName("ready"u8);
            ReplyJson.Write(json, open.Ready);
        }
        json.WriteEndObject();
    }

    public static OpenPacket Read(JsonElement json)
    {
        var packet = PacketJson.Read(json.GetProperty("packet"u8));
        return new(packet, PacketFingerprint.Of(packet.Key), json.GetProperty("seq"u8).GetInt64(), StoredJson.Time(json, "first_at"))
        {
            Deliveries = (int)StoredJson.Number(json, "deliveries", 1),
            IsSettled = StoredJson.Flag(json, "settled"),
            CollectFrom = StoredJson.OptionalTime(json, "collect_from"),
            CollectUntil = StoredJson.OptionalTime(json, "collect_until"),
            Joined = StoredJson.OptionalText(json, "joined"),
            IsSecret = StoredJson.Flag(json, "secret"),
            Ready = json.TryGetProperty("ready"u8, out var ready) ? ReplyJson.Read(ready) : null,
        };
    }
}
