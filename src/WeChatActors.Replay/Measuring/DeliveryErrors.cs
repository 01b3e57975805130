using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>Deliveries that were not answered well, by reason, each with what was said of the first packet that failed so. Not safe to share.</summary>
internal sealed class DeliveryErrors
{
    private const int LongestExample = 300;

    private static readonly DeliveryFault[] Kinds = Enum.GetValues<DeliveryFault>();

    private readonly long[] _counts = new long[Kinds.Length];
    private readonly string?[] _examples = new string?[Kinds.Length];

    /// <summary>Counts the deliveries of a packet.</summary>
    /// <returns>How many of them were not answered well.</returns>
    public int Add(in PlayedPacket played)
    {
        if (played is { Deliveries: 1, Outcome: not PlayedOutcome.Failed }) return 0;
        var (errors, last) = (0, DeliveryFault.None);
        for (var i = 0; i < Math.Clamp(played.Deliveries, 1, 3); i++)
        {
            if (played.Faults[i] is DeliveryFault.None) continue;
            last = played.Faults[i];
            _counts[(int)last]++;
            errors++;
        }
        if (played.Outcome == PlayedOutcome.Failed) _examples[(int)last] ??= OneLine.Of(played.Verdict ?? "", LongestExample);
        return errors;
    }

    /// <summary>The most frequent first; reasons that did not occur are left out.</summary>
    /// <param name="deliveries">All deliveries.</param>
    public ImmutableArray<ErrorCount> Counts(long deliveries) =>
        [.. Kinds.Where(kind => _counts[(int)kind] > 0)
            .Select(kind => new ErrorCount(kind, _counts[(int)kind], (double)_counts[(int)kind] / deliveries, _examples[(int)kind]))
            .OrderByDescending(error => error.Deliveries)];
}
