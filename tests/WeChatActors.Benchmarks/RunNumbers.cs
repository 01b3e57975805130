using WeChatActors.Replay;

namespace WeChatActors.Benchmarks;

/// <summary>The numbers of a load run that the script works with.</summary>
internal static class RunNumbers
{
    /// <summary>Prints packets a second, median and 99th latency in milliseconds, and failed packets.</summary>
    public static int Print(string file)
    {
        if (!RunJson.TryRead(file, out var report, out var error))
        {
            Console.Error.WriteLine(error);
            return 1;
        }
        foreach (var warning in report.Warnings) Console.Error.WriteLine($"  {warning.Text}");
        var latency = report.Latency.FromIntended;
        Console.WriteLine(FormattableString.Invariant($"{report.Rate:F0} {latency.P50.TotalMilliseconds:F2} {latency.P99.TotalMilliseconds:F2} {report.Outcomes.Failed}"));
        return 0;
    }
}
