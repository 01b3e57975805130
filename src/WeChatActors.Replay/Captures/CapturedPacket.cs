namespace WeChatActors.Replay;

/// <summary>One packet of a capture with all its deliveries put together.</summary>
internal sealed record CapturedPacket
{
    /// <summary>The file it stands in.</summary>
    public required string File { get; init; }

    /// <summary>The line of its first delivery, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>When its first delivery arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The account's alias; null when it is not known.</summary>
    public string? Account { get; init; }

    /// <summary>The packet as plain XML.</summary>
    public required ReadOnlyMemory<byte> Xml { get; init; }

    /// <summary>Its FromUserName; empty when the packet cannot be read.</summary>
    public required string From { get; init; }

    /// <summary>Its MsgType, or <c>event</c> and the event's name: <c>text</c>, <c>event CLICK</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The rule that answered; null when it is not known.</summary>
    public string? Rule { get; init; }

    /// <summary>The answer that counted: XML, <c>success</c> or nothing; null when no delivery was answered with status 200.</summary>
    public string? Answer { get; init; }

    /// <summary>The file in which the answer that counted stands, or would stand when there is none.</summary>
    public string AnswerFile { get => field ?? File; init; }

    /// <summary>The line in which the answer that counted stands, or would stand when there is none.</summary>
    public long AnswerLine { get => field > 0 ? field : Line; init; }

    /// <summary>How often it was delivered.</summary>
    public int Deliveries { get; init; } = 1;
}
