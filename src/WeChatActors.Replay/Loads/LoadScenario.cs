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
    /// <summary>The most people that can take part.</summary>
    public const int MaxFollowers = 10_000_000;

    /// <summary>How many people take part, 1 to <see cref="MaxFollowers"/>.</summary>
    public required int Followers { get; init; }

    /// <summary>How long one of them waits at least before he does the next thing.</summary>
    public required TimeSpan ShortestThink { get; init; }

    /// <summary>How long he waits at most; not shorter.</summary>
    public required TimeSpan LongestThink { get; init; }

    /// <summary>Decides everything that is left to chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What they say, and how often.</summary>
    public required LoadMix Mix { get; init; }

    /// <summary>After how many packets it ends; null for never.</summary>
    public long? Packets { get; init; }

    /// <summary>After which time of its own it ends; null for never.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What of the tests of rule files a follower cannot do and is left out, in sentences; empty when nothing is.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>How many packets it makes in a second of its own time.</summary>
    public double Rate => Followers / Think.TotalSeconds;

    /// <summary>How long one waits in the mean.</summary>
    public TimeSpan Think => (ShortestThink + LongestThink) / 2;

    /// <summary>Reads it. Never throws for anything the file holds, or for a missing one.</summary>
    public static ScenarioLoad Load(string path)
    {
        var findings = new Findings();
        var scenario = YamlFile.Load(path, path, findings) is { Root: { } root } ? ScenarioReader.Read(root, System.IO.Path.GetDirectoryName(path) ?? "", findings) : null;
        return new(findings.HasErrors ? null : scenario, findings.ToImmutable());
    }

    /// <summary>Reads it from a text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">How findings name it.</param>
    /// <param name="folder">Where rule files are looked for.</param>
    public static ScenarioLoad Parse(string yaml, string name, string folder)
    {
        var findings = new Findings();
        var scenario = YamlFile.Parse(yaml, name, findings).Root is { } root ? ScenarioReader.Read(root, folder, findings) : null;
        return new(findings.HasErrors ? null : scenario, findings.ToImmutable());
    }
}
