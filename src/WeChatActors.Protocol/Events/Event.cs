using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>Something that happened: a follow, a menu tap, a result. Source: WeChat Official Accounts docs, 接收事件推送.</summary>
public abstract record Event : Packet
{
    /// <summary>For packets made by hand, as tests and simulators do.</summary>
    protected Event() { }

    [SetsRequiredMembers]
    private protected Event(ref PacketSource source) : base(ref source)
    {
        Name = source.EventName;
        Kind = source.EventKind;
        EventKey = source.Text("EventKey");
    }

    /// <summary>The Event element as sent. WeChat varies the case; compare <see cref="Kind"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The Event element in lower case.</summary>
    public required string Kind { get; init; }

    /// <summary>The EventKey element; null when absent or empty.</summary>
    public string? EventKey { get; init; }

    /// <summary>The QR scene of a follow or a scan, without <c>qrscene_</c>; null for all else.</summary>
    public virtual string? Scene => null;

    /// <summary>Whether it came from the account's custom menu, so that <see cref="EventKey"/> is a button's key or address.</summary>
    public virtual bool FromMenu => false;

    /// <summary>Whether it closes every customer-service window of its conversation: true only for an unsubscribe.</summary>
    public virtual bool ClosesWindows => false;

    /// <inheritdoc/>
    public override string MsgType => "event";
}
