using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Answers of the admin API: JSON that a person can read, with Chinese as it is.</summary>
internal static class JsonAnswer
{
    /// <summary>The content type of them all.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    private static readonly JsonWriterOptions Json = new() { Encoder = PlatformJson.Encoder, Indented = true };

    /// <summary>Answers with what is written.</summary>
    public static async Task Write(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Json)) write(json);
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory);
    }

    /// <summary>A moment as answers show it: RFC 3339, UTC, with milliseconds.</summary>
    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes a moment; null for none.</summary>
    public static void WriteTimestamp(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } moment) json.WriteString(name, Timestamp(moment));
        else json.WriteNull(name);
    }
}
