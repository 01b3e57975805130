using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace WeChatActors.Simulator;

/// <summary>An answer in the form in which it goes over the wire.</summary>
/// <param name="Status">200 but for browsers and for bodies that never came whole.</param>
/// <param name="ContentType">Null without a body.</param>
/// <param name="Body">The bytes.</param>
/// <param name="Text">What the inspector shows of it.</param>
/// <param name="Errcode">0 for success.</param>
/// <param name="Rid">The rid in its errmsg; null for none.</param>
internal sealed record WrittenAnswer(int Status, string? ContentType, ReadOnlyMemory<byte> Body, string Text, int Errcode, string? Rid)
{
    /// <summary>Where a browser goes on; null to stay.</summary>
    public string? Location { get; init; }

    /// <summary>A cookie for the session; null for none.</summary>
    public (string Name, string Value)? Cookie { get; init; }

    /// <summary>The name of a file; null for what is no file.</summary>
    public string? FileName { get; init; }
}

/// <summary>Writes answers as the platform does.</summary>
internal static class ApiWriter
{
    private const string Json = "application/json; encoding=utf-8";

    // What was sent is quoted in it, and may be a megabyte.
    private const int MostDetail = 1000;

    /// <summary>Brings an answer into the form for the wire.</summary>
    /// <param name="answer">What the handler or a check said.</param>
    /// <param name="status">200, or what else a refused body asks for.</param>
    /// <param name="newRid">Makes a rid, for an error.</param>
    public static WrittenAnswer Write(ApiAnswer answer, int status, Func<string> newRid)
    {
        switch (answer)
        {
            case ApiAnswer.Json json:
                return OfText(status, Json, WeChatJson.Write(json.Body), Errcode(json.Body), null);
            case ApiAnswer.Error error:
                var rid = newRid();
                var body = new JsonObject { ["errcode"] = error.Code, ["errmsg"] = OneLine(error) + " rid: " + rid };
                return OfText(status, Json, WeChatJson.Write(body), error.Code, rid);
            case ApiAnswer.File file:
                var note = string.Create(CultureInfo.InvariantCulture, $"({file.ContentType}, {file.Data.Length} bytes)");
                return new WrittenAnswer(status, file.ContentType, file.Data, note, 0, null) { FileName = file.FileName };
            case ApiAnswer.Page page:
                return OfText(page.Status, "text/html; charset=utf-8", page.Html, page.Errcode, null) with { Cookie = page.Cookie };
            case ApiAnswer.Redirect redirect:
                return new WrittenAnswer(StatusCodes.Status302Found, null, default, "-> " + redirect.Location, 0, null) { Location = redirect.Location, Cookie = redirect.Cookie };
            default:
                throw new InvalidOperationException($"Nothing writes {answer.GetType().Name}.");
        }
    }

    /// <summary>Sends it.</summary>
    public static async Task Send(WrittenAnswer answer, HttpResponse response, CancellationToken ct)
    {
        response.StatusCode = answer.Status;
        response.ContentLength = answer.Body.Length;
        // Pages show what an account wrote, files what it uploaded; none of our own needs a script.
        response.Headers.ContentSecurityPolicy = "script-src 'none'; object-src 'none'; base-uri 'none'";
        // What an upload called its type comes back to here; a header takes no other characters.
        if (answer.ContentType is { } type) response.ContentType = type.All(c => c is >= ' ' and <= '~') ? type : "application/octet-stream";
        if (answer.Location is { } location) response.Headers.Location = location;
        if (answer.Cookie is { } cookie)
            response.Cookies.Append(cookie.Name, cookie.Value, new CookieOptions { HttpOnly = true, SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax });
        if (answer.FileName is { } name)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(name);
            response.Headers.ContentDisposition = disposition.ToString();
        }
        if (!answer.Body.IsEmpty) await response.Body.WriteAsync(answer.Body, ct);
    }

    private static WrittenAnswer OfText(int status, string type, string text, int errcode, string? rid) =>
        new(status, type, Encoding.UTF8.GetBytes(text), text, errcode, rid);

    private static int Errcode(JsonObject body) => body["errcode"] is JsonValue value && value.TryGetValue<int>(out var code) ? code : 0;

    private static string OneLine(ApiAnswer.Error error)
    {
        var words = Errcodes.Words(error.Code);
        if (error.Detail is not { Length: > 0 } detail) return words;
        return words + ": " + string.Concat(detail.Take(MostDetail).Select(c => char.IsControl(c) ? ' ' : c)) + (detail.Length > MostDetail ? "..." : "");
    }
}
