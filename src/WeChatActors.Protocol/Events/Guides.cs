using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A user scanned the code of a shopping guide (对话能力); the user is the inner openid, not the sender.</summary>
public sealed record GuideQrCodeScanEvent : Event
{
    /// <inheritdoc/>
    public GuideQrCodeScanEvent() { }

    [SetsRequiredMembers]
    internal GuideQrCodeScanEvent(ref PacketSource source) : base(ref source)
    {
        UserOpenId = source.OpenId("GuideScanEvent/openid");
        GuideAccount = source.Text("GuideScanEvent/qrcode_guide_account");
        GuideOpenId = source.Text("GuideScanEvent/qrcode_guide_openid");
        Action = source.Int("GuideScanEvent/action");
        QrCodeInfo = source.Text("GuideScanEvent/qrcode_info");
    }

    /// <summary>The user who scanned; null when missing or not of an OpenID's form.</summary>
    public OpenId? UserOpenId { get; init; }

    /// <summary>WeChat id of the guide.</summary>
    public string? GuideAccount { get; init; }

    /// <summary>OpenID of the guide.</summary>
    public string? GuideOpenId { get; init; }

    /// <summary>Kind of scan; values unconfirmed.</summary>
    public int? Action { get; init; }

    /// <summary>Text put into the code.</summary>
    public string? QrCodeInfo { get; init; }

    /// <summary>The conversation of <see cref="UserOpenId"/>, not of the sender.</summary>
    public override OpenId? Conversation => UserOpenId;
}

/// <summary>A guide answered an invitation. Only the name is known (one SDK).</summary>
public sealed record GuideInviteResultEvent : AccountEvent
{
    /// <inheritdoc/>
    public GuideInviteResultEvent() { }

    [SetsRequiredMembers]
    internal GuideInviteResultEvent(ref PacketSource source) : base(ref source) { }
}
