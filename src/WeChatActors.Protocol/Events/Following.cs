using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user followed the account; through a QR code it carries the code's scene.</summary>
public sealed record SubscribeEvent : Event
{
    /// <inheritdoc/>
    public SubscribeEvent() { }

    [SetsRequiredMembers]
    internal SubscribeEvent(ref PacketSource source) : base(ref source) =>
        Ticket = source.Text("Ticket");

    /// <summary>Ticket of the QR code; null for an ordinary follow.</summary>
    public string? Ticket { get; init; }

    /// <inheritdoc/>
    public override ReplyAbility Reply => ReplyAbility.Allowed;

    /// <inheritdoc/>
    public override WindowScene Opens => WindowScene.Follow;

    /// <summary>The scene of the QR code: <see cref="Event.EventKey"/> without exactly one leading <c>qrscene_</c>; null for other follows.</summary>
    /// <remarks>A scene may itself contain that word, so only one is taken off.</remarks>
    public override string? Scene => After("qrscene_");

    /// <summary>Number of the WeChat payment after which the user followed; null for other follows.</summary>
    /// <remarks>Recorded from real packets, not documented.</remarks>
    public string? LastTradeNo => After("last_trade_no_");

    /// <summary>The product page from which the user followed; null for other follows.</summary>
    public ScannedProduct? Product
    {
        get
        {
            if (EventKey is not { } key || !key.StartsWith("scan", StringComparison.Ordinal)) return null;
            var first = key.IndexOf('|', StringComparison.Ordinal);
            var second = first < 0 ? -1 : key.IndexOf('|', first + 1);
            return second < 0 ? null : new ScannedProduct(key[..first], key[(first + 1)..second], key[(second + 1)..]);
        }
    }

    private string? After(string prefix) =>
        EventKey is { } key && key.Length > prefix.Length && key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null;
}

/// <summary>How a follow from a product page names the product. Source: one SDK; unconfirmed.</summary>
/// <param name="Scene"><c>scanbarcode</c> or <c>scanimage</c>.</param>
/// <param name="Standard">Code standard, such as <c>ean13</c>.</param>
/// <param name="Code">The product code.</param>
public sealed record ScannedProduct(string Scene, string Standard, string Code);

/// <summary>The user unfollowed: nothing can be delivered any more, and WeChat requires the stored personal data to be deleted.</summary>
public sealed record UnsubscribeEvent : Event
{
    /// <inheritdoc/>
    public UnsubscribeEvent() { }

    [SetsRequiredMembers]
    internal UnsubscribeEvent(ref PacketSource source) : base(ref source) { }

    /// <summary>Whether the packet closes every customer-service window of its conversation: always.</summary>
    public override bool ClosesWindows => true;
}

/// <summary>A follower scanned a QR code with a scene.</summary>
public sealed record ScanEvent : Event
{
    /// <inheritdoc/>
    public ScanEvent() { }

    [SetsRequiredMembers]
    internal ScanEvent(ref PacketSource source) : base(ref source) =>
        Ticket = source.Text("Ticket");

    /// <summary>Ticket of the QR code.</summary>
    public string? Ticket { get; init; }

    /// <inheritdoc/>
    public override ReplyAbility Reply => ReplyAbility.Allowed;

    /// <inheritdoc/>
    public override WindowScene Opens => WindowScene.Scan;

    /// <summary>The scene of the QR code: the whole <see cref="Event.EventKey"/>, which has no <c>qrscene_</c> here.</summary>
    public override string? Scene => EventKey;
}
