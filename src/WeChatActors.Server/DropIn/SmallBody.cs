using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Reads the short JSON bodies of calls that carry a secret.</summary>
internal static class SmallBody
{
    private const int Limit = 64 * 1024;

    /// <summary>The object that a body is; null when it is none, or longer than 64 KiB.</summary>
    public static async ValueTask<JsonDocument?> Object(HttpContext context)
    {
        if (context.Request.ContentLength > Limit) return null;
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            foreach (var part in read.Buffer) body.Write(part.Span);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (body.WrittenCount > Limit) return null;
            if (read.IsCompleted) break;
        }
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(body.WrittenMemory);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
        }
        catch (JsonException)
        {
            // No JSON: the caller is told so.
        }
        json?.Dispose();
        return null;
    }

    /// <summary>A member that is text; null when there is none, or it is something else.</summary>
    public static string? TextOf(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
