using WeChatActors.Rules;

namespace WeChatActors.Replay;

/// <summary>What two answers may differ in and still be equal once normalised.</summary>
internal sealed class ComparisonRules
{
    private ComparisonRules()
    {
    }

    /// <summary>Those that always hold: times, dates, ids, OpenIDs and blanks at the ends.</summary>
    public static ComparisonRules BuiltIn { get; } = new();

    /// <summary>These, and the variants among which the rules of a bot choose by chance.</summary>
    public ComparisonRules With(Script script) => throw new NotSupportedException(script.Hash);
}
