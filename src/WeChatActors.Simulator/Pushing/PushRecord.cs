namespace WeChatActors.Simulator;

/// <summary>How a push, or one delivery of it, ended.</summary>
internal enum PushOutcome
{
    /// <summary>Still under way.</summary>
    Pending,

    /// <summary>Answered with a reply that the follower sees.</summary>
    Replied,

    /// <summary>Answered with <c>success</c> or an empty body.</summary>
    Acknowledged,

    /// <summary>Answered, but with something WeChat does not accept, or not answered at all.</summary>
    Failed,

    /// <summary>Not delivered at all: no callback is configured, the network is cut, the follower is on the blacklist, or WeChat keeps silent for a minute.</summary>
    NotSent,
}

/// <summary>One HTTP request of a push.</summary>
internal sealed record Delivery
{
    /// <summary>1, 2 or 3.</summary>
    public required int Number { get; init; }

    /// <summary>When it left.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>From the first byte sent to the verdict, measured by the wall's clock; null while it is under way.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>The HTTP status; null without an answer.</summary>
    public int? Status { get; init; }

    /// <summary>The answer as it came: at most 64 KiB of it, and at most 4 KiB of one that does not count.</summary>
    public string? Answer { get; init; }

    /// <summary>The answer as it was inside its envelope, as much of it; null when it was not encrypted.</summary>
    public string? Decrypted { get; init; }

    /// <summary>What it came to.</summary>
    public PushOutcome Outcome { get; init; }

    /// <summary>Why, in one sentence: "Content is 2,310 bytes, limit 2,047."</summary>
    public Sentence Verdict { get; init; } = Sentence.None;
}

/// <summary>One packet and all that came of it. Replaced as a whole whenever something changes.</summary>
internal sealed record PushRecord
{
    /// <summary>Counted from 1 in its account.</summary>
    public required long Number { get; init; }

    /// <summary>Whom the packet is about.</summary>
    public required string OpenId { get; init; }

    /// <summary>The MsgType, or the Event.</summary>
    public required string Kind { get; init; }

    /// <summary>When it happened on the phone.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The packet as plain XML.</summary>
    public required string Packet { get; init; }

    /// <summary>The body as it goes over the wire, when it is encrypted; else null.</summary>
    public string? Wire { get; init; }

    /// <summary>The query string, the same for every delivery; it holds signatures, no secret.</summary>
    public string Query { get; init; } = "";

    /// <summary>Its deliveries.</summary>
    public IReadOnlyList<Delivery> Deliveries { get; init; } = [];

    /// <summary>How it ended.</summary>
    public PushOutcome Outcome { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public Sentence Verdict { get; init; } = Sentence.None;
}
