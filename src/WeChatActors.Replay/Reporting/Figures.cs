using System.Globalization;

namespace WeChatActors.Replay;

/// <summary>Numbers of reports for reading.</summary>
internal static class Figures
{
    /// <summary>With its unit and three digits: <c>870 µs</c>, <c>12.3 ms</c>, <c>4.50 s</c>, <c>12 min 5 s</c>.</summary>
    public static string Time(TimeSpan time) => time.Ticks switch
    {
        0 => "0 ms",
        < TimeSpan.TicksPerMillisecond => Text($"{time.TotalMicroseconds:0} µs"),
        < 100 * TimeSpan.TicksPerSecond / 1000 => Text($"{Digits(time.TotalMilliseconds)} ms"),
        < TimeSpan.TicksPerSecond => Text($"{time.TotalMilliseconds:0} ms"),
        < 100 * TimeSpan.TicksPerSecond => Text($"{Digits(time.TotalSeconds)} s"),
        < 3600 * TimeSpan.TicksPerSecond => Text($"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => Text($"{(int)time.TotalHours} h {time.Minutes} min"),
    };

    /// <summary>A share as a percentage: <c>0</c>, <c>0.02 %</c>, <c>12.5 %</c>.</summary>
    /// <param name="share">From 0 to 1.</param>
    public static string Share(double share) => share switch
    {
        0 => "0 %",
        < 0.0001 => Text($"{100 * share:0.####} %"),
        < 0.1 => Text($"{100 * share:0.##} %"),
        _ => Text($"{100 * share:0.#} %"),
    };

    /// <summary>With separators: <c>1,234,567</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate: <c>52,100</c>, <c>99.5</c>.</summary>
    public static string Rate(double rate) => rate is 0 or >= 1000 ? rate.ToString("N0", CultureInfo.InvariantCulture) : Digits(rate);

    /// <summary>How often packets were delivered at the mean: <c>1</c>, <c>1.004</c>.</summary>
    public static string Times(double mean) => Text($"{mean:0.###}");

    /// <summary>Three digits.</summary>
    public static string Digits(double number) => number.ToString(Math.Abs(number) switch { >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    /// <summary>How much more or less than before, in percent: <c>+12 %</c>, <c>−3.1 %</c>; nothing when there was nothing before.</summary>
    public static string Change(double now, double before)
    {
        if (before == 0) return now == 0 ? "±0 %" : "";
        var change = 100 * (now - before) / before;
        return Math.Abs(change) < 0.05 ? "±0 %" : Text($"{(change < 0 ? "−" : "+")}{(Math.Abs(change) >= 10 ? Math.Abs(change).ToString("N0", CultureInfo.InvariantCulture) : Math.Abs(change).ToString("0.0", CultureInfo.InvariantCulture))} %");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
