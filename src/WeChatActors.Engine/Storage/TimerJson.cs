using System.Text.Json;

namespace WeChatActors.Engine;

/// <summary>What a conversation does by itself later, in the state.</summary>
internal static class TimerJson
{
    public static void Write(Utf8JsonWriter json, ConversationTimer timer)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, timer.Name);
        StoredJson.WriteTime(json, "due", timer.Due);
        switch (timer.What)
        {
            case TimerTask.Later later:
                json.WriteString("type"u8, "later"u8);
                json.WriteString("rule"u8, later.Rule);
                json.WriteNumber("index"u8, later.Index);
                if (later.Packet is { } packet)
                {
                    json.WritePropertyName("packet"u8);
                    PacketJson.Write(json, packet);
                }
                StoredJson.WriteValues(json, "into", later.Into);
                json.WriteNumber("seed"u8, later.Seed);
                break;
            case TimerTask.EndPause:
                json.WriteString("type"u8, "end_pause"u8);
                break;
            case TimerTask.DialogDue:
                json.WriteString("type"u8, "dialog_due"u8);
                break;
            case TimerTask.WindowClosing closing:
                json.WriteString("type"u8, "window_closing"u8);
                StoredJson.WriteSpan(json, "lead", closing.Lead);
                break;
            default:
                throw new InvalidOperationException($"{timer.What.GetType().Name} has no stored form.");
        }
        json.WriteEndObject();
    }

    public static ConversationTimer Read(JsonElement json) =>
        new(StoredJson.Text(json, "name"), StoredJson.Time(json, "due"), StoredJson.OptionalText(json, "type") switch
        {
            "later" => new TimerTask.Later(
                StoredJson.Text(json, "rule"), json.GetProperty("index"u8).GetInt32(),
                json.TryGetProperty("packet"u8, out var packet) ? PacketJson.Read(packet) : null,
                StoredJson.Values(json, "into"), json.GetProperty("seed"u8).GetUInt64()),
            "end_pause" => new TimerTask.EndPause(),
            "dialog_due" => new TimerTask.DialogDue(),
            "window_closing" => new TimerTask.WindowClosing(StoredJson.OptionalSpan(json, "lead") ?? default),
            var other => throw StoredJson.Unknown("timer", other),
        });
}
