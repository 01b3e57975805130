using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace WeChatActors.Replay;

/// <summary>The two latencies of a run.</summary>
/// <param name="FromIntended">From the moment a packet should have left to its end.</param>
/// <param name="Service">From the moment it left to its end.</param>
internal sealed record RunLatencies(LatencySummary FromIntended, LatencySummary Service)
{
    /// <summary>What the difference is, in one sentence.</summary>
    public const string Difference =
        "From the intended start counts what a follower would have waited, a queue before a stalled bot included; service time begins when the packet really left and says only how long the bot took for it.";
}

/// <summary>How long packets took.</summary>
/// <param name="Count">How many.</param>
/// <param name="Over60s">How many of them longer than 60 s, beyond which percentiles are given as the maximum.</param>
/// <param name="Min">The shortest.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="P50">What half did not exceed.</param>
/// <param name="P75">What 75 of a hundred did not exceed.</param>
/// <param name="P90">What 90 of a hundred did not exceed.</param>
/// <param name="P95">What 95 of a hundred did not exceed.</param>
/// <param name="P99">What 99 of a hundred did not exceed.</param>
/// <param name="P99_9">What 999 of a thousand did not exceed.</param>
/// <param name="P99_99">What 9,999 of ten thousand did not exceed.</param>
/// <param name="Max">The longest.</param>
/// <param name="Curve">Percentiles for a picture, rising.</param>
internal sealed record LatencySummary(
    long Count, [property: JsonPropertyName("over_60s")] long Over60s, TimeSpan Min, TimeSpan Mean, TimeSpan P50, TimeSpan P75, TimeSpan P90, TimeSpan P95, TimeSpan P99, TimeSpan P99_9,
    TimeSpan P99_99, TimeSpan Max, ImmutableArray<CurvePoint> Curve);

/// <summary>A point of a percentile curve.</summary>
/// <param name="Share">Of how many packets, 0 to 1.</param>
/// <param name="Latency">What they did not exceed.</param>
internal readonly record struct CurvePoint(double Share, TimeSpan Latency);

/// <summary>Packets that ended so long after their intended start.</summary>
/// <param name="Over4500ms">Later than 4.5 s, those later than 5 s included: a bot on the edge.</param>
/// <param name="Over4500msShare">Their share of all packets, 0 to 1.</param>
/// <param name="Over5000ms">Later than 5 s: WeChat would have given up.</param>
/// <param name="Over5000msShare">Their share of all packets, 0 to 1.</param>
internal sealed record LateCounts(
    [property: JsonPropertyName("over_4500ms")] long Over4500ms, [property: JsonPropertyName("over_4500ms_share")] double Over4500msShare,
    [property: JsonPropertyName("over_5000ms")] long Over5000ms, [property: JsonPropertyName("over_5000ms_share")] double Over5000msShare);

/// <summary>How packets ended.</summary>
/// <param name="Replied">With a reply that the follower would see.</param>
/// <param name="Acknowledged">With <c>success</c> or an empty body.</param>
/// <param name="Failed">No delivery was answered well.</param>
internal sealed record OutcomeCounts(long Replied, long Acknowledged, long Failed);

/// <summary>How often packets were delivered.</summary>
/// <param name="Once">Packets that were delivered once.</param>
/// <param name="Twice">Twice.</param>
/// <param name="ThreeTimes">Three times.</param>
/// <param name="PerPacket">Deliveries for each packet, at the mean.</param>
internal sealed record DeliveryCounts(long Once, long Twice, long ThreeTimes, double PerPacket);

/// <summary>Deliveries that were not answered well for one reason.</summary>
/// <param name="Fault">The reason.</param>
/// <param name="Deliveries">How many.</param>
/// <param name="Share">Their share of all deliveries, 0 to 1.</param>
/// <param name="Example">What was said of the first packet that failed so; null when none failed for good.</param>
internal sealed record ErrorCount(DeliveryFault Fault, long Deliveries, double Share, string? Example);

/// <summary>The packets of one kind.</summary>
/// <param name="Kind">The MsgType, or <c>event</c> and the event's name.</param>
/// <param name="Packets">How many.</param>
/// <param name="Failed">How many of them failed.</param>
internal sealed record KindCount(string Kind, long Packets, long Failed);

/// <summary>The packets that ended within one stretch of the run.</summary>
/// <param name="At">Its beginning, since the run began.</param>
/// <param name="Packets">How many packets ended.</param>
/// <param name="Errors">How many of their deliveries were not answered well.</param>
/// <param name="P50">The median latency from the intended start; null when no packet ended.</param>
/// <param name="P99">What 99 of a hundred did not exceed.</param>
/// <param name="Max">The longest.</param>
/// <param name="ServiceP50">The median service time.</param>
/// <param name="ServiceP99">What 99 of a hundred did not exceed.</param>
/// <param name="ServiceMax">The longest.</param>
internal sealed record RunSlice(TimeSpan At, long Packets, long Errors, TimeSpan? P50, TimeSpan? P99, TimeSpan? Max, TimeSpan? ServiceP50, TimeSpan? ServiceP99, TimeSpan? ServiceMax)
{
    /// <summary>How much of the run it covers: a slice's length, but for the last one, which the run's end cuts short.</summary>
    public TimeSpan LengthIn(RunReport report) =>
        report.Elapsed > At && report.Elapsed - At < report.SliceLength ? report.Elapsed - At : report.SliceLength;
}

/// <summary>What a reader should know before he trusts the numbers.</summary>
/// <param name="Kind">For programs: <c>generator_cpu</c>.</param>
/// <param name="Text">One sentence with the remedy.</param>
internal sealed record RunWarning(string Kind, string Text);

/// <summary>What became of a demand.</summary>
/// <param name="FailIf">The expression as it was given.</param>
/// <param name="Value">What it was measured by, in its own unit: milliseconds, a share from 0 to 1 or a number; null when the run has no such number.</param>
/// <param name="Shown">The same for reading.</param>
/// <param name="Held">Whether the demand held.</param>
internal sealed record ThresholdResult(string FailIf, double? Value, string Shown, bool Held);

/// <summary>The answers beside the recorded ones.</summary>
/// <param name="Equal">Equal.</param>
/// <param name="Normalised">Equal once times, ids and declared variants are set aside.</param>
/// <param name="Different">Different.</param>
/// <param name="Missing">On one side only.</param>
/// <param name="Unrecorded">Not compared, because the capture holds no answer.</param>
/// <param name="Skipped">Not compared, because that was asked for.</param>
internal sealed record AnswerCounts(long Equal, long Normalised, long Different, long Missing, long Unrecorded, long Skipped)
{
    /// <summary>Adds up the rules of a comparison.</summary>
    public static AnswerCounts Of(ComparisonReport comparison)
    {
        var total = comparison.Total;
        return new(total.Equal, total.Normalised, total.Different, total.Missing, comparison.Unrecorded, comparison.Skipped);
    }
}
