namespace WeChatActors.Replay.Tests.Measuring;

public class ThresholdsTests
{
    private static readonly RunReport Report = MeasuredRun.WithTrouble().Finish(TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData("p99>200ms", false, "2.82 s")]
    [InlineData("p50>3ms", true, "2.31 ms")]
    [InlineData("p50 < 1000us", true, "2.31 ms")]
    [InlineData("service.p99>50ms", true, "11.2 ms")]
    [InlineData("max>=5.002s", false, "5.00 s")]
    [InlineData("late>0", false, "1")]
    [InlineData("late>0.1%", true, "0.1 %")]
    [InlineData("late4.5 >= 1", false, "1")]
    [InlineData("errors>0.5%", false, "0.6 %")]
    [InlineData("errors>6", true, "6")]
    [InlineData("failed>0", false, "1")]
    [InlineData("rate<1000", false, "50")]
    [InlineData("RATE<50", true, "50")]
    [InlineData("deliveries>1.01", true, "1.005")]
    [InlineData("cpu>=90%", true, "31 %")]
    [InlineData("lag>5ms", true, "400 µs")]
    [InlineData("packets<=999", true, "1,000")]
    [InlineData("replied<80%", false, "75.2 %")]
    public void A_run_fails_when_the_expression_is_true(string text, bool held, string shown)
    {
        Assert.True(Thresholds.TryParse(text, out var threshold, out var error), error);
        var result = threshold.Judge(Report);
        Assert.Equal((held, shown, text), (result.Held, result.Shown, result.FailIf));
    }

    [Theory]
    [InlineData("", "Threshold '', character 1: the name of a number is expected; one of p50, p75, p90, p95, p99, p99.9, p99.99, max, mean, service.p50, ")]
    [InlineData("p98>1ms", "Threshold 'p98>1ms', character 1: 'p98' is no number of a run; did you mean 'p90'? known: p50, ")]
    [InlineData("servce.p99>1ms", "Threshold 'servce.p99>1ms', character 1: 'servce.p99' is no number of a run; did you mean 'service.p99'? known: ")]
    [InlineData("p99=1ms", "Threshold 'p99=1ms', character 4: '=' is no comparison; one of >, >=, <, <=.")]
    [InlineData("p99", "Threshold 'p99', character 4: a comparison is expected; one of >, >=, <, <=.")]
    [InlineData("p99 > ", "Threshold 'p99 > ', character 7: a limit not below zero is expected, such as 200ms.")]
    [InlineData("late>-1", "Threshold 'late>-1', character 6: a limit not below zero is expected, such as 0 or 0.1%.")]
    [InlineData("p99>1.2.3ms", "Threshold 'p99>1.2.3ms', character 5: a limit not below zero is expected, such as 200ms.")]
    [InlineData("p99>200", "Threshold 'p99>200', character 8: p99 is a time and needs the unit us, ms or s, such as 200ms.")]
    [InlineData("p99>200min", "Threshold 'p99>200min', character 8: p99 is a time and needs the unit us, ms or s, not 'min', such as 200ms.")]
    [InlineData("late>1s", "Threshold 'late>1s', character 7: late is counted: nothing or % follows the number, not 's'.")]
    [InlineData("cpu>0.9", "Threshold 'cpu>0.9', character 8: cpu is a share and needs %, such as 50%.")]
    [InlineData("rate<1000/s", "Threshold 'rate<1000/s', character 10: rate is a plain number: nothing follows it, not '/s'.")]
    [InlineData("p99>1ms and late>0", "Threshold 'p99>1ms and late>0', character 6: p99 is a time and needs the unit us, ms or s, not 'ms and late>0', such as 1ms.")]
    public void A_mistake_is_told_with_its_place_and_what_may_stand_there(string text, string sentence)
    {
        Assert.False(Thresholds.TryParse(text, out _, out var error));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_are_judged_only_when_they_were_compared()
    {
        Assert.True(Thresholds.TryParse("different>0", out var different, out _));
        Assert.True(Thresholds.TryParse("missing>10%", out var missing, out _));
        Assert.True(different.NeedsComparison);
        var without = Report.Judged([different], null);
        Assert.False(without.Held);
        Assert.Equal("answers were not compared", without.Thresholds[0].Shown);

        var with = Report.Judged([different, missing], new ComparisonReport([new RuleComparison("greet", 90, 5, 0, 5, [])], 3));
        Assert.Equal(new AnswerCounts(90, 5, 0, 5, 3, 0), with.Answers);
        Assert.Equal([("0", true), ("5 %", true)], with.Thresholds.Select(result => (result.Shown, result.Held)));
    }

    [Fact]
    public void A_run_without_packets_does_not_hold()
    {
        Assert.True(Thresholds.TryParse("p99>1s", out var threshold, out _));
        Assert.Equal(new ThresholdResult("p99>1s", null, "no packet came to an end", false), threshold.Judge(new MeasuredRun().Finish(TimeSpan.Zero)));
    }

    [Fact]
    public void No_text_makes_reading_fail_otherwise_than_with_a_sentence()
    {
        var random = new Random(5);
        string[] parts = [.. Thresholds.Names, ">", "<", "=", ".", "1", "0.5", "e9", "ms", "%", " ", "\0", "é", "\ud800", "99999999999999999999999999999999999999999"];
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => parts[random.Next(parts.Length)]));
            if (Thresholds.TryParse(text, out var threshold, out var error)) _ = threshold.Judge(Report);
            else Assert.NotEmpty(error);
        }
    }
}
