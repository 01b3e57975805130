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
            if (body.Span.IndexOf("\\u"u8) >= 0 && HasHalfCharacter(document.RootElement))
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

    /// <summary>A member of an object when it is a text; null when it is something else, is not there, or there is no object.</summary>
    public static string? TextOf(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

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

    /// <summary>Whether a text or a name in it holds half of a surrogate pair: it cannot be read as a string, and every reader would have to know.</summary>
    public static bool HasHalfCharacter(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => IsHalf(() => member.Name) || HasHalfCharacter(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HasHalfCharacter),
        JsonValueKind.String => IsHalf(element.GetString),
        _ => false,
    };

    private static bool IsHalf(Func<string?> read)
    {
        try
        {
            read();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
