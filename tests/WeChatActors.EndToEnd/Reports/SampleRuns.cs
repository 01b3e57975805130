using WeChatActors.Replay;

namespace WeChatActors.EndToEnd;

/// <summary>Runs that were never run, but could have been: an evening of a shop, 200 packets a second.</summary>
internal static class SampleRuns
{
    private static readonly string[] Kinds = ["text", "text", "text", "text", "event CLICK", "event VIEW", "image", "event subscribe"];

    /// <summary>A run in which the bot stood still for three seconds and afterwards failed now and then.</summary>
    public static RunReport Stalled(params string[] failIf) =>
        Run(seconds: 90, factor: 1.25, stall: 48, seed: 3)
            .Judged(failIf.Select(text => Thresholds.TryParse(text, out var threshold, out var error) ? threshold : throw new ArgumentException(error)), Comparison());

    /// <summary>An earlier run in which all went well.</summary>
    public static RunReport Calm() => Run(seconds: 80, factor: 1, stall: null, seed: 4);

    /// <summary>Answers that differ, some of them written by somebody who would like to do harm.</summary>
    public static ComparisonReport Comparison() => new(
        [
            new("营业时间", 4210, 12, 3, 0,
            [
                new("captures/2026-03-01.jsonl.gz", 1204, "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs", "几点关门？", "您好，我们每天 9:00–21:00 营业，\n周末延长到 22:00。", "您好，我们每天 9:00–20:30 营业，\n周末延长到 22:00。", AnswerVerdict.Different),
                new("captures/2026-03-01.jsonl.gz", 1377, "oQ7sT2mWcN5bY8kLr0JfVx3HpZa4", "今天还开着吗😀", "今天营业到 21:00。", "今天营业到 20:30。", AnswerVerdict.Different),
                new("captures/2026-03-01.jsonl.gz", 1511, "oB3rK9zQeP1wS6tXyD4nMv8GuLc2", "<script>document.title='owned'</script>", "<img src=x onerror=\"document.title='owned'\">", "</pre><script>document.title='owned'</script><a href=\"javascript:alert(1)\">", AnswerVerdict.Different),
            ]),
            new("[event CLICK]", 830, 0, 0, 1, [new("captures/2026-03-01.jsonl.gz", 2090, "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs", "CLICK order_list", "您还没有订单，去菜单里看看吧。", null, AnswerVerdict.Missing) { Why = "The status is 500." }]),
            new("greet", 2218, 640, 0, 0, []),
        ],
        17);

    private static RunReport Run(int seconds, double factor, int? stall, int seed)
    {
        var (meter, random, queue) = (new RunMeter(), new Random(seed), 0.0);
        for (var i = 0; i < seconds * 200; i++)
        {
            var intended = i / 200.0;
            var slow = factor * (0.006 + 0.004 * Math.Sin(intended / 9) * Math.Sin(intended / 9)) * Math.Exp(0.45 * Normal(random));
            if (random.Next(300) == 0) slow += 0.05 + 0.2 * random.NextDouble();
            var sent = stall is { } begins && intended >= begins && intended < begins + 3 ? begins + 3 + (intended - begins) / 20 : intended;
            queue = Math.Max(queue, sent);
            var (fault, deliveries, outcome) = (DeliveryFault.None, 1, random.Next(3) == 0 ? PlayedOutcome.Acknowledged : PlayedOutcome.Replied);
            if (stall is { } after && intended > after + 3 && random.Next(400) == 0) (fault, deliveries) = (random.Next(3) == 0 ? DeliveryFault.Broken : DeliveryFault.Status, 2);
            if (stall is not null && i % 6007 == 6000) (fault, deliveries, outcome) = (DeliveryFault.BadReply, 3, PlayedOutcome.Failed);
            var faults = new DeliveryFaults();
            for (var f = 0; f < (outcome == PlayedOutcome.Failed ? 3 : deliveries - 1); f++) faults[f] = fault;
            meter.Add(new PlayedPacket
            {
                Packet = new PlannedPacket(TimeSpan.Zero, default, "oAnn", i == 77 ? "event <b onclick=x>促销&lt;" : Kinds[random.Next(Kinds.Length)]),
                OpenId = "oAnn",
                Intended = TimeSpan.FromSeconds(intended),
                Sent = TimeSpan.FromSeconds(sent),
                Ended = TimeSpan.FromSeconds(sent + slow * deliveries),
                Deliveries = deliveries,
                Outcome = outcome,
                Faults = faults,
                Verdict = "None of the 3 deliveries was answered well; the last one: the body <script>document.title='owned'</script> is neither empty nor a reply.",
            });
        }
        return meter.Finish(
            new PlayResult(new DateTimeOffset(2026, 3, 2, 20, 15, 0, TimeSpan.FromHours(8)), TimeSpan.FromSeconds(seconds + 0.1), seconds * 200, 0, false, null, new(TimeSpan.FromMilliseconds(0.31), TimeSpan.FromMilliseconds(4.2), 0.22, 0, 48)),
            RunSubject.Of("replay", ["captures/2026-03-01.jsonl.gz"], new Uri("https://ops:hunter2@bot.example.com/wechat/demo?key=hunter2"), "100 times as fast as recorded"));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
