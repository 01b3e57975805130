using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>Answers in the platform's own shape.</summary>
internal static class PlatformAnswer
{
    /// <summary>Gives a token as the token endpoints do.</summary>
    /// <param name="context">The request.</param>
    /// <param name="token">The token.</param>
    /// <param name="expiresIn">Seconds that are left of it.</param>
    public static Task Token(HttpContext context, string token, long expiresIn) => Write(context, StatusCodes.Status200OK, json =>
    {
        json.WriteString("access_token"u8, token);
        json.WriteNumber("expires_in"u8, expiresIn);
    });

    /// <summary>Says that something is wrong, as the platform says it.</summary>
    public static Task Error(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        RetryAfter.Set(context.Response, refusal.RetryAfter);
        if (refusal.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return Write(context, refusal.Status, json =>
        {
            json.WriteNumber("errcode"u8, refusal.Errcode);
            json.WriteString("errmsg"u8, $"{refusal.Title}: {refusal.Remedy}");
            json.WriteString("outcome"u8, refusal.Outcome);
        });
    }

    private static async Task Write(HttpContext context, int status, Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, PlatformJson.Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; encoding=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
