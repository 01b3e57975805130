using System.Globalization;

namespace WeChatActors.Replay;

/// <summary>A report as CSV (RFC 4180): one row for each slice of time, then one row for the whole run whose <c>row</c> is <c>run</c>.</summary>
internal static class RunCsv
{
    /// <summary>Writes a report.</summary>
    public static void Write(TextWriter writer, RunReport report)
    {
        Line(writer, "row", "at_s", "length_s", "packets", "packets_per_s", "errors", "p50_ms", "p99_ms", "max_ms", "service_p50_ms", "service_p99_ms", "service_max_ms");
        foreach (var slice in report.Slices)
        {
            var length = slice.LengthIn(report);
            Line(
                writer, "slice", Seconds(slice.At), Seconds(length), Count(slice.Packets), Number(slice.Packets / length.TotalSeconds), Count(slice.Errors),
                Milliseconds(slice.P50), Milliseconds(slice.P99), Milliseconds(slice.Max), Milliseconds(slice.ServiceP50), Milliseconds(slice.ServiceP99), Milliseconds(slice.ServiceMax));
        }
        var (latency, measured) = (report.Latency, report.Packets > 0);
        Line(
            writer, "run", "0", Seconds(report.Elapsed), Count(report.Packets), Number(report.Rate), Count(report.Errors.Sum(error => error.Deliveries)),
            Measured(latency.FromIntended.P50), Measured(latency.FromIntended.P99), Measured(latency.FromIntended.Max), Measured(latency.Service.P50), Measured(latency.Service.P99), Measured(latency.Service.Max));

        string Measured(TimeSpan time) => Milliseconds(measured ? time : null);
    }

    private static void Line(TextWriter writer, params ReadOnlySpan<string> cells)
    {
        writer.Write(string.Join(',', cells));
        writer.Write("\r\n");
    }

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan? time) => time is { } known ? known.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture) : "";
}
