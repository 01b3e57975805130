using System.Text.Json;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>The dialog a follower is in, in the state.</summary>
internal static class DialogJson
{
    public static void Write(Utf8JsonWriter json, OpenDialog dialog)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, dialog.Name);
        json.WriteString("script"u8, dialog.ScriptHash);
        StoredJson.WriteTime(json, "since", dialog.Since);
        json.WriteNumber("slot"u8, dialog.Slot);
        if (dialog.Tries != 0) json.WriteNumber("tries"u8, dialog.Tries);
        StoredJson.WriteValues(json, "values", dialog.Values);
        if (dialog.Aside is { } aside)
        {
            json.WritePropertyName("aside"u8);
            PacketJson.Write(json, aside);
        }
        StoredJson.WriteFlag(json, "sleeps", dialog.Sleeps);
        StoredJson.WriteTime(json, "due", dialog.Due);
        json.WriteEndObject();
    }

    public static OpenDialog Read(JsonElement json) =>
        new(StoredJson.Text(json, "name"), StoredJson.Text(json, "script"), StoredJson.Time(json, "since"))
        {
            Slot = json.GetProperty("slot"u8).GetInt32(),
            Tries = (int)StoredJson.Number(json, "tries", 0),
            Values = StoredJson.Values(json, "values"),
            Aside = json.TryGetProperty("aside"u8, out var aside) ? PacketJson.Read(aside) : null,
            Sleeps = StoredJson.Flag(json, "sleeps"),
            Due = StoredJson.OptionalTime(json, "due"),
        };
}
