namespace WeChatActors.Engine;

/// <summary>Days and months in China, by which WeChat counts calls. There is no summer time.</summary>
public static class ChinaCalendar
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime + Offset);

    /// <summary>The first moment of the next minute, UTC.</summary>
    public static DateTimeOffset NextMinute(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute + TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>The first moment of the next day, UTC.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset now) => Midnight(DayOf(now).AddDays(1));

    /// <summary>The first moment of the next month, UTC.</summary>
    public static DateTimeOffset NextMonth(DateTimeOffset now)
    {
        var day = DayOf(now);
        return Midnight(day.AddDays(1 - day.Day).AddMonths(1));
    }

    private static DateTimeOffset Midnight(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, Offset).ToUniversalTime();
}
