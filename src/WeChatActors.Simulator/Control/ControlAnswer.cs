using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Simulator;

/// <summary>What the control API answers when all is well.</summary>
internal static class ControlAnswer
{
    /// <summary>Writes a value as JSON.</summary>
    public static async Task Write<T>(HttpContext context, T value, int status = StatusCodes.Status200OK)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, ControlJson.Options);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>204: done, and nothing to say.</summary>
    public static Task Nothing(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
