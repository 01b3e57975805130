namespace WeChatActors.Protocol;

/// <summary>How the edge answers a body that is not a packet.</summary>
public enum PacketOutcome
{
    /// <summary>400: the body ended early; when WeChat sends it again it may be whole.</summary>
    Retry,

    /// <summary>200 <c>success</c>: it may be WeChat's or a proxy's accident, and sending it again cannot help.</summary>
    AcknowledgeBad,

    /// <summary>400 with an empty body: WeChat never sends this.</summary>
    Reject,

    /// <summary>403 with an empty body: the body is not signed with the account's token.</summary>
    RejectSignature,

    /// <summary>413 with an empty body.</summary>
    TooLarge,
}
