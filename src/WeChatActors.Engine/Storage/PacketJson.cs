using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>A packet by its elements, from which it is made again.</summary>
/// <remarks><c>elements</c> is an object in the order of the packet, in which a name may come twice. <c>parents</c> tells the repeated parts of
/// a list apart.</remarks>
internal static class PacketJson
{
    public static void Write(Utf8JsonWriter json, Packet packet)
    {
        var fields = packet.Fields;
        if (fields.Count == 0) throw new InvalidOperationException($"The packet {packet.Key} was made without elements and cannot be kept.");
        json.WriteStartObject();
        json.WriteStartObject("elements"u8);
        foreach (ref readonly var field in fields.AsSpan()) json.WriteString(field.Path, field.Value);
        json.WriteEndObject();
        if (!fields.Parents.IsEmpty)
        {
            json.WriteStartArray("parents"u8);
            foreach (var parent in fields.Parents) json.WriteNumberValue(parent);
            json.WriteEndArray();
        }
        // A time that was too far ahead of the clock when it came was dropped, and stays so.
        if (packet.CreateTime is null && fields.Find("CreateTime") is not null) json.WriteBoolean("timed"u8, false);
        // Texts that became one are in the words of the packet that rules see, and not in its elements.
        if (packet is TextMessage text && text.Content != (fields.Find("Content") ?? "")) json.WriteString("text"u8, text.Content);
        json.WriteEndObject();
    }

    /// <exception cref="JsonException">It is no packet.</exception>
    public static Packet Read(JsonElement json)
    {
        var elements = json.GetProperty("elements"u8);
        var fields = new List<PacketField>();
        foreach (var element in elements.EnumerateObject()) fields.Add(new(element.Name, element.Value.GetString() ?? ""));
        int[] parents = json.TryGetProperty("parents"u8, out var stored) ? [.. stored.EnumerateArray().Select(parent => parent.GetInt32())] : [];
        var packet = PacketReader.Rebuild(new PacketFields([.. fields], parents))
            ?? throw new JsonException("A stored packet cannot be read again; the database was written by another version.");
        if (json.TryGetProperty("timed"u8, out _)) packet = packet with { CreateTime = null };
        return json.TryGetProperty("text"u8, out var text) && packet is TextMessage message ? message with { Content = text.GetString() ?? "" } : packet;
    }
}
