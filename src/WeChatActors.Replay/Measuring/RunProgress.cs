using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>How a run that is under way does.</summary>
internal sealed record RunProgress
{
    /// <summary>How long it is under way.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Packets that came to an end.</summary>
    public required long Packets { get; init; }

    /// <summary>Packets a second of late: over the last three full seconds.</summary>
    public required double RateNow { get; init; }

    /// <summary>Packets of each of the last full seconds, at most 60, the latest last.</summary>
    public required ImmutableArray<long> Rates { get; init; }

    /// <summary>From the moment a packet should have left to its end, so far; without a curve.</summary>
    public required LatencySummary FromIntended { get; init; }

    /// <summary>From the moment it left to its end, so far; without a curve.</summary>
    public required LatencySummary Service { get; init; }

    /// <summary>How they ended.</summary>
    public required OutcomeCounts Outcomes { get; init; }

    /// <summary>Packets that ended later than 5 s after their intended start.</summary>
    public required long Late { get; init; }

    /// <summary>What was wrong with deliveries, the most frequent first.</summary>
    public required ImmutableArray<ErrorCount> Errors { get; init; }
}
