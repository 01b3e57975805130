using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>What became of reading a file of declared variants.</summary>
/// <param name="Rules">What it declares, beside <see cref="ComparisonRules.BuiltIn"/>; null when any finding is an error.</param>
/// <param name="Findings">Errors and warnings, by line and column.</param>
internal sealed record ComparisonLoad(ComparisonRules? Rules, ImmutableArray<Finding> Findings);

/// <summary>Reads the YAML file that declares what answers may differ in.</summary>
internal static class ComparisonFile
{
    /// <summary>Reads it. Never throws for anything the file holds, or for a missing one.</summary>
    public static ComparisonLoad Load(string path) => throw new NotSupportedException(path);
}
