namespace WeChatActors.Replay;

/// <summary>One request and its response in a foreign recording.</summary>
/// <param name="At">When the request arrived.</param>
/// <param name="Method">Its method.</param>
/// <param name="Query">Its query string; null when only the body is known.</param>
/// <param name="Body">Its body.</param>
internal sealed record ImportedExchange(DateTimeOffset At, string Method, string? Query, byte[] Body)
{
    /// <summary>The status; null when there is no response.</summary>
    public int? Status { get; init; }

    /// <summary>The response's body; null when it is not known.</summary>
    public byte[]? Answer { get; init; }

    /// <summary>How long it took; zero when that is not known.</summary>
    public TimeSpan Elapsed { get; init; }
}
