using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Errors of the admin API as RFC 9457 problem details.</summary>
internal static class Problem
{
    /// <summary>Answers a request whose handler fails: with the store's own sentence, or, for a bug of ours, where to look.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(context);
        }
        catch (StoreUnavailableException error) when (!context.Response.HasStarted)
        {
            await Write(context, StatusCodes.Status503ServiceUnavailable, "The store cannot be read now", error.Message);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Log.AdminFailed(log, error, LogText.Clean(context.Request.Path.Value ?? ""));
            await Write(context, StatusCodes.Status500InternalServerError, "This request failed unexpectedly", "The log holds the details; please report it.");
        }
    }

    /// <summary>Writes what went wrong and the remedy.</summary>
    public static Task Write(HttpContext context, int status, string title, string remedy) =>
        Results.Problem(statusCode: status, title: title, detail: remedy).ExecuteAsync(context);
}
