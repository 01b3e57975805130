using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Reads the short JSON bodies of calls that carry a secret.</summary>
internal static class SmallBody
{
    private const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The object that a body is; null when it is none.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">It is longer than 64 KiB, slower than is waited for, or broken.</exception>
    public static async ValueTask<JsonDocument?> Object(HttpContext context)
    {
        CallerBody.Limit(context, MaxBytes);
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync(context.RequestAborted);
            foreach (var part in read.Buffer) body.Write(part.Span);
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(body.WrittenMemory, Strict);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or a name with half of a surrogate pair: the caller is told so.
        }
        json?.Dispose();
        return null;
    }
}
