namespace WeChatActors.Replay.Tests.Measuring;

public class RunMeterTests
{
    [Fact]
    public void A_stall_shows_in_the_latency_from_the_intended_start_and_not_in_the_service_time()
    {
        // 1,000 packets a second for 60 s; the bot takes 2 ms, and nothing leaves between 20 s and 23 s.
        var (run, exact) = (new MeasuredRun(), new List<double>());
        for (var i = 0; i < 60_000; i++)
        {
            var intended = TimeSpan.FromMilliseconds(i);
            var stalled = intended.TotalSeconds is >= 20 and < 23 ? TimeSpan.FromSeconds(23) - intended : TimeSpan.Zero;
            run.Add(intended, TimeSpan.FromMilliseconds(2), stalled);
            exact.Add((stalled + TimeSpan.FromMilliseconds(2)).TotalMilliseconds);
        }
        var report = run.Finish(TimeSpan.FromSeconds(60.002));
        exact.Sort();

        var latency = report.Latency.FromIntended;
        foreach (var (share, reported) in new[] { (0.5, latency.P50), (0.75, latency.P75), (0.9, latency.P90), (0.95, latency.P95), (0.99, latency.P99), (0.999, latency.P99_9), (0.9999, latency.P99_99) })
            Assert.InRange(reported.TotalMilliseconds, exact[(int)Math.Ceiling((decimal)share * 60_000) - 1], exact[(int)Math.Ceiling((decimal)share * 60_000) - 1] * 1.001);
        Assert.Equal(TimeSpan.FromMilliseconds(3002), latency.Max);
        Assert.Equal(TimeSpan.FromMilliseconds(2), report.Latency.Service.Max);

        // It shows where it was: nothing ends for three seconds, and then all that waited does.
        Assert.Equal([1000, 2, 0, 0, 3998, 1000], report.Slices.Where(slice => slice.At.TotalSeconds is >= 19 and < 25).Select(slice => slice.Packets));
        var stall = report.Slices[23];
        Assert.Equal(TimeSpan.FromMilliseconds(3002), stall.Max);
        Assert.Equal(TimeSpan.FromMilliseconds(2), stall.ServiceMax);
        Assert.Null(report.Slices[21].P99);
    }

    [Fact]
    public void Late_means_after_five_seconds_from_the_intended_start_to_the_tick()
    {
        var run = new MeasuredRun();
        foreach (var ticks in new long[] { 45_000_000, 45_000_001, 50_000_000, 50_000_001 }) run.Add(TimeSpan.Zero, TimeSpan.FromTicks(ticks - 10_000_000), TimeSpan.FromSeconds(1));
        var report = run.Finish(TimeSpan.FromSeconds(6));
        Assert.Equal(new LateCounts(3, 0.75, 1, 0.25), report.Late);
    }

    [Fact]
    public void Outcomes_deliveries_errors_and_kinds_are_counted()
    {
        var report = MeasuredRun.WithTrouble().Finish(TimeSpan.FromSeconds(20.1));
        Assert.Equal(1000, report.Packets);
        Assert.Equal(new OutcomeCounts(752, 247, 1), report.Outcomes);
        Assert.Equal(new DeliveryCounts(997, 1, 2, 1.005), report.Deliveries);
        Assert.Equal(
            [
                new ErrorCount(DeliveryFault.Status, 3, 3 / 1005.0, "None of the 3 deliveries was answered well; the last one: the status is 500."),
                new ErrorCount(DeliveryFault.Late, 1, 1 / 1005.0, null), new ErrorCount(DeliveryFault.Broken, 1, 1 / 1005.0, null), new ErrorCount(DeliveryFault.BadReply, 1, 1 / 1005.0, null),
            ],
            report.Errors.ToArray());
        Assert.Equal(["text", "event CLICK", "image"], report.Kinds.Select(kind => kind.Kind));
        Assert.Equal((1000, 1), (report.Kinds.Sum(kind => kind.Packets), report.Kinds.Sum(kind => kind.Failed)));
        Assert.Equal((1000, 6), (report.Slices.Sum(slice => slice.Packets), report.Slices.Sum(slice => slice.Errors)));
    }

    [Fact]
    public void A_capture_that_names_a_million_kinds_costs_no_more_than_a_hundred_and_its_texts_are_tamed()
    {
        var run = new MeasuredRun();
        run.Add(TimeSpan.Zero, TimeSpan.Zero, kind: "event \u001b[31m\u202Eevil\r\n" + new string('长', 500));
        for (var i = 0; i < 5000; i++) run.Add(TimeSpan.Zero, TimeSpan.Zero, kind: $"event {i}");
        run.Add(TimeSpan.Zero, TimeSpan.Zero, outcome: PlayedOutcome.Failed, verdict: "\u001b]0;owned\u0007 \ud800" + new string('x', 9000), faults: DeliveryFault.BadReply);
        var report = run.Finish(TimeSpan.FromSeconds(1));
        Assert.Equal(101, report.Kinds.Length);
        Assert.Equal(5002, report.Kinds.Sum(kind => kind.Packets));
        Assert.Equal(PacketKinds.Other, report.Kinds[0].Kind);
        Assert.All(report.Kinds, kind => Assert.DoesNotContain(kind.Kind, c => char.IsControl(c) || c == '\u202E'));
        Assert.All(report.Kinds, kind => Assert.True(kind.Kind.Length <= 61));
        var example = Assert.Single(report.Errors).Example!;
        Assert.True(example.Length == 301 && !example.Any(char.IsControl) && example.StartsWith(" ]0;owned", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_says_what_happened_in_the_last_seconds()
    {
        var run = new MeasuredRun();
        for (var i = 0; i < 400; i++) run.Add(TimeSpan.FromMilliseconds(10 * i), TimeSpan.FromMilliseconds(1));
        var progress = run.Meter.Progress(TimeSpan.FromSeconds(4.1));
        Assert.Equal((400, 100, TimeSpan.FromSeconds(4.1)), (progress.Packets, progress.RateNow, progress.Elapsed));
        Assert.Equal([100, 100, 100, 100], progress.Rates.ToArray());
        Assert.Equal(TimeSpan.FromMilliseconds(1), progress.Service.P99);

        Assert.Equal(0, run.Meter.Progress(TimeSpan.FromSeconds(7.1)).RateNow);
        progress = run.Meter.Progress(TimeSpan.FromSeconds(107.1));
        Assert.Equal((60, 0, 400), (progress.Rates.Length, progress.Rates.Sum(), progress.Packets));
        run.Add(TimeSpan.FromSeconds(106), TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, run.Meter.Progress(TimeSpan.FromSeconds(107.1)).Rates[^1]);
    }

    [Fact]
    public void A_run_without_packets_has_a_report_too()
    {
        var report = new MeasuredRun().Finish(TimeSpan.Zero);
        Assert.Equal((0, 0, 0, 0), (report.Packets, report.Rate, report.Slices.Length, report.Latency.Service.Curve.Length));
        Assert.Equal(["no_packets"], report.Warnings.Select(warning => warning.Kind));
    }
}
