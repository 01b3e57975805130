using System.Collections.Immutable;
using System.Globalization;

namespace WeChatActors.Simulator;

/// <summary>What a load source measured.</summary>
/// <param name="Sent">Packets that were answered or failed.</param>
/// <param name="Failed">Those that WeChat would deliver again.</param>
/// <param name="Elapsed">From the first packet to the last answer.</param>
/// <param name="Latency">Of each packet, from its first byte to the verdict.</param>
/// <param name="Verdicts">How often each verdict was given; rare ones beyond a hundred kinds are counted as "other verdicts".</param>
internal sealed record LoadResult(long Sent, long Failed, TimeSpan Elapsed, LatencyCounts Latency, ImmutableSortedDictionary<string, long> Verdicts)
{
    /// <summary>Packets in a second.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Sent / Elapsed.TotalSeconds : 0;

    /// <summary>One line of numbers and one for each verdict.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sent:N0} packets in {Elapsed.TotalSeconds:F1} s, {PerSecond:N0} a second, {Failed:N0} failed; p50 {Latency.Percentile(0.5).TotalMilliseconds:F2} ms, p99 {Latency.Percentile(0.99).TotalMilliseconds:F2} ms")
        + string.Concat(Verdicts.Select(verdict => string.Create(CultureInfo.InvariantCulture, $"\n  {verdict.Value:N0} × {verdict.Key}")));
}
