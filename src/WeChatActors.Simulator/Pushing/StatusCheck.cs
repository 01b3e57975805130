namespace WeChatActors.Simulator;

/// <summary>Judges the status of an answer: only 200 counts.</summary>
internal static class StatusCheck
{
    /// <summary>Why it does not count, in one sentence; null for 200.</summary>
    public static string? FindFault(Exchange exchange) => exchange switch
    {
        { Status: 200 } => null,
        { Status: 301 or 302 or 303 or 307 or 308, Location: { } location } =>
            $"The status is {exchange.Status}, a redirect to {Shorten(location)}; WeChat does not follow it. Configure that address as the callback.",
        { Status: 401 or 403 } => $"The status is {exchange.Status}; only 200 counts. Was the signature judged wrong? Compare the token on both sides.",
        { Status: 404 } => "The status is 404; only 200 counts. Compare the callback's path with the server's routes.",
        { Status: >= 500 } => $"The status is {exchange.Status}; only 200 counts. The handler failed: look into its log.",
        _ => $"The status is {exchange.Status}; only 200 counts, whatever the body says.",
    };

    private static string Shorten(string location) => location.Length <= 100 ? location : string.Concat(location.AsSpan(0, 100), "...");
}
