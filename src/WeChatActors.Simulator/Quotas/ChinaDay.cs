namespace WeChatActors.Simulator;

/// <summary>A day in Asia/Shanghai, by which WeChat counts. China keeps UTC+8 all year.</summary>
/// <param name="Date">The date there.</param>
internal readonly record struct ChinaDay(DateOnly Date)
{
    /// <summary>The day of a moment.</summary>
    public static ChinaDay Of(DateTimeOffset now) => new(DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime));

    /// <summary>Months since year 0; the same number in the same month.</summary>
    public int Month => Date.Year * 12 + Date.Month;
}
