using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>What the control API reads from its requests.</summary>
internal static class ControlRequest
{
    /// <summary>The longest body of an action, which may hold a picture in base64; 16 MiB.</summary>
    public const int LargeBody = 16 * 1024 * 1024;

    /// <summary>The longest body of everything else; 64 KiB.</summary>
    public const int SmallBody = 64 * 1024;

    /// <summary>Reads a JSON object strictly.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The longest body, in bytes.</param>
    /// <exception cref="ControlException">It is too long, no JSON, or has unknown, missing or ill-typed members.</exception>
    public static async Task<T> Read<T>(HttpContext context, int limit = SmallBody) where T : class
    {
        var body = await ReadJson(context, limit);
        if (!Utf8.IsValid(body.Span)) throw ControlException.Bad("The body is not UTF-8", "Send one JSON object in UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            throw ControlException.Bad("The body is not JSON", $"{error.Message} Send one JSON object in UTF-8.");
        }
        catch (InvalidOperationException)
        {
            throw HalfCharacter(); // in a name, which is compared with the others
        }
        using (document)
        {
            if (body.Span.IndexOf("\\u"u8) >= 0 && JsonTexts.HasHalfCharacter(document.RootElement)) throw HalfCharacter();
            if (JsonShape.Complaint(document.RootElement, typeof(T)) is { } complaint) throw ControlException.Bad(complaint.What, complaint.Remedy);
            return document.RootElement.Deserialize<T>(ControlJson.Options)!;
        }
    }

    /// <summary>Reads a body that says it is JSON, whole.</summary>
    /// <exception cref="ControlException">It is too long, or says something else.</exception>
    public static Task<ReadOnlyMemory<byte>> ReadJson(HttpContext context, int limit) =>
        // A web page from elsewhere could send a form or plain text without asking the browser for leave; JSON it cannot.
        context.Request.HasJsonContentType()
            ? ReadBody(context, limit)
            : throw new ControlException(new Problem(StatusCodes.Status415UnsupportedMediaType, "The body is not declared as JSON", "Send it with the header Content-Type: application/json."));

    /// <summary>A whole number from the query string.</summary>
    /// <returns>Null when it is not there.</returns>
    public static long? Number(HttpContext context, string name)
    {
        if (!context.Request.Query.TryGetValue(name, out var text)) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ControlException.Bad($"'{name}' is not a whole number", "Give digits only, or leave it out.");
    }

    /// <summary>true or false from the query string; false when it is not there.</summary>
    public static bool Flag(HttpContext context, string name)
    {
        if (!context.Request.Query.TryGetValue(name, out var text)) return false;
        return bool.TryParse(text, out var flag) ? flag : throw ControlException.Bad($"'{name}' is neither true nor false", $"Write {name}=true, or leave it out.");
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBody(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit) throw TooLong(limit);
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        try
        {
            int got;
            while ((got = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0)
            {
                if (body.Length + got > limit) throw TooLong(limit);
                body.Write(part, 0, got);
            }
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLong(limit);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static ControlException HalfCharacter() =>
        ControlException.Bad("The body holds half of a surrogate pair", "Write the character as it is, or as both \\u escapes.");

    private static ControlException TooLong(int limit) =>
        new(new Problem(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {limit / 1024} KiB", "Send less; a picture may have some 12 MB before base64."));
}
