using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A bound device of the old WeChat hardware platform (微信硬件) sent data. Source: SDK code.</summary>
public sealed record DeviceTextMessage : Message
{
    /// <inheritdoc/>
    public DeviceTextMessage() { }

    [SetsRequiredMembers]
    internal DeviceTextMessage(ref PacketSource source) : base(ref source)
    {
        DeviceType = source.Text("DeviceType");
        DeviceId = source.Text("DeviceID");
        Content = source.Text("Content");
        SessionId = source.Text("SessionID");
        BoundOpenId = source.Text("OpenID", "openid");
    }

    /// <summary>Device type; equals the account's original id.</summary>
    public string? DeviceType { get; init; }

    /// <summary>The device.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Base64 of the raw payload.</summary>
    public string? Content { get; init; }

    /// <summary>To be echoed in the reply, as digits.</summary>
    public string? SessionId { get; init; }

    /// <summary>OpenID of the bound user.</summary>
    public string? BoundOpenId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "device_text";

    /// <summary>Only a <see cref="DeviceTextReply"/> is understood.</summary>
    public override ReplyAbility Reply => ReplyAbility.Device;

    /// <summary>None: a device spoke, not the user.</summary>
    public override WindowScene Opens => WindowScene.None;
}
