using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>What of a script some decisions have run.</summary>
/// <param name="Rules">How many rules and dialogs there are.</param>
/// <param name="Branches">How many ways its actions may go.</param>
/// <param name="RulesNeverRun">The rules and dialogs that never ran, in the order of the files.</param>
/// <param name="BranchesNeverTaken">The ways that were never taken, in the order of the files; those of rules that never ran too.</param>
public sealed record Coverage(int Rules, int Branches, ImmutableArray<RuleInfo> RulesNeverRun, ImmutableArray<BranchInfo> BranchesNeverTaken)
{
    /// <summary>Looks what a trace noted.</summary>
    public static Coverage Of(Script script, DecisionTrace trace)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(trace);
        return new(
            script.Rules.Length + script.Dialogs.Length,
            script.Branches.Length,
            [.. script.Rules.Concat(script.Dialogs).Where(rule => !trace.RulesRan.Contains(rule.Id)).OrderBy(rule => rule.File, StringComparer.Ordinal).ThenBy(rule => rule.Line)],
            [.. script.Branches.Where(branch => !trace.WasTaken(branch)).OrderBy(branch => branch.Place.File, StringComparer.Ordinal).ThenBy(branch => branch.Place.Line).ThenBy(branch => branch.Place.Column)]);
    }
}
