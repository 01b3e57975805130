using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The client reported its position by itself; up to every 5 seconds while the chat is open, so by far the most frequent packet.</summary>
public sealed record LocationEvent : Event
{
    /// <inheritdoc/>
    public LocationEvent() { }

    [SetsRequiredMembers]
    internal LocationEvent(ref PacketSource source) : base(ref source)
    {
        Latitude = source.Number("Latitude");
        Longitude = source.Number("Longitude");
        Precision = source.Number("Precision");
    }

    /// <summary>Degrees north; null when the packet held no finite number.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east; null when the packet held no finite number.</summary>
    public double? Longitude { get; init; }

    /// <summary>Accuracy as sent, unit not documented.</summary>
    public double? Precision { get; init; }
}
