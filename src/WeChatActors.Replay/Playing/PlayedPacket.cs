using System.Runtime.CompilerServices;

namespace WeChatActors.Replay;

/// <summary>How a packet that was sent ended.</summary>
internal enum PlayedOutcome
{
    /// <summary>Answered with a reply that the follower would see.</summary>
    Replied,

    /// <summary>Answered with <c>success</c> or an empty body.</summary>
    Acknowledged,

    /// <summary>No delivery was answered well.</summary>
    Failed,
}

/// <summary>Why a delivery was not answered well.</summary>
internal enum DeliveryFault
{
    /// <summary>It was.</summary>
    None,

    /// <summary>No connection could be made: refused, unreachable, an unknown name, no TLS.</summary>
    Connect,

    /// <summary>The answer was not complete after five seconds.</summary>
    Late,

    /// <summary>The connection broke before the answer was complete.</summary>
    Broken,

    /// <summary>What came is no HTTP answer.</summary>
    NotHttp,

    /// <summary>A status other than 200.</summary>
    Status,

    /// <summary>A body that is longer than WeChat reads.</summary>
    TooLong,

    /// <summary>A body that is neither empty, <c>success</c> nor a reply that WeChat accepts.</summary>
    BadReply,
}

/// <summary>The faults of up to three deliveries of one packet, the first at index 0.</summary>
[InlineArray(3)]
internal struct DeliveryFaults
{
    private DeliveryFault _first;
}

/// <summary>One packet that was sent and came to an end. Times are since the run began.</summary>
internal readonly record struct PlayedPacket
{
    /// <summary>What was sent.</summary>
    public required PlannedPacket Packet { get; init; }

    /// <summary>In whose name.</summary>
    public required string OpenId { get; init; }

    /// <summary>When it should have left.</summary>
    public required TimeSpan Intended { get; init; }

    /// <summary>When its first delivery began: when its first byte left, or the first of the connection that was opened for it.</summary>
    public required TimeSpan Sent { get; init; }

    /// <summary>When the last byte of the answer that ended it had come, or the last delivery was given up.</summary>
    public required TimeSpan Ended { get; init; }

    /// <summary>How often it was delivered, 1 to 3.</summary>
    public required int Deliveries { get; init; }

    /// <summary>How it ended.</summary>
    public required PlayedOutcome Outcome { get; init; }

    /// <summary>What was wrong with each delivery.</summary>
    public DeliveryFaults Faults { get; init; }

    /// <summary>Why, in one sentence; constant for answers that are well.</summary>
    public string Verdict { get; init; }

    /// <summary>The answer's body as it was inside its envelope; empty when it failed. Valid only while the sink is called.</summary>
    public ReadOnlyMemory<byte> Answer { get; init; }
}

/// <summary>Takes what came of the packets of a run. Called by one thread at a time.</summary>
internal interface IPlayedSink
{
    /// <summary>A packet came to its end.</summary>
    void Add(in PlayedPacket played);
}
