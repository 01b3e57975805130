using System.Collections.Immutable;
using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Measuring;

public class RunWarningsTests
{
    [Fact]
    public void A_healthy_run_of_a_hundred_thousand_packets_has_none() => Assert.Empty(Of(MeasuredRun.Healthy, packets: 100_000));

    [Theory]
    [InlineData("generator_cpu", 0.9, 0, 0.1)]
    [InlineData("generator_connections", 0.1, 0.0101, 0.1)]
    [InlineData("generator_lag", 0.1, 0, 5.1)]
    [InlineData(null, 0.899, 0.01, 5)]
    public void The_generator_says_when_it_was_itself_the_bottleneck(string? kind, double cpu, double starved, double lag) =>
        Assert.Equal(kind is null ? [] : [kind], Of(new(TimeSpan.FromMilliseconds(lag), TimeSpan.FromSeconds(1), cpu, starved, 64), packets: 100_000).Select(warning => warning.Kind));

    [Fact]
    public void A_lag_that_is_little_beside_the_latency_is_no_trouble() =>
        Assert.Empty(Of(new(TimeSpan.FromMilliseconds(6), TimeSpan.FromSeconds(1), 0.1, 0, 64), packets: 100_000, took: TimeSpan.FromMilliseconds(70)));

    [Fact]
    public void Every_warning_is_one_sentence_with_its_remedy()
    {
        var worst = new GeneratorHealth(TimeSpan.FromMilliseconds(31), TimeSpan.FromSeconds(2), 0.987, 0.0213, 64);
        string[] sentences =
        [
            .. Of(worst, packets: 700, stopped: true, trouble: "captures/demo.jsonl, line 9 is no delivery; the packets before it were sent.", beyond: true).Select(warning => $"{warning.Kind}: {warning.Text}"),
            .. Of(worst with { Cpu = 0, Starved = 0, LagP99 = default }, packets: 7_000).Concat(Of(MeasuredRun.Healthy, packets: 70_000)).Concat(Of(MeasuredRun.Healthy, packets: 0)).Select(warning => $"{warning.Kind}: {warning.Text}"),
        ];
        Golden.Matches("warnings.txt", string.Join('\n', sentences) + "\n");
    }

    private static ImmutableArray<RunWarning> Of(GeneratorHealth generator, int packets, TimeSpan? took = null, bool stopped = false, string? trouble = null, bool beyond = false)
    {
        var run = new MeasuredRun();
        for (var i = 0; i < packets; i++) run.Add(TimeSpan.Zero, took ?? TimeSpan.FromMilliseconds(10));
        if (beyond) run.Add(TimeSpan.Zero, TimeSpan.FromMilliseconds(5), waited: TimeSpan.FromSeconds(61));
        return run.Finish(TimeSpan.FromSeconds(62), generator, stopped, trouble, unsent: beyond ? 1234 : 0).Warnings;
    }
}
