using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A packet about a scanned product (扫一扫商品, historic).</summary>
public abstract record ScanProductEvent : Event
{
    private protected ScanProductEvent() { }

    [SetsRequiredMembers]
    private protected ScanProductEvent(ref PacketSource source) : base(ref source)
    {
        KeyStandard = source.Text("KeyStandard");
        KeyStr = source.Text("KeyStr");
    }

    /// <summary>Code standard, such as <c>ean13</c>, <c>ean8</c> or <c>qrcode</c>.</summary>
    public string? KeyStandard { get; init; }

    /// <summary>The code.</summary>
    public string? KeyStr { get; init; }
}

/// <summary>A user opened a product page.</summary>
public sealed record UserScanProductEvent : ScanProductEvent
{
    /// <inheritdoc/>
    public UserScanProductEvent() { }

    [SetsRequiredMembers]
    internal UserScanProductEvent(ref PacketSource source) : base(ref source)
    {
        Country = source.Text("Country");
        Province = source.Text("Province");
        City = source.Text("City");
        Sex = source.Int("Sex");
        ScanScene = source.Int("Scene");
        ExtInfo = source.Text("ExtInfo");
    }

    /// <summary>The user's profile.</summary>
    public string? Country { get; init; }

    /// <summary>The user's profile.</summary>
    public string? Province { get; init; }

    /// <summary>The user's profile.</summary>
    public string? City { get; init; }

    /// <summary>1 male, 2 female, 0 unknown.</summary>
    public int? Sex { get; init; }

    /// <summary>1 scan, 2 other (the packet's Scene; no QR scene).</summary>
    public int? ScanScene { get; init; }

    /// <summary>Text of the product code.</summary>
    public string? ExtInfo { get; init; }
}

/// <summary>A user entered the chat from a product page.</summary>
public sealed record UserScanProductEnterSessionEvent : ScanProductEvent
{
    /// <inheritdoc/>
    public UserScanProductEnterSessionEvent() { }

    [SetsRequiredMembers]
    internal UserScanProductEnterSessionEvent(ref PacketSource source) : base(ref source) =>
        ExtInfo = source.Text("ExtInfo");

    /// <summary>Text of the product code.</summary>
    public string? ExtInfo { get; init; }
}

/// <summary>An anti-fake page asks the account for live content.</summary>
public sealed record UserScanProductAsyncEvent : ScanProductEvent
{
    /// <inheritdoc/>
    public UserScanProductAsyncEvent() { }

    [SetsRequiredMembers]
    internal UserScanProductAsyncEvent(ref PacketSource source) : base(ref source)
    {
        ExtInfo = source.Text("ExtInfo");
        RegionCode = source.Text("RegionCode");
    }

    /// <summary>Text of the product code.</summary>
    public string? ExtInfo { get; init; }

    /// <summary>Region, to province level.</summary>
    public string? RegionCode { get; init; }
}

/// <summary>A product was reviewed; account-level.</summary>
public sealed record UserScanProductVerifyActionEvent : ScanProductEvent
{
    /// <inheritdoc/>
    public UserScanProductVerifyActionEvent() { }

    [SetsRequiredMembers]
    internal UserScanProductVerifyActionEvent(ref PacketSource source) : base(ref source)
    {
        Result = source.Text("Result");
        ReasonMsg = source.Text("ReasonMsg");
    }

    /// <summary><c>verify_ok</c> or <c>verify_not_pass</c>.</summary>
    public string? Result { get; init; }

    /// <summary>The reason.</summary>
    public string? ReasonMsg { get; init; }

    /// <summary>None: the review concerns the account.</summary>
    public override OpenId? Conversation => null;
}
