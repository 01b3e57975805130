using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user tapped a button of the custom menu. Source: WeChat Official Accounts docs, 自定义菜单事件推送.</summary>
public abstract record MenuEvent : Event
{
    private protected MenuEvent() { }

    [SetsRequiredMembers]
    private protected MenuEvent(ref PacketSource source) : base(ref source) { }

    /// <inheritdoc/>
    public override bool FromMenu => true;
}

/// <summary>The user tapped a button of type click; <see cref="Event.EventKey"/> is the button's key.</summary>
public sealed record ClickEvent : MenuEvent
{
    /// <inheritdoc/>
    public ClickEvent() { }

    [SetsRequiredMembers]
    internal ClickEvent(ref PacketSource source) : base(ref source) { }

    /// <inheritdoc/>
    public override ReplyAbility Reply => ReplyAbility.Allowed;

    /// <inheritdoc/>
    public override WindowScene Opens => WindowScene.MenuClick;
}

/// <summary>The user tapped a button of type view; <see cref="Event.EventKey"/> is the address that was opened.</summary>
public sealed record ViewEvent : MenuEvent
{
    /// <inheritdoc/>
    public ViewEvent() { }

    [SetsRequiredMembers]
    internal ViewEvent(ref PacketSource source) : base(ref source) =>
        MenuId = source.Text("MenuId");

    /// <summary>Menu id; for a personalised menu it tells which rule matched. Null in old packets.</summary>
    public string? MenuId { get; init; }
}

/// <summary>The user tapped a button of type miniprogram; <see cref="Event.EventKey"/> is the page path.</summary>
public sealed record ViewMiniProgramEvent : MenuEvent
{
    /// <inheritdoc/>
    public ViewMiniProgramEvent() { }

    [SetsRequiredMembers]
    internal ViewMiniProgramEvent(ref PacketSource source) : base(ref source) =>
        MenuId = source.Text("MenuId");

    /// <summary>Menu id; null in old packets.</summary>
    public string? MenuId { get; init; }
}

/// <summary>The user scanned a code through a menu button; with <c>scancode_waitmsg</c> the client waits for an answer and silence is visible.</summary>
public sealed record ScanCodeEvent : MenuEvent
{
    /// <inheritdoc/>
    public ScanCodeEvent() { }

    [SetsRequiredMembers]
    internal ScanCodeEvent(ref PacketSource source) : base(ref source)
    {
        ScanType = source.Text("ScanCodeInfo/ScanType");
        ScanResult = source.Text("ScanCodeInfo/ScanResult");
    }

    /// <summary>Kind of code, usually <c>qrcode</c>.</summary>
    public string? ScanType { get; init; }

    /// <summary>What the code says; for a bar code perhaps after its kind and a comma (unconfirmed).</summary>
    public string? ScanResult { get; init; }

    /// <summary>Whether the client shows that it waits for the account's message.</summary>
    public bool Waits => Kind == "scancode_waitmsg";

    /// <inheritdoc/>
    public override ReplyAbility Reply => Waits ? ReplyAbility.Allowed : ReplyAbility.None;

    /// <inheritdoc/>
    public override WindowScene Opens => WindowScene.MenuClick;
}

/// <summary>The user sent pictures through a menu button: <c>pic_sysphoto</c>, <c>pic_photo_or_album</c> or <c>pic_weixin</c>. The pictures follow, or came before, as image messages.</summary>
public sealed record PicturesEvent : MenuEvent
{
    /// <inheritdoc/>
    public PicturesEvent() { }

    [SetsRequiredMembers]
    internal PicturesEvent(ref PacketSource source) : base(ref source)
    {
        PicMd5Sums = source.Items("SendPicsInfo/PicList/item/", static (ref ItemSource item) => item.Text("PicMd5Sum") ?? "");
    }

    /// <summary>MD5 of each picture in lower-case hex, to match with the image messages. The packet's own count is ignored: it may disagree.</summary>
    public ItemList<string> PicMd5Sums { get; init; } = ItemList<string>.Empty;
}

/// <summary>The user picked a place through a menu button; a location message with the same place probably follows.</summary>
public sealed record LocationSelectEvent : MenuEvent
{
    /// <inheritdoc/>
    public LocationSelectEvent() { }

    [SetsRequiredMembers]
    internal LocationSelectEvent(ref PacketSource source) : base(ref source)
    {
        Latitude = source.Number("SendLocationInfo/Location_X");
        Longitude = source.Number("SendLocationInfo/Location_Y");
        Scale = source.Int("SendLocationInfo/Scale");
        Label = source.Text("SendLocationInfo/Label");
        PoiName = source.Text("SendLocationInfo/Poiname");
    }

    /// <summary>Degrees north (WeChat's Location_X); null when the packet held no finite number.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east (WeChat's Location_Y); null when the packet held no finite number.</summary>
    public double? Longitude { get; init; }

    /// <summary>Map zoom.</summary>
    public int? Scale { get; init; }

    /// <summary>The address.</summary>
    public string? Label { get; init; }

    /// <summary>Name of the point of interest.</summary>
    public string? PoiName { get; init; }
}
