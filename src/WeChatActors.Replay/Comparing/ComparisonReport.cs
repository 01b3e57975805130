using System.Collections.Immutable;

namespace WeChatActors.Replay;

/// <summary>What became of an answer compared with the recorded one.</summary>
internal enum AnswerVerdict
{
    /// <summary>The same, but for the parts that every replay changes: OpenID and CreateTime.</summary>
    Equal,

    /// <summary>The same once times, ids and declared variants are set aside.</summary>
    EqualNormalised,

    /// <summary>Another answer.</summary>
    Different,

    /// <summary>There is an answer on one side only.</summary>
    Missing,
}

/// <summary>One answer that differs.</summary>
/// <param name="File">The capture.</param>
/// <param name="Line">Its line.</param>
/// <param name="OpenId">Who asked, as the capture names him.</param>
/// <param name="Asked">What was asked, shortened: the text, or the event and its key.</param>
/// <param name="Expected">The recorded answer for reading; null when there was none.</param>
/// <param name="Actual">The new one; null when there is none.</param>
/// <param name="Verdict">Different or Missing.</param>
internal sealed record AnswerDifference(string File, long Line, string OpenId, string Asked, string? Expected, string? Actual, AnswerVerdict Verdict)
{
    /// <summary>Why there is no new one, in one sentence; null when there is one, or the bot said nothing.</summary>
    public string? Why { get; init; }
}

/// <summary>The turns of one rule.</summary>
/// <param name="Rule">The rule; or the kind of packet, in brackets, when the rule is not known.</param>
/// <param name="Equal">How many answers were equal.</param>
/// <param name="Normalised">How many were so once normalised.</param>
/// <param name="Different">How many differ.</param>
/// <param name="Missing">How many are on one side only.</param>
/// <param name="Examples">The first of those that differ or are missing.</param>
internal sealed record RuleComparison(string Rule, long Equal, long Normalised, long Different, long Missing, ImmutableArray<AnswerDifference> Examples)
{
    /// <summary>How many answers were compared.</summary>
    public long Count => Equal + Normalised + Different + Missing;
}

/// <summary>The answers of a run beside the recorded ones, those rules first that differ most.</summary>
/// <param name="Rules">By rule.</param>
/// <param name="Unrecorded">Packets for which the capture holds no answer, and which were not compared.</param>
internal sealed record ComparisonReport(ImmutableArray<RuleComparison> Rules, long Unrecorded)
{
    /// <summary>Packets whose answers were not to be compared.</summary>
    public long Skipped { get; init; }

    /// <summary>What of the declared variants could not be used, in sentences; empty as a rule.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>All answers that were compared.</summary>
    public RuleComparison Total => new(
        "", Rules.Sum(rule => rule.Equal), Rules.Sum(rule => rule.Normalised), Rules.Sum(rule => rule.Different), Rules.Sum(rule => rule.Missing), []);

    /// <summary>Whether every answer was equal, be it normalised.</summary>
    public bool IsEqual => Rules.All(rule => rule.Different + rule.Missing == 0);
}
