using WeChatActors.Replay;
using WeChatActors.Testing;

namespace WeChatActors.Cli.Tests.Replaying;

public class RunTextTests
{
    [Fact]
    public void A_run_ends_with_its_numbers_on_the_terminal() => Golden.Matches("run.txt", Text(Judged(), null));

    [Fact]
    public void Beside_a_baseline_it_says_what_changed() => Golden.Matches("run-baseline.txt", Text(Judged(), MeasuredRun.Report(seconds: 18)));

    [Fact]
    public void A_run_without_packets_says_so()
    {
        var report = new RunMeter().Finish(new PlayResult(default, TimeSpan.Zero, 0, 0, false, null, new(default, default, 0, 0, 0)), RunSubject.Of("load", ["mix.yaml"], new Uri("http://127.0.0.1:1/"), "10 packets a second"));
        Assert.Equal("0 packets in 0 ms, 0 a second; 10 packets a second, to http://127.0.0.1:1/\n\nwarning  No packet came to an end, so there is nothing to measure: check the source and the target.\n", Text(report, null));
    }

    private static RunReport Judged() => MeasuredRun.Report().Judged(
        ((string[])["p99>200ms", "late>0", "errors>0.1%"]).Select(text => Thresholds.TryParse(text, out var threshold, out var error) ? threshold : throw new ArgumentException(error)), null);

    private static string Text(RunReport report, RunReport? baseline)
    {
        using var text = new StringWriter { NewLine = "\n" };
        RunText.Write(text, report, baseline);
        return text.ToString();
    }
}
