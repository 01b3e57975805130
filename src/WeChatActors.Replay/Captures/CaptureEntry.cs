namespace WeChatActors.Replay;

/// <summary>One delivery that is to be captured, as it was.</summary>
internal readonly ref struct CaptureEntry
{
    /// <summary>When its request arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The account's alias; null when it is not known.</summary>
    public string? Account { get; init; }

    /// <summary>The query string, with or without question mark.</summary>
    public ReadOnlySpan<char> Query { get; init; }

    /// <summary>The packet as it was inside its envelope.</summary>
    public required ReadOnlySpan<byte> Packet { get; init; }

    /// <summary>Who sent it; null when that cannot be read.</summary>
    public string? Sender { get; init; }

    /// <summary>Whether it came in an envelope.</summary>
    public bool Encrypted { get; init; }

    /// <summary>The HTTP status; null when no answer left.</summary>
    public int? Status { get; init; }

    /// <summary>Whether there was an answer, be it empty.</summary>
    public bool HasAnswer { get; init; }

    /// <summary>The answer's body as it was inside its envelope.</summary>
    public ReadOnlySpan<byte> Answer { get; init; }

    /// <summary>Whether the answer is surely UTF-8, so that nobody need look.</summary>
    public bool AnswerIsText { get; init; }

    /// <summary>From the arrival of the request to the end of its answer.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The rule that answered; null when it is not known.</summary>
    public string? Rule { get; init; }

    /// <summary>Whether the words of the user must not be kept.</summary>
    public bool HidesWords { get; init; }

    /// <summary>Texts that must not stand in the answer; null for none.</summary>
    public IReadOnlyList<string>? Secrets { get; init; }
}
