namespace WeChatActors.Replay;

/// <summary>One packet that is to be sent: what it says, and when it is its turn.</summary>
/// <param name="offset">When it happened, since the first packet of its source, in the source's own time.</param>
/// <param name="xml">The packet; OpenID, CreateTime and MsgId are replaced when it is sent.</param>
/// <param name="from">Its FromUserName.</param>
/// <param name="kind">Its MsgType, or <c>event</c> and the event's name.</param>
internal sealed class PlannedPacket(TimeSpan offset, ReadOnlyMemory<byte> xml, string from, string kind)
{
    /// <summary>When it happened, since the first packet of its source, in the source's own time.</summary>
    public TimeSpan Offset { get; } = offset;

    /// <summary>The packet.</summary>
    public ReadOnlyMemory<byte> Xml { get; } = xml;

    /// <summary>Its FromUserName.</summary>
    public string From { get; } = from;

    /// <summary>Its MsgType, or <c>event</c> and the event's name.</summary>
    public string Kind { get; } = kind;

    /// <summary>Where it was captured, with the answer of then; null when it was invented.</summary>
    public CapturedPacket? Captured { get; init; }
}
