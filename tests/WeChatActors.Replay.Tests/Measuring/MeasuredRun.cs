namespace WeChatActors.Replay.Tests.Measuring;

/// <summary>A meter that is told of packets without any being sent.</summary>
internal sealed class MeasuredRun(TimeSpan? slice = null)
{
    public static readonly DateTimeOffset Began = new(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(8));

    public static readonly GeneratorHealth Healthy = new(TimeSpan.FromMilliseconds(0.4), TimeSpan.FromMilliseconds(2.5), 0.31, 0, 64);

    public static readonly RunSubject Subject = RunSubject.Of(
        "replay", ["captures/demo.jsonl.gz"], new Uri("http://operator:secret@127.0.0.1:8080/wechat/demo?key=secret#part"), "100 times as fast as recorded");

    private long _packets;

    public RunMeter Meter => field ??= new RunMeter(slice);

    /// <summary>Tells of a packet.</summary>
    public MeasuredRun Add(
        TimeSpan intended, TimeSpan took, TimeSpan waited = default, string kind = "text", PlayedOutcome outcome = PlayedOutcome.Replied, string verdict = "", params DeliveryFault[] faults)
    {
        var of = new DeliveryFaults();
        for (var i = 0; i < faults.Length; i++) of[i] = faults[i];
        Meter.Add(new PlayedPacket
        {
            Packet = new PlannedPacket(intended, ReadOnlyMemory<byte>.Empty, "oAnn", kind),
            OpenId = "oAnn",
            Intended = intended,
            Sent = intended + waited,
            Ended = intended + waited + took,
            Deliveries = outcome == PlayedOutcome.Failed ? Math.Max(1, faults.Length) : faults.Length + 1,
            Outcome = outcome,
            Faults = of,
            Verdict = verdict,
        });
        _packets++;
        return this;
    }

    public RunReport Finish(TimeSpan elapsed, GeneratorHealth? generator = null, bool stopped = false, string? trouble = null, long unsent = 0) =>
        Meter.Finish(new PlayResult(Began, elapsed, _packets, unsent, stopped, trouble, generator ?? Healthy), Subject);

    /// <summary>A run of 20 s at 50 a second with each kind of trouble: the bot stalls for 3 s in the tenth second, and some deliveries fail.</summary>
    public static MeasuredRun WithTrouble()
    {
        var (run, random) = (new MeasuredRun(), new Random(7));
        for (var i = 0; i < 1000; i++)
        {
            var intended = TimeSpan.FromMilliseconds(20 * i);
            var took = TimeSpan.FromMicroseconds(1800 + random.Next(900) + (i % 40 == 0 ? 9_000 : 0));
            var stalled = intended.TotalSeconds is >= 10 and < 13 ? TimeSpan.FromSeconds(13) - intended : TimeSpan.Zero;
            if (i == 100) run.Add(intended, TimeSpan.FromSeconds(5.002), faults: DeliveryFault.Late);
            else if (i == 200) run.Add(intended, TimeSpan.FromMilliseconds(9), outcome: PlayedOutcome.Failed, verdict: "None of the 3 deliveries was answered well; the last one: the status is 500.", faults: [DeliveryFault.Status, DeliveryFault.Status, DeliveryFault.Status]);
            else if (i == 300) run.Add(intended, TimeSpan.FromMilliseconds(4), kind: "event CLICK", faults: [DeliveryFault.Broken, DeliveryFault.BadReply]);
            else run.Add(intended, took, stalled, i % 10 == 3 ? "event CLICK" : i % 25 == 7 ? "image" : "text", i % 4 == 0 ? PlayedOutcome.Acknowledged : PlayedOutcome.Replied);
        }
        return run;
    }
}
