using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>Bodies as the platform takes them, for <see cref="PlatformRequest.Content"/>: each is made anew for each attempt, with the same bytes and a
/// known length.</summary>
public static class PlatformContent
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json") { CharSet = "utf-8" };

    /// <summary>JSON in which Chinese and emoji stand as they are.</summary>
    /// <param name="write">Writes the one value; called once, here.</param>
    public static Func<HttpContent> Json(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes, PlatformJson.Writing)) write(writer);
        return Json(bytes.WrittenMemory);
    }

    /// <summary>JSON that is written already.</summary>
    /// <param name="utf8">Its bytes; they stay as they are until the call has ended.</param>
    public static Func<HttpContent> Json(ReadOnlyMemory<byte> utf8) => () => new ReadOnlyMemoryContent(utf8) { Headers = { ContentType = JsonType } };

    /// <summary>A file, as the upload APIs take it: multipart/form-data.</summary>
    /// <param name="field">The file's field, mostly <c>media</c>.</param>
    /// <param name="file">The file.</param>
    /// <param name="fields">Other fields, such as <c>description</c> for a video.</param>
    public static Func<HttpContent> Upload(string field, UploadedFile file, params IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(file);
        return () => new MultipartUpload(field, file, fields);
    }
}

/// <summary>A file that is sent.</summary>
/// <param name="Name">Its name, with its extension, by which WeChat tells the kind; Chinese is fine.</param>
/// <param name="Type">Its media type, such as image/jpeg.</param>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="Open">Opens it at its beginning, once for each attempt.</param>
public sealed record UploadedFile(string Name, string Type, long Length, Func<Stream> Open);
