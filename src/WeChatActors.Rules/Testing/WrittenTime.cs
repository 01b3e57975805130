using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>A time as a person writes it: with an offset, or in the account's time zone.</summary>
/// <param name="Clock">Day and time of day.</param>
/// <param name="Offset">Offset from UTC; null for the account's.</param>
public readonly record struct WrittenTime(DateTime Clock, TimeSpan? Offset)
{
    private static readonly string[] Local = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>Reads <c>2026-03-02 10:00</c>, <c>2026-03-02T10:00:00+08:00</c> and the like, from 1971 on.</summary>
    public static bool TryParse(string text, out WrittenTime time)
    {
        time = default;
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) time = new(clock, null);
        else if (DateTimeOffset.TryParseExact(text, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)) time = new(moment.DateTime, moment.Offset);
        else return false;
        return time.Clock.Year is > 1970 and < 9999;
    }

    /// <summary>The instant, for an account's time zone. A time that a clock change skips is the one after it.</summary>
    public DateTimeOffset In(TimeZoneInfo zone) => new(Clock, Offset ?? zone.GetUtcOffset(Clock));
}
