namespace WeChatActors.Engine;

/// <summary>Which headers a rule may set.</summary>
internal static class RequestHeader
{
    // These say where a request ends and whom it is for: with them a rule could reach behind an allowed host, or speak for the next request.
    private static readonly HashSet<string> Ours = new(
        ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "Expect", "TE", "Trailer", "Proxy-Authorization", "Proxy-Connection", "Idempotency-Key"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a header is a rule's to set and can be sent.</summary>
    public static bool IsAllowed(string name, string value) =>
        name.Length > 0 && !Ours.Contains(name) && IsToken(name) && !value.AsSpan().ContainsAnyInRange('\0', '\u001F') && !value.Contains('\u007F', StringComparison.Ordinal);

    private static bool IsToken(string name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) return false;
        return true;
    }
}
