using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>Whatever the schedule, the delays and the failures: order, moments and numbers hold.</summary>
public class RandomRunTests
{
    [Fact]
    public async Task Of_random_runs_no_promise_is_broken()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            try
            {
                await Check(new Random(seed));
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}", error);
            }
        }
    }

    private static async Task Check(Random random)
    {
        var stage = new Stage();
        var followers = random.Next(1, 12);
        var at = 0.0;
        var packets = Enumerable.Range(0, random.Next(1, 150)).Select(number =>
            Stage.Text(at += random.Next(3) == 0 ? 0 : random.NextDouble(), random.Next(followers), $"{number}")).ToList();
        var options = Stage.Options(random.Next(3) switch { 0 => new Pace.Speed(1 + 9 * random.NextDouble()), 1 => new Pace.Rate(1 + 20 * random.NextDouble()), _ => new Pace.Saturate() }) with
        {
            Connections = random.Next(1, 10), Concurrency = random.Next(1, 10), Ramp = TimeSpan.FromSeconds(random.Next(3) * random.NextDouble() * 5),
            Followers = random.Next(3) switch { 0 => new Followers.Random(), 1 => new Followers.Multiply(random.Next(1, 4)), _ => new Followers.Keep() },
        };
        var copies = options.Followers is Followers.Multiply { Times: var times } ? times : 1;
        var ends = new List<(ScriptedDelivery Delivery, TimeSpan End, bool Well)>();
        var result = await stage.Play(options, packets, delivery =>
        {
            var delay = random.Next(10) switch { 0 => TimeSpan.MaxValue, 1 => TimeSpan.FromSeconds(4.5 + random.NextDouble()), 2 => TimeSpan.Zero, _ => TimeSpan.FromSeconds(random.NextDouble()) };
            var answer = random.Next(6) switch { 0 => ScriptedTarget.Ok("no", 500), 1 => WireAnswer.Failed(DeliveryFault.Broken, "broken"), 2 => ScriptedTarget.Ok("oops"), _ => ScriptedTarget.Success };
            var patience = TimeSpan.FromSeconds(5);
            ends.Add((delivery, delivery.At + (delay < patience ? delay : patience), delay < patience && answer.Body.Span.SequenceEqual("success"u8) && answer.Status == 200));
            return (delay, answer);
        });

        // Nothing is lost, and each has one end.
        Assert.Equal((packets.Count * copies, 0, null), (result.Sent, result.Unsent, result.Trouble));
        Assert.Equal(stage.Played.Count, stage.Played.Select(played => (played.Packet, played.OpenId)).Distinct().Count());

        // Deliveries: at most three, the same bytes, one behind the other, and a further one only after one that failed.
        var sent = ends.GroupBy(end => end.Delivery.MsgId).ToList();
        Assert.Equal(result.Sent, sent.Count);
        foreach (var deliveries in sent.Select(group => group.ToList()))
        {
            Assert.InRange(deliveries.Count, 1, 3);
            Assert.Single(deliveries.Select(end => (end.Delivery.Query, end.Delivery.Body)).Distinct());
            for (var i = 1; i < deliveries.Count; i++) Assert.Equal((deliveries[i - 1].End, false), (deliveries[i].Delivery.At, deliveries[i - 1].Well));
            Assert.True(deliveries[^1].Well || deliveries.Count == 3);
        }

        // One packet of a follower at a time, in the order of the source.
        foreach (var own in sent.GroupBy(group => group.First().Delivery.OpenId))
        {
            var turns = own.Select(group => group.ToList()).OrderBy(deliveries => int.Parse(deliveries[0].Delivery.Content, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            for (var i = 1; i < turns.Count; i++) Assert.True(turns[i][0].Delivery.At >= turns[i - 1][^1].End, "Two packets of a follower were under way at once.");
        }

        // What the sink hears is what was.
        foreach (var played in stage.Played)
        {
            var deliveries = Assert.Single(sent, group => group.First().Delivery.OpenId == played.OpenId && group.First().Delivery.Body.Contains($"<![CDATA[{Content(played.Packet)}]]></Content>", StringComparison.Ordinal)).ToList();
            Assert.Equal((deliveries[0].Delivery.At, deliveries[^1].End, deliveries.Count), (played.Sent, played.Ended, played.Deliveries));
            Assert.Equal(deliveries[^1].Well ? PlayedOutcome.Acknowledged : PlayedOutcome.Failed, played.Outcome);
        }

        // The moments are those of the timetable; a place is never taken twice.
        var places = options.Pace is Pace.Saturate ? options.Concurrency : options.Connections;
        Assert.InRange(stage.Target!.UnderWay.Most, 1, places);
        Assert.Equal(0, stage.Target.UnderWay.Now);
        if (options.Pace is not Pace.Saturate)
        {
            var timetable = new Timetable(options);
            var due = packets.SelectMany(packet => Enumerable.Repeat(packet, copies)).Select((packet, number) => timetable.Due(number, packet.Offset));
            Assert.Equal(due.Order(), stage.Played.Select(played => played.Intended).Order());
        }
        Assert.All(stage.Played, played => Assert.True(played.Intended <= played.Sent && played.Sent <= played.Ended));
        Assert.Equal(TimeSpan.Zero, result.Generator.LagMax);
    }

    private static string Content(PlannedPacket packet) => System.Text.Encoding.UTF8.GetString(packet.Xml.Span).Split("<Content><![CDATA[")[1].Split("]]")[0];
}
