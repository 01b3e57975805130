namespace WeChatActors.Replay;

/// <summary>One HTTP request to a callback and its response, as others recorded them or passed them on.</summary>
internal readonly ref struct Exchange
{
    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The query string, with or without question mark; null when only the body is known.</summary>
    public string? Query { get; init; }

    /// <summary>The request's body.</summary>
    public required ReadOnlySpan<byte> Body { get; init; }

    /// <summary>The status; null when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the response's body is known, be it empty.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>The response's body.</summary>
    public ReadOnlySpan<byte> Answer { get; init; }

    /// <summary>From the arrival of the request to the end of its answer.</summary>
    public TimeSpan Elapsed { get; init; }
}
