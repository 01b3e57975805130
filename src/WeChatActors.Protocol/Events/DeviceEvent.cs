using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>Something happened to a bound device of the old WeChat hardware platform (微信硬件): <c>bind</c>, <c>unbind</c>,
/// <c>subscribe_status</c> or <c>unsubscribe_status</c> in <see cref="Event.Kind"/>. Source: SDK code.</summary>
public sealed record DeviceEvent : Event
{
    /// <inheritdoc/>
    public DeviceEvent() { }

    [SetsRequiredMembers]
    internal DeviceEvent(ref PacketSource source) : base(ref source)
    {
        DeviceType = source.Text("DeviceType");
        DeviceId = source.Text("DeviceID");
        OpType = source.Int("OpType");
        Content = source.Text("Content");
        SessionId = source.Text("SessionID");
        BoundOpenId = source.Text("OpenID", "openid");
    }

    /// <summary>Device type; equals the account's original id.</summary>
    public string? DeviceType { get; init; }

    /// <summary>The device.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Status events only: 0 unsubscribe status, 1 heartbeat, 2 subscribe status.</summary>
    public int? OpType { get; init; }

    /// <summary>Bind and unbind only: base64 payload.</summary>
    public string? Content { get; init; }

    /// <summary>Bind and unbind only: to be echoed in the reply, as digits.</summary>
    public string? SessionId { get; init; }

    /// <summary>OpenID of the bound user.</summary>
    public string? BoundOpenId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "device_event";

    /// <summary>Only a reply of the hardware platform is understood.</summary>
    public override ReplyAbility Reply => ReplyAbility.Device;
}
