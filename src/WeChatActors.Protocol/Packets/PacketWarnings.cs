namespace WeChatActors.Protocol;

/// <summary>What was odd about a packet that is handled all the same. WeChat's own packets have none of it: count them.</summary>
[Flags]
public enum PacketWarnings : long
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A comment; it was skipped, also inside a value.</summary>
    Comment = 1 << 0,

    /// <summary>A processing instruction; it was skipped.</summary>
    ProcessingInstruction = 1 << 1,

    /// <summary>An attribute; attributes have no meaning.</summary>
    Attribute = 1 << 2,

    /// <summary>An element with a prefix or in a namespace; it was skipped with all that it holds.</summary>
    ForeignElement = 1 << 3,

    /// <summary>Text beside child elements: Content takes the text of its children in, other elements drop their own text.</summary>
    MixedContent = 1 << 4,

    /// <summary>An element below the root came twice; the first counts.</summary>
    DuplicateElement = 1 << 5,

    /// <summary>A message without CreateTime.</summary>
    MissingCreateTime = 1 << 6,

    /// <summary>A message whose CreateTime is no 64-bit integer; it counts as missing.</summary>
    UnreadableCreateTime = 1 << 7,

    /// <summary>A negative CreateTime, or one more than 10 minutes ahead of the clock; it counts as missing.</summary>
    ImplausibleCreateTime = 1 << 8,

    /// <summary>A CreateTime in milliseconds; it was divided by 1000.</summary>
    MillisecondCreateTime = 1 << 9,

    /// <summary>A message without MsgId; its key is made like an event's.</summary>
    MissingMsgId = 1 << 10,

    /// <summary>A MsgId that WeChat would not write: not a positive 64-bit integer in digits, or with a leading zero. It is
    /// kept as text; one that is longer than 64 or holds other than letters, digits, <c>_</c> and <c>-</c> counts as missing.</summary>
    UnusualMsgId = 1 << 11,

    /// <summary>A text without Content; it is empty.</summary>
    MissingContent = 1 << 12,

    /// <summary>A value that should be a number, or 0 or 1, and is not; the property is null.</summary>
    UnreadableNumber = 1 << 13,

    /// <summary>The element that names the user is not of an OpenID's form; the packet wakes no conversation.</summary>
    UnreadableOpenId = 1 << 14,

    /// <summary>The query string names another OpenID than the packet; the packet counts.</summary>
    QueryOpenIdDiffers = 1 << 15,

    /// <summary>The plain elements beside Encrypt are not those of the decrypted packet; the decrypted packet counts.</summary>
    PlaintextDiffers = 1 << 16,
}
