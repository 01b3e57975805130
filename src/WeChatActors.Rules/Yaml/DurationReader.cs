using System.Globalization;

namespace WeChatActors.Rules;

/// <summary>Reads lengths of time: a number and one of <c>ms s m h d</c>, such as <c>1.5s</c>.</summary>
public static class DurationReader
{
    /// <summary>A length of time within bounds, both allowed; null with an error for anything else.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="findings">Gets the error.</param>
    /// <param name="what">What it is, for the sentence, quoted when it is a key.</param>
    /// <param name="min">The shortest.</param>
    /// <param name="max">The longest.</param>
    public static TimeSpan? Read(YamlNode node, Findings findings, string what, TimeSpan min, TimeSpan max)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(findings);
        if (node is YamlScalar scalar && Parse(scalar.Value) is { } time && time >= min && time <= max) return time;
        findings.Error(node, $"{node.Described} stands at {what}, expected a time from {Show(min)} to {Show(max)}, such as {Show(max < TimeSpan.FromMinutes(30) ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(30))}.");
        return null;
    }

    /// <summary>A length of time of at most a million days; null when a text is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 24) return null;
        var unit = text.AsSpan().TrimStart("0123456789.");
        if (!decimal.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return null;
        long? ticks = unit switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => null,
        };
        return ticks is { } each && amount <= 1_000_000m * TimeSpan.TicksPerDay / each ? new TimeSpan((long)(amount * each)) : null;
    }

    /// <summary>A length of time as files write it.</summary>
    public static string Show(TimeSpan time)
    {
        var (amount, unit) = time < TimeSpan.FromSeconds(1) ? (time.TotalMilliseconds, "ms")
            : time < TimeSpan.FromMinutes(1) ? (time.TotalSeconds, "s")
            : time < TimeSpan.FromHours(1) ? (time.TotalMinutes, "m")
            : time <= TimeSpan.FromHours(48) ? (time.TotalHours, "h")
            : (time.TotalDays, "d");
        return string.Create(CultureInfo.InvariantCulture, $"{amount:0.###}{unit}");
    }
}
