namespace WeChatActors.Replay.Tests.Measuring;

public class WarmUpTests
{
    [Fact]
    public void What_was_to_leave_in_the_warm_up_is_in_no_number_and_time_begins_after_it()
    {
        var meter = new RunMeter(warmUp: TimeSpan.FromSeconds(2));
        for (var i = 0; i < 10; i++)
            meter.Add(new PlayedPacket
            {
                Packet = new PlannedPacket(default, default, "oAnn", "text"), OpenId = "oAnn", Intended = TimeSpan.FromSeconds(i * 0.5), Sent = TimeSpan.FromSeconds(i * 0.5),
                Ended = TimeSpan.FromSeconds(i * 0.5 + (i < 4 ? 9 : 0.1)), Deliveries = 1, Outcome = PlayedOutcome.Replied, Verdict = "",
            });
        var report = meter.Finish(new PlayResult(MeasuredRun.Began, TimeSpan.FromSeconds(5), 10, 0, false, null, MeasuredRun.Healthy), MeasuredRun.Subject);
        Assert.Equal((6, 2, 0, MeasuredRun.Began.AddSeconds(2), TimeSpan.FromSeconds(3)), (report.Packets, report.Rate, report.Late.Over4500ms, report.Began, report.Elapsed));
        Assert.Equal([2, 2, 2], report.Slices.Select(slice => slice.Packets));
    }
}
