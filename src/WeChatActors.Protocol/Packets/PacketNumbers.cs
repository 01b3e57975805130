using System.Globalization;

namespace WeChatActors.Protocol;

/// <summary>Numbers as WeChat writes them, read the same under every culture. An absent value is null; an unreadable one is null with a warning.</summary>
internal static class PacketNumbers
{
    public static int? Int(string? text, ref PacketWarnings warnings) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : Unreadable<int>(ref warnings);

    public static long? Long(string? text, ref PacketWarnings warnings) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : Unreadable<long>(ref warnings);

    /// <summary>A finite number with a dot as decimal mark; <c>NaN</c>, infinities and decimal commas are unreadable.</summary>
    public static double? Double(string? text, ref PacketWarnings warnings) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : Unreadable<double>(ref warnings);

    /// <summary>WeChat writes flags as <c>0</c> and <c>1</c>, in gift cards as <c>false</c> and <c>true</c>.</summary>
    public static bool? Flag(string? text, ref PacketWarnings warnings) => text switch
    {
        null => null,
        "1" or "true" => true,
        "0" or "false" => false,
        _ => Unreadable<bool>(ref warnings),
    };

    private static T? Unreadable<T>(ref PacketWarnings warnings) where T : struct
    {
        warnings |= PacketWarnings.UnreadableNumber;
        return null;
    }
}
