using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>Packets leave when the pace says, whatever the target does.</summary>
public class PaceTests
{
    private static readonly TimeSpan Ms20 = TimeSpan.FromMilliseconds(20);
    private readonly Stage _stage = new();

    [Fact]
    public async Task At_a_speed_the_times_between_packets_shrink()
    {
        await _stage.Play(Stage.Options(new Pace.Speed(10)), [Stage.Text(0, 1), Stage.Text(5, 2), Stage.Text(60, 3)], _ => (Ms20, ScriptedTarget.Success));
        Assert.Equal([0, 0.5, 6], _stage.Target!.Deliveries.Select(delivery => delivery.At.TotalSeconds));
        Assert.Equal([0, 0.5, 6], _stage.Played.Select(played => played.Intended.TotalSeconds));
    }

    [Fact]
    public async Task At_a_rate_packets_leave_evenly_whatever_their_own_times_are()
    {
        var result = await _stage.Play(Stage.Options(new Pace.Rate(4)), [Stage.Text(0, 1), Stage.Text(5, 2), Stage.Text(5, 3), Stage.Text(900, 4)], _ => (Ms20, ScriptedTarget.Success));
        Assert.Equal([0, 0.25, 0.5, 0.75], _stage.Target!.Deliveries.Select(delivery => delivery.At.TotalSeconds));
        Assert.Equal((4, TimeSpan.FromMilliseconds(770), false, null), (result.Sent, result.Elapsed, result.Stopped, result.Trouble));
    }

    [Fact]
    public async Task A_rate_rises_evenly_during_the_ramp()
    {
        var options = Stage.Options(new Pace.Rate(100)) with { Ramp = TimeSpan.FromSeconds(10), Duration = TimeSpan.FromSeconds(20) };
        await _stage.Play(options, Many(10_000), _ => (Ms20, ScriptedTarget.Success));
        var perSecond = _stage.Target!.Deliveries.CountBy(delivery => (int)delivery.At.TotalSeconds).OrderBy(second => second.Key).Select(second => second.Value).ToList();
        Assert.Equal(20, perSecond.Count);
        for (var second = 0; second < 20; second++) Assert.InRange(perSecond[second], (second < 10 ? 5 + 10 * second : 100) - 1, (second < 10 ? 5 + 10 * second : 100) + 1);
    }

    [Fact]
    public async Task A_closed_loop_fills_the_place_of_each_packet_that_ended()
    {
        var options = Stage.Options(new Pace.Saturate()) with { Concurrency = 3, Packets = 30 };
        var result = await _stage.Play(options, Many(100), _ => (Ms20, ScriptedTarget.Success));
        Assert.Equal(30, result.Sent);
        Assert.Equal(3, _stage.Target!.UnderWay.Most);
        Assert.Equal(10 * Ms20, result.Elapsed);
        Assert.All(_stage.Played, played => Assert.Equal((played.Sent, Ms20), (played.Intended, played.Ended - played.Intended)));
        Assert.Equal((3, 0), (result.Generator.Connections, result.Generator.Starved));
    }

    [Fact]
    public async Task The_concurrency_of_a_closed_loop_rises_during_the_ramp()
    {
        var options = Stage.Options(new Pace.Saturate()) with { Concurrency = 10, Ramp = TimeSpan.FromSeconds(10), Duration = TimeSpan.FromSeconds(20) };
        var most = new int[20];
        await _stage.Play(options, Many(100_000), delivery =>
        {
            var second = (int)delivery.At.TotalSeconds;
            most[second] = Math.Max(most[second], _stage.Target!.UnderWay.Now);
            return (Ms20, ScriptedTarget.Success);
        });
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, .. Enumerable.Repeat(10, 10)], most);
    }

    [Fact]
    public async Task Nothing_is_due_after_the_duration_and_what_left_before_is_waited_for()
    {
        var options = Stage.Options(new Pace.Rate(10)) with { Duration = Stage.OneSecond };
        var result = await _stage.Play(options, Many(100), _ => (TimeSpan.FromSeconds(4), ScriptedTarget.Success));
        Assert.Equal((10, 0, false), (result.Sent, result.Unsent, result.Stopped));
        Assert.Equal(TimeSpan.FromSeconds(4.9), result.Elapsed);
    }

    [Fact]
    public async Task Packets_that_were_due_and_found_no_connection_before_the_end_are_counted()
    {
        var options = Stage.Options(new Pace.Rate(10)) with { Duration = Stage.OneSecond, Connections = 4 };
        var result = await _stage.Play(options, Many(100), _ => (TimeSpan.FromSeconds(4), ScriptedTarget.Success));
        Assert.Equal((4, 6), (result.Sent, result.Unsent));
    }

    [Fact]
    public async Task A_packet_that_waits_for_a_connection_counts_from_its_intended_moment()
    {
        var options = Stage.Options(new Pace.Rate(10)) with { Connections = 1 };
        var result = await _stage.Play(options, Many(5), _ => (TimeSpan.FromSeconds(1), ScriptedTarget.Success));
        Assert.Equal([1, 1.9, 2.8, 3.7, 4.6], _stage.Played.Select(played => (played.Ended - played.Intended).TotalSeconds));
        Assert.All(_stage.Played, played => Assert.Equal(Stage.OneSecond, played.Ended - played.Sent));
        Assert.Equal((0.8, TimeSpan.Zero), (result.Generator.Starved, result.Generator.LagMax));
    }

    [Fact]
    public async Task What_was_to_leave_in_the_warm_up_waited_for_nothing()
    {
        var options = Stage.Options(new Pace.Rate(10)) with { Connections = 1 };
        foreach (var (warmUp, starved) in new[] { (TimeSpan.Zero, 0.2), (Stage.OneSecond, 0) })
        {
            var first = true;
            var result = await new Stage().Play(options with { WarmUp = warmUp }, Many(20), _ =>
            {
                var stalls = first;
                first = false;
                return (TimeSpan.FromMilliseconds(stalls ? 450 : 1), ScriptedTarget.Success);
            });
            Assert.Equal((20, starved), (result.Sent, result.Generator.Starved));
        }
    }

    [Fact]
    public async Task A_packet_that_waits_for_the_one_before_of_its_follower_counts_from_its_intended_moment_and_is_not_the_generators_fault()
    {
        var result = await _stage.Play(Stage.Options(new Pace.Rate(10)), [Stage.Text(0, 1), Stage.Text(0, 1), Stage.Text(0, 2)], _ => (Stage.OneSecond, ScriptedTarget.Success));
        Assert.Equal([0, 0.2, 1], _stage.Target!.Deliveries.Select(delivery => delivery.At.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(1.9), _stage.Played[^1].Ended - _stage.Played[^1].Intended);
        Assert.Equal((0, TimeSpan.Zero), (result.Generator.Starved, result.Generator.LagMax));
    }

    [Fact]
    public async Task In_a_closed_loop_a_follower_who_is_busy_lets_others_go_first()
    {
        var options = Stage.Options(new Pace.Saturate()) with { Concurrency = 2 };
        await _stage.Play(options, [Stage.Text(0, 1, "a"), Stage.Text(0, 1, "b"), Stage.Text(0, 2, "c"), Stage.Text(0, 2, "d")], _ => (Stage.OneSecond, ScriptedTarget.Success));
        Assert.Equal(["a", "c", "b", "d"], _stage.Target!.Deliveries.Select(delivery => delivery.Content));
        Assert.All(_stage.Played, played => Assert.Equal(Stage.OneSecond, played.Ended - played.Intended));
    }

    [Fact]
    public async Task The_run_has_lasted_since_the_source_gave_its_first_packet()
    {
        await using var source = new SlowToOpen(_stage.Time, TimeSpan.FromSeconds(3), new ListedPackets(Many(10)));
        var player = new Player(Stage.Options(new Pace.Rate(10)), source, [_stage], new ScriptedTarget(_stage.Time, _ => (Ms20, ScriptedTarget.Success)), _stage.Time);
        var run = player.Run(default);
        _stage.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal(TimeSpan.Zero, player.Elapsed);
        _stage.Time.Advance(TimeSpan.FromSeconds(0.6));
        Assert.Equal((TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.42)), (player.Elapsed, _stage.Played[^1].Ended));
        _stage.Time.Advance(TimeSpan.FromSeconds(10));
        await run.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task The_wall_clock_may_jump_without_a_trace_in_the_measured_times()
    {
        var wall = new JumpingClock(_stage.Time);
        var target = new ScriptedTarget(_stage.Time, delivery =>
        {
            wall.Offset += TimeSpan.FromHours(delivery.At < TimeSpan.FromSeconds(2) ? -3 : 7);
            return (Ms20, ScriptedTarget.Success);
        });
        await using var source = new ListedPackets(Many(50));
        _stage.Time.Advance(Samples.Now - DateTimeOffset.UnixEpoch);
        var run = new Player(Stage.Options(new Pace.Rate(10)), source, [_stage], target, wall).Run(default);
        _stage.Time.Advance(TimeSpan.FromMinutes(1));
        var result = await run.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(50, result.Sent);
        Assert.All(_stage.Played, played => Assert.Equal(Ms20, played.Ended - played.Intended));
        Assert.Equal(50, target.Deliveries.DistinctBy(delivery => delivery.MsgId).Count());
    }

    private static IEnumerable<PlannedPacket> Many(int count) => Enumerable.Range(0, count).Select(number => Stage.Text(0, number));

    /// <summary>A source whose first packet takes its time.</summary>
    private sealed class SlowToOpen(VirtualTime time, TimeSpan span, ListedPackets packets) : IPacketSource
    {
        private bool _open;

        public async ValueTask<PlannedPacket?> Next(CancellationToken ct)
        {
            if (!_open)
            {
                var opened = new TaskCompletionSource();
                await using var timer = time.CreateTimer(_ => opened.SetResult(), null, span, Timeout.InfiniteTimeSpan);
                await opened.Task;
                _open = true;
            }
            return await packets.Next(ct);
        }

        public ValueTask DisposeAsync() => packets.DisposeAsync();
    }

    /// <summary>A clock whose wall time is set back and forth.</summary>
    private sealed class JumpingClock(VirtualTime time) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}
