namespace WeChatActors.Simulator;

/// <summary>Days and months as the platform counts them: by the clock of Beijing, UTC+8 all the year.</summary>
internal static class BeijingTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day of a moment, the same number for the whole day.</summary>
    public static int Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime).DayNumber;

    /// <summary>The month of a moment, the same number for the whole month.</summary>
    public static int Month(DateTimeOffset at)
    {
        var local = at.ToOffset(Offset);
        return local.Year * 12 + local.Month;
    }
}
