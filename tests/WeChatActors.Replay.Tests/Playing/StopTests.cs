using WeChatActors.Testing;

namespace WeChatActors.Replay.Tests.Playing;

/// <summary>A run ends cleanly, however it ends.</summary>
public class StopTests
{
    private readonly Stage _stage = new();

    [Fact]
    public async Task Stopped_it_begins_nothing_new_and_waits_for_what_is_under_way()
    {
        using var stop = new CancellationTokenSource();
        using var timer = _stage.Time.CreateTimer(_ => stop.Cancel(), null, Samples.Now - _stage.Time.GetUtcNow() + TimeSpan.FromSeconds(1.05), Timeout.InfiniteTimeSpan);
        var result = await _stage.Play(
            Stage.Options(new Pace.Rate(10)), Enumerable.Range(0, 1000).Select(number => Stage.Text(0, number)), _ => (TimeSpan.FromSeconds(3), ScriptedTarget.Success), stop.Token);
        Assert.Equal((11, 0, true, null), (result.Sent, result.Unsent, result.Stopped, result.Trouble));
        Assert.Equal(11, _stage.Target!.Deliveries.Count);
        Assert.Equal(TimeSpan.FromSeconds(4), result.Elapsed);
    }

    [Fact]
    public async Task Stopped_it_waits_at_most_for_the_five_seconds_of_the_deliveries_under_way()
    {
        using var stop = new CancellationTokenSource();
        using var timer = _stage.Time.CreateTimer(_ => stop.Cancel(), null, Samples.Now - _stage.Time.GetUtcNow() + TimeSpan.FromSeconds(7), Timeout.InfiniteTimeSpan);
        var result = await _stage.Play(Stage.Options(new Pace.Speed(1)), [Stage.Text(0, 1), Stage.Text(1, 1)], _ => (TimeSpan.MaxValue, default), stop.Token);
        Assert.Equal((1, 1, true), (result.Sent, result.Unsent, result.Stopped));
        Assert.Equal((TimeSpan.FromSeconds(10), 2, PlayedOutcome.Failed), (result.Elapsed, _stage.Played[0].Deliveries, _stage.Played[0].Outcome));
    }

    [Fact]
    public async Task A_run_that_was_stopped_before_it_began_sends_nothing()
    {
        var result = await _stage.Play(Stage.Options(new Pace.Speed(1)), [Stage.Text(0, 1)], _ => (TimeSpan.Zero, ScriptedTarget.Success), new CancellationToken(true));
        Assert.Equal((0, true), (result.Sent, result.Stopped));
    }

    [Fact]
    public async Task An_empty_source_is_a_run_without_packets()
    {
        var result = await _stage.Play(Stage.Options(new Pace.Saturate()), [], _ => (TimeSpan.Zero, ScriptedTarget.Success));
        Assert.Equal((0, 0, false, null), (result.Sent, result.Unsent, result.Stopped, result.Trouble));
    }

    [Fact]
    public async Task A_source_that_breaks_off_ends_the_run_after_what_it_gave()
    {
        var result = await _stage.Play(Stage.Options(new Pace.Speed(1)), Breaking(), _ => (Stage.OneSecond, ScriptedTarget.Success));
        Assert.Equal((2, "The source broke off: disk on fire", false), (result.Sent, result.Trouble, result.Stopped));
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_run_and_its_error_is_told()
    {
        await using var source = new ListedPackets(Enumerable.Range(0, 100).Select(number => Stage.Text(0, number)));
        var target = new ScriptedTarget(_stage.Time, _ => (Stage.OneSecond, ScriptedTarget.Success));
        var run = new Player(Stage.Options(new Pace.Rate(10)), source, [new FullDisk()], target, _stage.Time).Run(default);
        _stage.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("full", (await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)))).Message);
        Assert.InRange(target.Deliveries.Count, 1, 15);
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused()
    {
        var options = Stage.Options(new Pace.Saturate());
        foreach (var wrong in new[]
        {
            options with { Concurrency = 0 }, options with { Connections = 50_001 }, options with { Packets = 0 }, options with { Duration = TimeSpan.Zero },
            options with { Ramp = -Stage.OneSecond }, options with { Pace = new Pace.Rate(double.NaN) }, options with { Pace = new Pace.Speed(0) },
            options with { Followers = new Followers.Multiply(0) }, options with { Account = options.Account with { Callback = new Uri("ftp://bot.example/") } },
            options with { Account = options.Account with { Security = Protocol.SecurityMode.Safe, AesKey = "short" } },
        })
        {
            Assert.NotNull(wrong.FindFault());
            await Assert.ThrowsAsync<ArgumentException>(() => _stage.Play(wrong, [], _ => default));
        }
        Assert.Null(options.FindFault());
    }

    private static IEnumerable<PlannedPacket> Breaking()
    {
        yield return Stage.Text(0, 1);
        yield return Stage.Text(1, 2);
        throw new IOException("disk on fire");
    }

    private sealed class FullDisk : IPlayedSink
    {
        public void Add(in PlayedPacket played) => throw new IOException("full");
    }
}
