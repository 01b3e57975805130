namespace WeChatActors.Simulator;

/// <summary>Judges the status of an answer: only 200 counts.</summary>
internal static class StatusCheck
{
    /// <summary>Why it does not count, in one sentence; null for 200.</summary>
    /// <param name="status">The status.</param>
    /// <param name="location">Where a redirect points to.</param>
    public static string? FindFault(int? status, string? location) => status switch
    {
        200 => null,
        301 or 302 or 303 or 307 or 308 when location is not null =>
            $"The status is {status}, a redirect to {Shorten(location)}; WeChat does not follow it. Configure that address as the callback.",
        401 or 403 => $"The status is {status}; only 200 counts. Was the signature judged wrong? Compare the token on both sides.",
        404 => "The status is 404; only 200 counts. Compare the callback's path with the server's routes.",
        >= 500 => $"The status is {status}; only 200 counts. The handler failed: look into its log.",
        _ => $"The status is {status}; only 200 counts, whatever the body says.",
    };

    private static string Shorten(string location) => location.Length <= 100 ? location : string.Concat(location.AsSpan(0, 100), "...");
}
