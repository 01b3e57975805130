using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A user joined the store's Wi-Fi (historic).</summary>
public sealed record WifiConnectedEvent : Event
{
    /// <inheritdoc/>
    public WifiConnectedEvent() { }

    [SetsRequiredMembers]
    internal WifiConnectedEvent(ref PacketSource source) : base(ref source)
    {
        ConnectTime = source.Long("ConnectTime");
        ExpireTime = source.Long("ExpireTime");
        VendorId = source.Text("VendorId");
        PlaceId = source.Text("PlaceId");
        DeviceNo = source.Text("DeviceNo");
    }

    /// <summary>When, seconds since 1970 UTC.</summary>
    public long? ConnectTime { get; init; }

    /// <summary>Until when, seconds since 1970 UTC; 0 and the connect time occur.</summary>
    public long? ExpireTime { get; init; }

    /// <summary>Vendor.</summary>
    public string? VendorId { get; init; }

    /// <summary>Store id.</summary>
    public string? PlaceId { get; init; }

    /// <summary>BSSID of the access point.</summary>
    public string? DeviceNo { get; init; }
}

/// <summary>A user shook near a beacon and opened a page (historic).</summary>
public sealed record ShakearoundUserShakeEvent : Event
{
    /// <inheritdoc/>
    public ShakearoundUserShakeEvent() { }

    [SetsRequiredMembers]
    internal ShakearoundUserShakeEvent(ref PacketSource source) : base(ref source)
    {
        ChosenBeacons = source.Items("ChosenBeacon/", Beacon.Read);
        AroundBeacons = source.Items("AroundBeacons/AroundBeacon/", Beacon.Read);
    }

    /// <summary>The beacon chosen: one, or none when the packet lacks it.</summary>
    public ItemList<Beacon> ChosenBeacons { get; init; } = ItemList<Beacon>.Empty;

    /// <summary>Other beacons, up to five.</summary>
    public ItemList<Beacon> AroundBeacons { get; init; } = ItemList<Beacon>.Empty;
}

/// <summary>A beacon near the user.</summary>
/// <param name="Uuid">Uuid of the beacon.</param>
/// <param name="Major">Major number.</param>
/// <param name="Minor">Minor number.</param>
/// <param name="Distance">Metres.</param>
public sealed record Beacon(string? Uuid, int? Major, int? Minor, double? Distance)
{
    internal static Beacon Read(ref ItemSource item) =>
        new(item.Text("Uuid"), item.Int("Major"), item.Int("Minor"), item.Number("Distance"));
}

/// <summary>A red packet was bound to a user but not yet taken (historic).</summary>
public sealed record ShakearoundLotteryBindEvent : Event
{
    /// <inheritdoc/>
    public ShakearoundLotteryBindEvent() { }

    [SetsRequiredMembers]
    internal ShakearoundLotteryBindEvent(ref PacketSource source) : base(ref source)
    {
        LotteryId = source.Text("LotteryId");
        Ticket = source.Text("Ticket");
        Money = source.Long("Money");
        BindTime = source.Long("BindTime");
    }

    /// <summary>The lottery.</summary>
    public string? LotteryId { get; init; }

    /// <summary>Ticket of the red packet.</summary>
    public string? Ticket { get; init; }

    /// <summary>Amount as sent, unit not documented.</summary>
    public long? Money { get; init; }

    /// <summary>When, seconds since 1970 UTC.</summary>
    public long? BindTime { get; init; }
}
