using System.Globalization;

namespace WeChatActors.Cli;

/// <summary>Times and lengths of time for people.</summary>
internal static class Moment
{
    /// <summary>RFC 3339 in UTC to the second: <c>2026-03-02T02:00:00Z</c>.</summary>
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The two largest units: <c>1 h 58 min</c>, <c>4 min 30 s</c>, <c>12 s</c>, <c>0.3 s</c>.</summary>
    /// <param name="span">Not below zero.</param>
    public static string Of(TimeSpan span) =>
        span >= TimeSpan.FromDays(1) ? Text($"{(int)span.TotalDays} d {span.Hours} h")
        : span >= TimeSpan.FromHours(1) ? Text($"{span.Hours} h {span.Minutes} min")
        : span >= TimeSpan.FromMinutes(1) ? Text($"{span.Minutes} min {span.Seconds} s")
        : span >= TimeSpan.FromSeconds(10) || span == TimeSpan.Zero ? Text($"{span.Seconds} s")
        : Text($"{span.TotalSeconds:0.##} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
