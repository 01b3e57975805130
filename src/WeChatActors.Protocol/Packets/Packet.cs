using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>One inbound XML body that WeChat pushed, read and checked. Immutable.</summary>
/// <remarks>Source: WeChat Official Accounts docs, 接收普通消息 and 接收事件推送.</remarks>
public abstract record Packet
{
    /// <summary>For packets made by hand, as tests and simulators do.</summary>
    protected Packet() { }

    [SetsRequiredMembers]
    private protected Packet(ref PacketSource source)
    {
        ToUserName = source.ToUserName;
        FromUserName = source.FromUserName;
        CreateTime = source.CreateTime;
        Key = source.Key;
        Fields = source.Fields;
    }

    /// <summary>The account's original id, <c>gh_</c> and 12 hex digits; not the AppID.</summary>
    public required string ToUserName { get; init; }

    /// <summary>Who sent it: the follower's OpenID, or a system user for account-level packets.</summary>
    public required string FromUserName { get; init; }

    /// <summary>When it happened, seconds since 1970 UTC; null when missing or unreadable (use the server's clock then).</summary>
    public required long? CreateTime { get; init; }

    /// <summary>When two packets are the same one.</summary>
    public required DeliveryKey Key { get; init; }

    /// <summary>Every leaf element of the packet in document order, also those that no property shows.</summary>
    public required PacketFields Fields { get; init; }

    /// <summary>The MsgType element as sent, for example <c>text</c> or <c>event</c>.</summary>
    public abstract string MsgType { get; }

    /// <summary>Whose conversation this packet belongs to; null for an account-level or unknown packet, which wakes none.</summary>
    public virtual OpenId? Conversation => new OpenId(FromUserName);

    /// <summary>Whether a passive reply to this packet is shown.</summary>
    public virtual ReplyAbility Reply => ReplyAbility.None;

    /// <summary>Which customer-service window it opens.</summary>
    public virtual WindowScene Opens => WindowScene.None;

    /// <summary>The words of the user that rules match: Content of a text, Recognition of a voice message; null for all else.</summary>
    public virtual string? Text => null;
}
