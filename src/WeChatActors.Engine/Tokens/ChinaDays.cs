namespace WeChatActors.Engine;

/// <summary>Days in China, by which the platform counts. China keeps UTC+8 all year.</summary>
internal static class ChinaDays
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.ToOffset(Offset).DateTime);

    /// <summary>The first moment of the next day, UTC.</summary>
    public static DateTimeOffset NextMidnight(DateTimeOffset now) =>
        new DateTimeOffset(DayOf(now).AddDays(1).ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();

    /// <summary>The first moment of the next month, UTC.</summary>
    public static DateTimeOffset NextMonth(DateTimeOffset now)
    {
        var day = DayOf(now);
        return new DateTimeOffset(day.AddDays(1 - day.Day).AddMonths(1).ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();
    }
}
