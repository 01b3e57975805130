using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Errors of the admin API as RFC 9457 problem details.</summary>
internal static class Problem
{
    /// <summary>Writes what went wrong and the remedy.</summary>
    public static Task Write(HttpContext context, int status, string title, string remedy) =>
        Results.Problem(statusCode: status, title: title, detail: remedy).ExecuteAsync(context);
}
