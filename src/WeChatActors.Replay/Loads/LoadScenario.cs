using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>What became of reading a load scenario.</summary>
/// <param name="Scenario">The scenario; null when any finding is an error.</param>
/// <param name="Findings">Errors and warnings, by file, line and column.</param>
internal sealed record ScenarioLoad(LoadScenario? Scenario, ImmutableArray<Finding> Findings);

/// <summary>Who says what how often. Immutable.</summary>
internal sealed record LoadScenario
{
    /// <summary>How many people take part, 1 to 10,000,000.</summary>
    public required int Followers { get; init; }

    /// <summary>Decides everything that is left to chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>After how many packets it ends; null for never.</summary>
    public long? Packets { get; init; }

    /// <summary>After which time of its own it ends; null for never.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What of the tests of rule files cannot be said by a follower and is left out, in sentences; empty when nothing is.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Reads it. Never throws for anything the file holds, or for a missing one.</summary>
    public static ScenarioLoad Load(string path) => throw new NotSupportedException(path);
}
