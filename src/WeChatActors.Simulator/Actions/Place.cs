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
    public static Sentence? Fault(SendLocation place) => Fault(place.Latitude, place.Longitude)
        ?? (place.Scale is >= 0 and <= 30 ? null : new Sentence($"The scale is {place.Scale}; a map has 0 to 30.", $"缩放级别为 {place.Scale}；地图只有 0 到 30。"))
        ?? (place.Label.Length <= 1000 ? null : new Sentence("The label has more than 1,000 characters.", "位置名称超过 1,000 个字符。"));

    /// <summary>Why there is no such place; null when there is.</summary>
    public static Sentence? Fault(ReportLocation report) => Fault(report.Latitude, report.Longitude)
        ?? (report.Precision is >= 0 and <= 1e9 ? null : new Sentence("The precision must be zero metres or more.", "精度（米）不能为负数。"));

    private static Sentence? Fault(double latitude, double longitude)
    {
        if (latitude is not (>= -90 and <= 90))
            return OutOfRange(latitude, 90, "latitude", "纬度");
        return longitude is >= -180 and <= 180 ? null : OutOfRange(longitude, 180, "longitude", "经度");
    }

    private static Sentence OutOfRange(double value, int limit, string english, string chinese)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture);
        return new($"The {english} is {digits}; it lies from -{limit} to {limit}.", $"{chinese}为 {digits}，应在 -{limit} 到 {limit} 之间。");
    }
}
