using WeChatActors.Replay;

namespace WeChatActors.Cli.Tests.Replaying;

/// <summary>A meter that was told of 1,000 packets at 50 a second, of which some had trouble.</summary>
internal static class MeasuredRun
{
    public static RunMeter Meter()
    {
        var meter = new RunMeter();
        for (var i = 0; i < 1000; i++)
        {
            var (intended, took) = (TimeSpan.FromMilliseconds(20 * i), TimeSpan.FromMicroseconds(1800 + i * 7919 % 900 + (i % 40 == 0 ? 9_000 : 0)));
            var faults = new DeliveryFaults();
            var (deliveries, outcome) = (1, i % 4 == 0 ? PlayedOutcome.Acknowledged : PlayedOutcome.Replied);
            if (i is 100 or 200) (deliveries, faults[0], took) = (2, DeliveryFault.Late, TimeSpan.FromSeconds(5.002));
            if (i == 300)
            {
                (deliveries, outcome) = (3, PlayedOutcome.Failed);
                for (var f = 0; f < 3; f++) faults[f] = DeliveryFault.Status;
            }
            meter.Add(new PlayedPacket
            {
                Packet = new PlannedPacket(intended, default, "oAnn", i % 10 == 3 ? "event CLICK" : "text"), OpenId = "oAnn", Intended = intended,
                Sent = intended, Ended = intended + took, Deliveries = deliveries, Outcome = outcome, Faults = faults,
                Verdict = "None of the 3 deliveries was answered well; the last one: the status is 500.",
            });
        }
        return meter;
    }

    public static RunReport Report(double seconds = 20.25) => Meter().Finish(
        new PlayResult(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(seconds), 1000, 0, false, null, new(TimeSpan.FromMilliseconds(0.4), TimeSpan.FromMilliseconds(2.5), 0.95, 0, 64)),
        RunSubject.Of("replay", ["captures/demo.jsonl.gz"], new Uri("http://operator:secret@127.0.0.1:8080/wechat/demo?key=secret"), "100 times as fast"));
}
