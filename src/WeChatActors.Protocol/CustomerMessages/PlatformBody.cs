using System.Buffers;
using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>Writes one object as the platform takes it.</summary>
internal static class PlatformBody
{
    /// <summary>Its bytes, UTF-8.</summary>
    /// <param name="members">Writes what stands between the braces.</param>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, PlatformJson.Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }
}
