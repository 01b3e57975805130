using System.Collections.Frozen;
using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>What two answers may differ in and still be equal once normalised. Immutable.</summary>
internal sealed record ComparisonRules
{
    /// <summary>Those that always hold: times that move with the clock, ids, OpenIDs and blanks at the ends.</summary>
    public static ComparisonRules BuiltIn { get; } = new();

    /// <summary>Patterns whose matches do not count.</summary>
    public ImmutableArray<IgnoredPattern> Ignored { get; init; } = [];

    /// <summary>Texts of which any may stand for any other; null for none.</summary>
    public SameTexts? Same { get; init; }

    /// <summary>Rules whose answers are not compared.</summary>
    public FrozenSet<string> SkippedRules { get; init; } = [];

    /// <summary>Kinds of packets whose answers are not compared: <c>text</c>, <c>event</c> for all events, <c>event CLICK</c>, or <c>CLICK</c>.</summary>
    public FrozenSet<string> SkippedKinds { get; init; } = [];

    /// <summary>Whether times may differ in any way; otherwise they must lie as far from the moment of their answer as the recorded ones.</summary>
    public bool AnyTime { get; init; }

    /// <summary>The account's own time, by which answers name days and hours; China's when nothing says otherwise.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.CreateCustomTimeZone("UTC+8", TimeSpan.FromHours(8), null, null);

    /// <summary>Whether a file says which zone that is.</summary>
    public bool HasZone { get; init; }

    /// <summary>The variants among which rules choose by chance.</summary>
    public ImmutableArray<ReplyVariants> Variants { get; init; } = [];

    /// <summary>These, and the variants among which the rules of a bot choose by chance.</summary>
    public ComparisonRules With(Script script) => this with { Variants = [.. Variants, .. script.Variants] };

    /// <summary>Whether answers to such a packet are not compared.</summary>
    public bool Skips(string? rule, string kind)
    {
        if (rule is not null && SkippedRules.Contains(rule)) return true;
        if (SkippedKinds.Count == 0) return false;
        return SkippedKinds.Contains(kind)
            || (kind.StartsWith("event ", StringComparison.Ordinal) && (SkippedKinds.Contains("event") || SkippedKinds.Contains(kind[6..])));
    }
}
