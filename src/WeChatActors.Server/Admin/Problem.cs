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
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone; there is nobody to answer.
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
    /// <param name="context">The request.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="title">What went wrong, without a full stop.</param>
    /// <param name="remedy">Why, and what to do.</param>
    /// <param name="errcode">The platform's errcode behind it, for programs; null when there is none.</param>
    public static Task Write(HttpContext context, int status, string title, string remedy, int? errcode = null) =>
        Results.Problem(statusCode: status, title: title, detail: remedy, extensions: errcode is { } code ? [new("errcode", code)] : null).ExecuteAsync(context);
}
