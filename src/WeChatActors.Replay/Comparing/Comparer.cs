using System.Text;

namespace WeChatActors.Replay;

/// <summary>Compares the answers of a run with the recorded ones. What it holds does not grow with the run.</summary>
internal sealed class Comparer : IPlayedSink
{
    // A hostile capture may name another rule on every line.
    private const int MaxRules = 2000, MaxRuleName = 128;
    private const string OtherRules = "[other rules]";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RuleTally> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);
    private readonly ComparisonRules _allowed;
    private readonly AnswerComparison _comparison;
    private byte[] _recorded = new byte[4096];
    private long _unrecorded, _skipped;

    /// <summary>Compares by rules.</summary>
    /// <param name="rules">What answers may differ in.</param>
    public Comparer(ComparisonRules rules) => (_allowed, _comparison) = (rules, new(rules));

    /// <inheritdoc/>
    public void Add(in PlayedPacket played)
    {
        lock (_gate)
        {
            if (played.Packet.Captured is not { Answer: { } recorded } captured)
            {
                _unrecorded++;
                return;
            }

            if (_allowed.Skips(captured.Rule, captured.Kind))
            {
                _skipped++;
                return;
            }

            var tally = Tally(captured);
            if (played.Outcome == PlayedOutcome.Failed)
            {
                tally.Add(AnswerVerdict.Missing);
                if (tally.WantsExample) tally.Keep(Example(captured, ReadAnswer.Of(recorded), null, AnswerVerdict.Missing, played.Verdict));
                return;
            }

            var bytes = Bytes(recorded);
            var answer = played.Answer.Span;
            if (AnswerBytes.DifferInTimeOnly(bytes, answer) && played.OpenId == captured.From)
            {
                tally.Add(AnswerVerdict.Equal);
                return;
            }

            if (ReadAnswer.IsNothing(bytes) && ReadAnswer.IsNothing(answer))
            {
                tally.Add(bytes.SequenceEqual(answer) ? AnswerVerdict.Equal : AnswerVerdict.EqualNormalised);
                return;
            }

            var (expected, actual) = (ReadAnswer.Of(bytes), ReadAnswer.Of(answer).Replace(played.OpenId, captured.From));
            var verdict = _comparison.Compare(expected, actual, captured.Rule, captured.At);
            tally.Add(verdict);
            if (verdict is AnswerVerdict.Different or AnswerVerdict.Missing && tally.WantsExample) tally.Keep(Example(captured, expected, actual, verdict, null));
        }
    }

    /// <summary>What came out so far; any time, from any thread.</summary>
    public ComparisonReport Report()
    {
        lock (_gate)
        {
            var rules = _rules.Values.Select(tally => tally.ToComparison())
                .OrderByDescending(rule => rule.Different + rule.Missing).ThenByDescending(rule => rule.Count).ThenBy(rule => rule.Rule, StringComparer.Ordinal);
            return new([.. rules], _unrecorded) { Skipped = _skipped, Notes = [.. _comparison.Troubles] };
        }
    }

    private RuleTally Tally(CapturedPacket captured)
    {
        var name = captured.Rule is { Length: > 0 } rule ? rule.Length <= MaxRuleName ? rule : rule[..MaxRuleName] : InBrackets(captured.Kind);
        if (_rules.TryGetValue(name, out var tally)) return tally;
        if (_rules.Count >= MaxRules)
        {
            name = OtherRules;
            if (_rules.TryGetValue(name, out tally)) return tally;
        }

        _rules.Add(name, tally = new(name));
        return tally;
    }

    private string InBrackets(string kind)
    {
        if (_kinds.TryGetValue(kind, out var name)) return name;
        name = kind.Length == 0 ? "[unreadable]" : $"[{(kind.Length <= MaxRuleName ? kind : kind[..MaxRuleName])}]";
        if (_kinds.Count < MaxRules) _kinds.Add(kind, name);
        return name;
    }

    private ReadOnlySpan<byte> Bytes(string recorded)
    {
        var most = Encoding.UTF8.GetMaxByteCount(recorded.Length);
        if (_recorded.Length < most) _recorded = new byte[most];
        return _recorded.AsSpan(0, Encoding.UTF8.GetBytes(recorded, _recorded));
    }

    private static AnswerDifference Example(CapturedPacket captured, ReadAnswer expected, ReadAnswer? actual, AnswerVerdict verdict, string? why)
    {
        var (before, now) = (expected.ForReading(), actual?.ForReading());
        if (before is not null && now is not null) (before, now) = DifferingParts.Of(before, now);
        else (before, now) = (before is null ? null : DifferingParts.Of(before), now is null ? null : DifferingParts.Of(now));
        return new(captured.File, captured.Line, captured.From, AskedText.Of(captured.Xml.Span, captured.Kind), before, now, verdict) { Why = why };
    }
}
