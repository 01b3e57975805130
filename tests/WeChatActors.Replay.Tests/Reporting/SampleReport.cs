using WeChatActors.Replay.Tests.Measuring;

namespace WeChatActors.Replay.Tests.Reporting;

/// <summary>The report of a run in which much went wrong, judged and compared.</summary>
internal static class SampleReport
{
    public static RunReport WithTrouble(params string[] failIf) =>
        MeasuredRun.WithTrouble().Finish(TimeSpan.FromSeconds(20.25), MeasuredRun.Healthy with { Cpu = 0.97, Starved = 0.034 }, stopped: true)
            .Judged(
                (failIf.Length == 0 ? ["p99>200ms", "service.p99>50ms", "different>0"] : failIf).Select(text => Thresholds.TryParse(text, out var threshold, out var error) ? threshold : throw new ArgumentException(error)),
                new ComparisonReport(
                    [new("营业时间", 610, 4, 1, 0, [new("captures/demo.jsonl.gz", 77, "oAnn", "几点关门？", "9:00–21:00", "9:00–20:30", AnswerVerdict.Different)]), new("[event CLICK]", 90, 0, 0, 0, [])], 12));
}
