using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user sent a place. WeChat's Location_X is the latitude and Location_Y the longitude.</summary>
public sealed record LocationMessage : Message
{
    /// <inheritdoc/>
    public LocationMessage() { }

    [SetsRequiredMembers]
    internal LocationMessage(ref PacketSource source) : base(ref source)
    {
        Latitude = source.Number("Location_X");
        Longitude = source.Number("Location_Y");
        Scale = source.Int("Scale");
        Label = source.Text("Label");
    }

    /// <summary>Degrees north; null when the packet held no finite number.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east; null when the packet held no finite number.</summary>
    public double? Longitude { get; init; }

    /// <summary>Map zoom.</summary>
    public int? Scale { get; init; }

    /// <summary>The address; null when empty.</summary>
    public string? Label { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "location";
}
