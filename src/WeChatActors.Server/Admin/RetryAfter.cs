using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>The header that says when it is worth asking again.</summary>
internal static class RetryAfter
{
    /// <summary>Sets it.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="span">In how long: whole seconds are told, rounded up, at least one. Null, and nothing is told, when nobody knows.</param>
    public static void Set(HttpResponse response, TimeSpan? span)
    {
        if (span is { } known) response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(known.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
