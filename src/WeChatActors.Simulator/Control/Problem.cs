using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Simulator;

/// <summary>Errors of the control API as RFC 9457 problem details.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record Problem(int Status, string Title, string Remedy)
{
    /// <summary>For readers of Chinese, what is wrong and what to do about it: the member <c>detail_zh</c>; null for none.</summary>
    public string? ChineseRemedy { get; init; }

    /// <summary>Answers a request whose handler fails with where to look.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            await next(context);
        }
        catch (ControlException error) when (!context.Response.HasStarted)
        {
            await error.Problem.Write(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Log.ControlFailed(log, error, Clean(context.Request.Path.Value ?? ""));
            await new Problem(StatusCodes.Status500InternalServerError, "This request failed unexpectedly", "The log holds the details; please report it.").Write(context);
        }
    }

    /// <summary>Writes it as the answer.</summary>
    public Task Write(HttpContext context) =>
        Results.Problem(
            statusCode: Status, title: Title, detail: Remedy,
            extensions: ChineseRemedy is null ? null : new Dictionary<string, object?> { ["detail_zh"] = ChineseRemedy }).ExecuteAsync(context);

    /// <summary>Text from outside as it may stand in a log line: one line, not too long.</summary>
    private static string Clean(string text) => string.Concat(text.Take(200).Select(c => char.IsControl(c) ? '?' : c));
}

/// <summary>Ends a control request with a problem.</summary>
internal sealed class ControlException(Problem problem) : Exception(problem.Title)
{
    /// <summary>What is answered.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>400: the request is wrong.</summary>
    public static ControlException Bad(string title, string remedy) => new(new Problem(StatusCodes.Status400BadRequest, title, remedy));

    /// <summary>404: what it names is not there.</summary>
    public static ControlException Missing(string title, string remedy) => new(new Problem(StatusCodes.Status404NotFound, title, remedy));
}
