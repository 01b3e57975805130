using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>JSON as the platform reads and writes it.</summary>
internal static class WeChatJson
{
    /// <summary>Writes an answer in one line; text stands as it is, Chinese and emoji too.</summary>
    public static string Write(JsonNode node) => node.ToJsonString(PlatformJson.Serializing);

    /// <summary>Reads a body that has to be one JSON object.</summary>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="complaint">What is wrong with it, in words; null when it is fine.</param>
    /// <returns>The object; undefined when it is not fine.</returns>
    public static JsonElement Read(ReadOnlyMemory<byte> body, out string? complaint)
    {
        if (!Utf8.IsValid(body.Span))
        {
            complaint = "the body is not UTF-8";
            return default;
        }
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                complaint = "the body must be a JSON object";
                return default;
            }
            if (body.Span.IndexOf("\\u"u8) >= 0 && JsonTexts.HasHalfCharacter(document.RootElement))
            {
                complaint = "the body holds half of a surrogate pair";
                return default;
            }
            complaint = null;
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            complaint = $"the body is not JSON, see line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            return default;
        }
    }

    /// <summary>Whether a JSON text writes a character outside ASCII as <c>\uXXXX</c>.</summary>
    public static bool EscapesText(ReadOnlySpan<byte> json)
    {
        for (var i = 0; i + 5 < json.Length; i++)
        {
            if (json[i] != '\\') continue;
            if (json[i + 1] == 'u' && System.Buffers.Text.Utf8Parser.TryParse(json.Slice(i + 2, 4), out int unit, out var used, 'x') && used == 4 && unit > 0x7F) return true;
            i++;
        }
        return false;
    }
}
