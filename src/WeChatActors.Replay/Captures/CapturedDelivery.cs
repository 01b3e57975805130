namespace WeChatActors.Replay;

/// <summary>One line of a capture: one delivery of a packet and what was answered.</summary>
internal sealed record CapturedDelivery
{
    /// <summary>When its request arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The account's alias; null when it is not known.</summary>
    public string? Account { get; init; }

    /// <summary>The query string without question mark; what proves or could help to guess a secret is masked.</summary>
    public string Query { get; init; } = "";

    /// <summary>The packet as plain XML, as it was inside its envelope.</summary>
    public required ReadOnlyMemory<byte> Packet { get; init; }

    /// <summary>Whether it came in an envelope.</summary>
    public bool Encrypted { get; init; }

    /// <summary>The HTTP status; null when no answer left: the bot held the delivery until WeChat closed it, or broke it off.</summary>
    public int? Status { get; init; }

    /// <summary>The answer's body as it was inside its envelope: XML, <c>success</c> or nothing; null when there was none.</summary>
    public string? Answer { get; init; }

    /// <summary>From the arrival of the request to the end of its answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The rule that answered; null when it is not known.</summary>
    public string? Rule { get; init; }
}
