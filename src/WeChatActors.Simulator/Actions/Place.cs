using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>Coordinates as packets write them.</summary>
internal static class Place
{
    /// <summary>Where the simulator's phones are when nobody says otherwise.</summary>
    public static SendLocation Usual { get; } = new(22.541093, 113.947612, 16, "广东省深圳市南山区示例路 8 号");

    /// <summary>Six decimals, a dot as decimal mark.</summary>
    public static string Digits(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>Why there is no such place; null when there is.</summary>
    public static string? Fault(SendLocation place) => Fault(place.Latitude, place.Longitude)
        ?? (place.Scale is >= 0 and <= 30 ? null : $"The scale is {place.Scale}; a map has 0 to 30.")
        ?? (place.Label.Length <= 1000 ? null : "The label has more than 1,000 characters.");

    /// <summary>Why there is no such place; null when there is.</summary>
    public static string? Fault(ReportLocation report) => Fault(report.Latitude, report.Longitude)
        ?? (report.Precision is >= 0 and <= 1e9 ? null : "The precision must be zero metres or more.");

    private static string? Fault(double latitude, double longitude)
    {
        if (latitude is not (>= -90 and <= 90))
            return string.Create(CultureInfo.InvariantCulture, $"The latitude is {latitude}; it lies from -90 to 90.");
        if (longitude is not (>= -180 and <= 180))
            return string.Create(CultureInfo.InvariantCulture, $"The longitude is {longitude}; it lies from -180 to 180.");
        return null;
    }
}
