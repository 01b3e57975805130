using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Replay;

/// <summary>A mark of an axis.</summary>
/// <param name="At">Where, 0 to 1.</param>
/// <param name="Label">What is written beside it.</param>
internal readonly record struct Tick(double At, string Label);

/// <summary>Tells where on a picture a value lies.</summary>
/// <param name="Place">From a value to 0..1.</param>
/// <param name="Ticks">The marks.</param>
/// <param name="Most">The greatest value.</param>
internal sealed record Axis(Func<double, double> Place, ImmutableArray<Tick> Ticks, double Most)
{
    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800, 2592000, 31536000];

    /// <summary>Time since the run began, in seconds.</summary>
    public static Axis Elapsed(double seconds, int marks)
    {
        seconds = Math.Max(seconds, 0.1);
        var step = Steps.FirstOrDefault(step => seconds / step <= marks, seconds);
        return new(value => value / seconds, [.. Upto(seconds, step).Select(at => new Tick(at / seconds, Elapsed(at)))], seconds);
    }

    /// <summary>Latencies in milliseconds: linear, or logarithmic when the greatest is more than twenty times the typical one.</summary>
    public static Axis Latency(double typical, double least, double most, int marks)
    {
        (typical, least, most) = (Math.Max(typical, 0.001), Math.Max(least, 0.001), Math.Max(most, 0.001));
        if (most <= 20 * typical) return Linear(most, marks, Latency);
        var (low, high) = (Math.Floor(Math.Log10(Math.Min(least, typical))), Math.Log10(most) + 0.04);
        var ticks = ImmutableArray.CreateBuilder<Tick>();
        var fine = high - low <= 2 ? [1, 2, 5] : (double[])[1];
        for (var decade = low; decade <= high; decade++)
            foreach (var part in fine)
                if (decade + Math.Log10(part) <= high) ticks.Add(new((decade + Math.Log10(part) - low) / (high - low), Latency(part * Math.Pow(10, decade))));
        return new(value => Math.Clamp((Math.Log10(Math.Max(value, 0.001)) - low) / (high - low), 0, 1), ticks.ToImmutable(), most);
    }

    /// <summary>From nothing up.</summary>
    public static Axis Linear(double most, int marks, Func<double, string> label, bool whole = false)
    {
        most = most > 0 ? most : 1;
        var step = Math.Pow(10, Math.Floor(Math.Log10(most / marks)));
        step *= most / step / marks <= 2 ? 2 : most / step / marks <= 5 ? 5 : 10;
        if (whole) step = Math.Max(1, step);
        var top = Math.Max(most, step * Math.Ceiling(most / step * 0.98));
        return new(value => Math.Clamp(value / top, 0, 1), [.. Upto(top, step).Select(at => new Tick(at / top, label(at)))], most);
    }

    /// <summary>Shares of packets, so that each factor of ten that is left out takes equally much room.</summary>
    /// <param name="packets">How many there are: the last of them ends the axis.</param>
    public static Axis Percentile(long packets)
    {
        var decades = Math.Max(1, Math.Log10(Math.Max(packets, 1)));
        double[] shares = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];
        return new(
            share => share >= 1 ? 1 : Math.Min(1, -Math.Log10(1 - share) / decades),
            [.. shares.Where(share => share == 0 || -Math.Log10(1 - share) <= decades + 0.01).Select(share => new Tick(-Math.Log10(1 - share) / decades, (100 * share).ToString("0.####", CultureInfo.InvariantCulture) + " %"))],
            1);
    }

    /// <summary>A latency as an axis writes it: <c>500 µs</c>, <c>20 ms</c>, <c>5 s</c>.</summary>
    public static string Latency(double milliseconds) => milliseconds switch
    {
        0 => "0",
        < 0.9995 => FormattableString.Invariant($"{milliseconds * 1000:0.##} µs"),
        < 999.5 => FormattableString.Invariant($"{milliseconds:0.##} ms"),
        _ => FormattableString.Invariant($"{milliseconds / 1000:0.##} s"),
    };

    private static string Elapsed(double seconds) => seconds switch
    {
        0 => "0",
        < 60 => FormattableString.Invariant($"{seconds:0.#} s"),
        < 3600 => FormattableString.Invariant($"{(int)seconds / 60}:{(int)seconds % 60:00} min"),
        < 172800 => FormattableString.Invariant($"{seconds / 3600:0.#} h"),
        _ => FormattableString.Invariant($"{seconds / 86400:0.#} d"),
    };

    private static IEnumerable<double> Upto(double most, double step)
    {
        for (var i = 0; i * step <= most * 1.0001 && i < 50; i++) yield return i * step;
    }
}
