namespace WeChatActors.Replay;

/// <summary>Compares one answer with the recorded one. Not for several threads.</summary>
internal sealed class AnswerComparison
{
    private readonly ComparisonRules _rules;
    private readonly AnswerMask _mask;
    private readonly VariantBook? _variants;
    private readonly List<TimeMention> _expectedTimes = [], _actualTimes = [];

    /// <summary>Compares by rules.</summary>
    public AnswerComparison(ComparisonRules rules)
    {
        (_rules, _mask) = (rules, new(rules));
        if (!rules.Variants.IsEmpty) _variants = new(rules.Variants);
    }

    /// <summary>What of the declared patterns could not be used, in sentences.</summary>
    public IEnumerable<string> Troubles => _mask.Troubles;

    /// <summary>Compares.</summary>
    /// <param name="expected">The recorded answer.</param>
    /// <param name="actual">The new one, with the OpenID of the capture.</param>
    /// <param name="rule">The rule that gave the recorded one; null when it is not known.</param>
    /// <param name="recorded">When the packet was recorded, for a recorded answer without a time of its own.</param>
    public AnswerVerdict Compare(ReadAnswer expected, ReadAnswer actual, string? rule, DateTimeOffset recorded)
    {
        if (AreEqual(expected, actual)) return AnswerVerdict.Equal;
        var moments = (Expected: Moment(expected, recorded), Actual: Moment(actual, recorded));
        if (AreEqualOnceMasked(expected, actual, moments)) return AnswerVerdict.EqualNormalised;
        if (_variants?.MayBothBe(rule, expected, actual, (said, says) => said == says || AreSame(said, says, moments)) is true) return AnswerVerdict.EqualNormalised;
        return expected.SaysNothing || actual.SaysNothing ? AnswerVerdict.Missing : AnswerVerdict.Different;
    }

    private static bool AreEqual(ReadAnswer expected, ReadAnswer actual) =>
        expected.Raw == actual.Raw && expected.Parts.AsSpan().SequenceEqual(actual.Parts.AsSpan());

    private bool AreEqualOnceMasked(ReadAnswer expected, ReadAnswer actual, (AnswerMoment, AnswerMoment) moments)
    {
        if (expected.Raw is not null || actual.Raw is not null)
            return expected.Raw is not null && actual.Raw is not null && AreSame(expected.Raw, actual.Raw, moments);
        if (expected.Parts.Length != actual.Parts.Length) return false;
        for (var i = 0; i < expected.Parts.Length; i++)
        {
            if (expected.Parts[i].Path != actual.Parts[i].Path) return false;
            if (expected.Parts[i].Value != actual.Parts[i].Value && !AreSame(expected.Parts[i].Value, actual.Parts[i].Value, moments)) return false;
        }

        return true;
    }

    private bool AreSame(string expected, string actual, (AnswerMoment Expected, AnswerMoment Actual) moments)
    {
        _expectedTimes.Clear();
        _actualTimes.Clear();
        var before = _mask.TakeOut(expected, moments.Expected, _expectedTimes);
        var now = _mask.TakeOut(actual, moments.Actual, _actualTimes);
        if (before != now || _expectedTimes.Count != _actualTimes.Count) return false;
        if (_rules.AnyTime) return true;
        for (var i = 0; i < _expectedTimes.Count; i++)
            if (!_expectedTimes[i].MovesWith(_actualTimes[i], moments.Expected, moments.Actual)) return false;
        return true;
    }

    // What an answer of another bot calls its time need not be one.
    private AnswerMoment Moment(ReadAnswer answer, DateTimeOffset recorded)
    {
        var at = answer.CreateTime is > 0 and < 250_000_000_000 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : recorded;
        return new(at.ToUnixTimeSeconds(), _rules.Zone.GetUtcOffset(at));
    }
}
