using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace WeChatActors.Replay;

/// <summary>All numbers of a run that has ended: what every view shows.</summary>
internal sealed record RunReport
{
    /// <summary>The version of the JSON form that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of its JSON form.</summary>
    [JsonPropertyName("wechatactors_report"), JsonPropertyOrder(-1)]
    public required int Format { get; init; }

    /// <summary>What was run against what.</summary>
    public required RunSubject Subject { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>From then to the end of the last packet.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public required bool Stopped { get; init; }

    /// <summary>What ended it early by itself; null when nothing did.</summary>
    public string? Trouble { get; init; }

    /// <summary>Packets that came to an end.</summary>
    public required long Packets { get; init; }

    /// <summary>Packets that were due and had not left when the run ended: their latency is in no number.</summary>
    public required long Unsent { get; init; }

    /// <summary>Packets that came to an end in a second, over the whole run.</summary>
    public required double Rate { get; init; }

    /// <summary>How long they took.</summary>
    public required RunLatencies Latency { get; init; }

    /// <summary>How many came too late for WeChat, or nearly.</summary>
    public required LateCounts Late { get; init; }

    /// <summary>How they ended.</summary>
    public required OutcomeCounts Outcomes { get; init; }

    /// <summary>How often they were delivered.</summary>
    public required DeliveryCounts Deliveries { get; init; }

    /// <summary>What was wrong with deliveries, the most frequent first.</summary>
    public required ImmutableArray<ErrorCount> Errors { get; init; }

    /// <summary>The packets by kind, the most frequent first.</summary>
    public required ImmutableArray<KindCount> Kinds { get; init; }

    /// <summary>How much time one slice stands for.</summary>
    public required TimeSpan SliceLength { get; init; }

    /// <summary>The run over time, one slice behind the other.</summary>
    public required ImmutableArray<RunSlice> Slices { get; init; }

    /// <summary>How the generator itself did.</summary>
    public required GeneratorHealth Generator { get; init; }

    /// <summary>What a reader should know before he trusts the numbers.</summary>
    public required ImmutableArray<RunWarning> Warnings { get; init; }

    /// <summary>The answers beside the recorded ones; null when they were not compared.</summary>
    public AnswerCounts? Answers { get; init; }

    /// <summary>What was demanded, in the order given.</summary>
    public ImmutableArray<ThresholdResult> Thresholds { get; init; } = [];

    /// <summary>Whether all that was demanded held.</summary>
    [JsonIgnore]
    public bool Held => Thresholds.All(threshold => threshold.Held);

    /// <summary>The same report with the answers counted and the thresholds judged.</summary>
    /// <param name="thresholds">What is demanded.</param>
    /// <param name="comparison">The answers beside the recorded ones; null when they were not compared.</param>
    public RunReport Judged(IEnumerable<Threshold> thresholds, ComparisonReport? comparison)
    {
        var counted = this with { Answers = comparison is null ? null : AnswerCounts.Of(comparison) };
        return counted with { Thresholds = [.. thresholds.Select(threshold => threshold.Judge(counted))] };
    }
}
