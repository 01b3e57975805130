namespace WeChatActors.Replay;

/// <summary>The answers beside the recorded ones, on the page of a report.</summary>
internal static class PageAnswers
{
    /// <summary>The differences by rule, then all rules.</summary>
    public static Markup Of(ComparisonReport comparison)
    {
        var differing = comparison.Rules.Where(rule => rule.Different + rule.Missing > 0).ToList();
        return Markup.Of(
            $"""
            <section class="card" id="answers"><h2>Answers</h2>{Summary(AnswerCounts.Of(comparison))}{comparison.Notes.Select(note => Markup.Of($"""<p class="soft">{note}</p>"""))}
            {differing.Select((rule, i) => Rule(rule, open: i == 0))}
            <details><summary>All {(double)comparison.Rules.Length} rules</summary><div class="scroll"><table><thead><tr><th scope="col">Rule</th><th scope="col" class="n">Equal</th><th scope="col" class="n">Normalised</th><th scope="col" class="n">Different</th><th scope="col" class="n">Missing</th></tr></thead><tbody>{comparison.Rules.Select(rule => Markup.Of(
                $"""<tr><th scope="row" lang="">{rule.Rule}</th><td class="n">{Figures.Number(rule.Equal)}</td><td class="n">{Figures.Number(rule.Normalised)}</td><td class="n">{Figures.Number(rule.Different)}</td><td class="n">{Figures.Number(rule.Missing)}</td></tr>"""))}</tbody></table></div></details></section>
            """);
    }

    /// <summary>Only how many there are.</summary>
    public static Markup Counts(AnswerCounts counts) => Markup.Of($"""<section class="card" id="answers"><h2>Answers</h2>{Summary(counts)}</section>""");

    private static Markup Summary(AnswerCounts counts) => Markup.Of(
        $"""<p class="soft">{Figures.Number(counts.Equal)} equal, {Figures.Number(counts.Normalised)} equal once times, ids and declared variants are set aside, {Figures.Number(counts.Different)} different, {Figures.Number(counts.Missing)} missing on one side{(counts.Unrecorded == 0 ? "" : $"; {Figures.Number(counts.Unrecorded)} not compared, because the capture holds no answer")}{(counts.Skipped == 0 ? "" : $"; {Figures.Number(counts.Skipped)} left out as asked")}.</p>""");

    private static Markup Rule(RuleComparison rule, bool open) => Markup.Of(
        $"""
        <details class="rule"{new Markup(open ? " open" : "")}><summary><span lang="">{rule.Rule}</span>{Count(rule.Different, "different")}{Count(rule.Missing, "missing")}</summary>
        {rule.Examples.Select(Turn)}{(rule.Examples.Length < rule.Different + rule.Missing ? Markup.Of($"""<p class="soft">The first {(double)rule.Examples.Length} of {Figures.Number(rule.Different + rule.Missing)}.</p>""") : Markup.None)}</details>
        """);

    private static Markup Count(long count, string word) => count == 0 ? Markup.None : Markup.Of($"""<span class="count">{Figures.Number(count)} {word}</span>""");

    private static Markup Turn(AnswerDifference turn)
    {
        var (expected, actual) = TextDifference.Mark(turn.Expected, turn.Actual);
        return Markup.Of(
            $"""
            <div class="turn"><p class="asked"><strong lang="">{turn.Asked}</strong> <span class="soft">asked {turn.OpenId}, {turn.File}:{(double)turn.Line}</span></p>
            <div class="answers"><div><h4>recorded</h4>{Answer(expected)}</div><div class="got"><h4>now</h4>{Answer(actual, turn.Why)}</div></div></div>

            """);
    }

    private static Markup Answer(Markup? answer, string? why = null) =>
        answer is { } given ? Markup.Of($"""<pre lang="">{given}</pre>""") : Markup.Of($"""<pre class="none" lang="">{(why is null ? "no answer" : $"no answer: {why}")}</pre>""");
}
