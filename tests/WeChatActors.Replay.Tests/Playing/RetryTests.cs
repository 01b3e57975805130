namespace WeChatActors.Replay.Tests.Playing;

/// <summary>A packet is delivered as WeChat does it: up to three times, always the same bytes.</summary>
public class RetryTests
{
    private static readonly TimeSpan Ms20 = TimeSpan.FromMilliseconds(20);
    private readonly Stage _stage = new();

    [Fact]
    public async Task A_wrong_answer_brings_the_same_bytes_again_at_once_and_at_most_three_times()
    {
        await Play(_ => (Ms20, ScriptedTarget.Ok("success", 500)));
        var played = Assert.Single(_stage.Played);
        Assert.Equal((PlayedOutcome.Failed, 3, 3 * Ms20), (played.Outcome, played.Deliveries, played.Ended - played.Intended));
        Assert.Equal("The status is 500; only 200 counts. The handler failed: look into its log.", played.Verdict);
        Assert.Equal([DeliveryFault.Status, DeliveryFault.Status, DeliveryFault.Status], Faults(played));
        Assert.Equal([0, 20, 40], _stage.Target!.Deliveries.Select(delivery => delivery.At.TotalMilliseconds));
        Assert.Single(_stage.Target.Deliveries.Select(delivery => (delivery.Query, delivery.Body)).Distinct());
    }

    [Fact]
    public async Task An_answer_that_takes_five_seconds_is_late_and_the_next_delivery_leaves_then()
    {
        await Play(_ => (TimeSpan.MaxValue, default));
        var played = Assert.Single(_stage.Played);
        Assert.Equal((PlayedOutcome.Failed, 3, TimeSpan.FromSeconds(15)), (played.Outcome, played.Deliveries, played.Ended));
        Assert.Equal([0, 5, 10], _stage.Target!.Deliveries.Select(delivery => delivery.At.TotalSeconds));
        Assert.Equal([DeliveryFault.Late, DeliveryFault.Late, DeliveryFault.Late], Faults(played));
    }

    [Theory]
    [InlineData(4.9999999, 1)]
    [InlineData(5, 3)]
    public async Task Five_seconds_are_meant_to_the_tick(double seconds, int deliveries)
    {
        await Play(_ => (TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)), ScriptedTarget.Success));
        Assert.Equal(deliveries, Assert.Single(_stage.Played).Deliveries);
    }

    [Fact]
    public async Task The_second_delivery_may_be_answered_well()
    {
        await Play(delivery => delivery.At == TimeSpan.Zero ? (Ms20, WireAnswer.Failed(DeliveryFault.Broken, "It broke.")) : (Ms20, ScriptedTarget.Success));
        var played = Assert.Single(_stage.Played);
        Assert.Equal((PlayedOutcome.Acknowledged, 2, TimeSpan.Zero, 2 * Ms20), (played.Outcome, played.Deliveries, played.Sent, played.Ended));
        Assert.Equal([DeliveryFault.Broken, DeliveryFault.None, DeliveryFault.None], Faults(played));
        Assert.Equal("success", Assert.Single(_stage.Answers));
    }

    [Fact]
    public async Task A_body_that_WeChat_does_not_accept_is_a_fault_with_its_sentence()
    {
        await Play(_ => (Ms20, ScriptedTarget.Ok("{}")));
        var played = Assert.Single(_stage.Played);
        Assert.Equal((DeliveryFault.BadReply, "The answer is JSON; WeChat wants success, an empty body or a reply's XML."), (played.Faults[2], played.Verdict));
        Assert.Equal("", Assert.Single(_stage.Answers));
    }

    [Fact]
    public async Task The_next_packet_of_a_follower_waits_until_the_last_delivery_is_given_up()
    {
        await _stage.Play(Stage.Options(new Pace.Rate(100)), [Stage.Text(0, 1, "a"), Stage.Text(0, 1, "b")], delivery => (delivery.Content == "a" ? TimeSpan.MaxValue : Ms20, ScriptedTarget.Success));
        Assert.Equal([0, 5, 10, 15], _stage.Target!.Deliveries.Select(delivery => delivery.At.TotalSeconds));
    }

    [Fact]
    public async Task When_no_connection_was_ever_made_the_run_ends_and_says_so()
    {
        var result = await _stage.Play(
            Stage.Options(new Pace.Rate(10)), Enumerable.Range(0, 1000).Select(number => Stage.Text(0, number)), _ => (TimeSpan.Zero, WireAnswer.Failed(DeliveryFault.Connect, "Nothing listens there.")));
        Assert.Equal("The target could not be reached at all: Nothing listens there.", result.Trouble);
        Assert.Equal((10, false), (result.Sent, result.Stopped));
        Assert.Equal(30, _stage.Target!.Deliveries.Count);
    }

    [Fact]
    public async Task A_target_that_vanishes_later_does_not_end_the_run()
    {
        var result = await _stage.Play(
            Stage.Options(new Pace.Rate(10)), Enumerable.Range(0, 100).Select(number => Stage.Text(0, number)),
            delivery => (TimeSpan.Zero, delivery.At == TimeSpan.Zero ? ScriptedTarget.Success : WireAnswer.Failed(DeliveryFault.Connect, "Nothing listens there.")));
        Assert.Equal((100, null), (result.Sent, result.Trouble));
    }

    private Task<PlayResult> Play(Func<ScriptedDelivery, (TimeSpan, WireAnswer)> script) => _stage.Play(Stage.Options(new Pace.Speed(1)), [Stage.Text(0, 1)], script);

    private static DeliveryFault[] Faults(in PlayedPacket played) => [played.Faults[0], played.Faults[1], played.Faults[2]];
}
