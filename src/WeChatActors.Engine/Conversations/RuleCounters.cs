using System.Collections.Concurrent;
using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What rules count with <c>metric</c>, each once its turn is on disk. Safe to use from any thread.</summary>
public sealed class RuleCounters
{
    private readonly ConcurrentDictionary<(string Account, string Name), double> _sums = new();

    /// <summary>The sums since the process began, by account and name.</summary>
    public IEnumerable<(string Account, string Name, double Sum)> All =>
        _sums.OrderBy(sum => sum.Key.Account, StringComparer.Ordinal).ThenBy(sum => sum.Key.Name, StringComparer.Ordinal).Select(sum => (sum.Key.Account, sum.Key.Name, sum.Value));

    /// <summary>Adds what a turn counted.</summary>
    internal void Count(string account, ImmutableArray<RuleStep.Count> counts)
    {
        foreach (var count in counts) _sums.AddOrUpdate((account, count.Name), static (_, by) => by, static (_, sum, by) => sum + by, count.By);
    }
}
