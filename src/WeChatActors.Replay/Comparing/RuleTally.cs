using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>Counts the turns of one rule. Not for several threads.</summary>
internal sealed class RuleTally(string rule)
{
    /// <summary>How many examples are kept.</summary>
    public const int MaxExamples = 20;

    private readonly List<AnswerDifference> _examples = [];
    private long _equal, _normalised, _different, _missing;

    /// <summary>Whether one more example is wanted.</summary>
    public bool WantsExample => _examples.Count < MaxExamples;

    /// <summary>Counts a turn.</summary>
    public void Add(AnswerVerdict verdict)
    {
        switch (verdict)
        {
            case AnswerVerdict.Equal: _equal++; break;
            case AnswerVerdict.EqualNormalised: _normalised++; break;
            case AnswerVerdict.Different: _different++; break;
            default: _missing++; break;
        }
    }

    /// <summary>Keeps an example.</summary>
    public void Keep(AnswerDifference example) => _examples.Add(example);

    /// <summary>The counts so far, the examples in the order of the captures.</summary>
    public RuleComparison ToComparison() => new(
        rule, _equal, _normalised, _different, _missing,
        [.. _examples.OrderBy(example => example.File, StringComparer.Ordinal).ThenBy(example => example.Line)]);
}
