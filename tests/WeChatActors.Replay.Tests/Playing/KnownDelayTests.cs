using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>Against a server whose delays are known, what the sink is told is exactly the truth.</summary>
public class KnownDelayTests
{
    private const int Rate = 100, Packets = 3000;
    private static readonly TimeSpan StallBegins = TimeSpan.FromSeconds(10), StallEnds = TimeSpan.FromSeconds(13);

    [Fact]
    public async Task A_fixed_delay_is_the_latency_of_every_packet() =>
        Assert.All(await Play(_ => TimeSpan.FromMilliseconds(20), 1000), played => Assert.Equal((20, 20), (FromIntended(played), Service(played))));

    [Fact]
    public async Task Two_delays_are_found_as_often_as_they_were()
    {
        var number = 0;
        var played = await Play(_ => TimeSpan.FromMilliseconds(number++ % 10 == 0 ? 200 : 5), 1000);
        Assert.Equal([(5.0, 2700), (200.0, 300)], played.CountBy(FromIntended).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(8)]
    public async Task A_stall_of_three_seconds_shows_in_every_packet_that_was_due_in_it_and_not_in_the_service_time_of_those_that_had_to_wait(int connections)
    {
        var played = await Play(delivery => Delay(delivery.At), connections);

        // The truth, by another way: so many servers, first come first served, and none of them works during the stall.
        var free = new PriorityQueue<TimeSpan, TimeSpan>(Enumerable.Repeat((TimeSpan.Zero, TimeSpan.Zero), connections));
        var truth = new List<double>();
        for (var number = 0; number < Packets; number++)
        {
            var intended = TimeSpan.FromSeconds((double)number / Rate);
            var begins = TimeSpan.FromTicks(Math.Max(intended.Ticks, free.Dequeue().Ticks));
            var ends = begins + Delay(begins);
            free.Enqueue(ends, ends);
            truth.Add((ends - intended).TotalMilliseconds);
        }
        Assert.Equal(truth.Order(), played.Select(FromIntended).Order());
        // Three seconds of packets were due while it stood, and with few connections as many as were due until the queue was gone.
        Assert.InRange(played.Count(packet => FromIntended(packet) > 100), connections == 8 ? 380 : 290, connections == 8 ? 395 : 300);
        Assert.Equal(connections == 8 ? 8 : 300, played.Count(packet => Service(packet) > 25), 3.0);
    }

    private static TimeSpan Delay(TimeSpan at)
    {
        var usual = TimeSpan.FromMilliseconds(20);
        return at + usual > StallBegins && at < StallEnds ? StallEnds + usual - at : usual;
    }

    private static async Task<List<PlayedPacket>> Play(Func<ScriptedDelivery, TimeSpan> delay, int connections)
    {
        var stage = new Stage();
        var options = Stage.Options(new Pace.Rate(Rate)) with { Connections = connections };
        var result = await stage.Play(options, Enumerable.Range(0, Packets).Select(number => Stage.Text(0, number)), delivery => (delay(delivery), ScriptedTarget.Success));
        Assert.Equal(Packets, result.Sent);
        return stage.Played;
    }

    private static double FromIntended(PlayedPacket played) => (played.Ended - played.Intended).TotalMilliseconds;

    private static double Service(PlayedPacket played) => (played.Ended - played.Sent).TotalMilliseconds;
}
