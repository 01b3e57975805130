using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed class CarrierWaitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5.2);

    private readonly VirtualTime _time = new();
    private readonly HeldCarrier _held = new();

    [Fact]
    public async Task An_answer_comes_as_it_was_given_and_leaves_no_timer_behind()
    {
        var wait = CarrierWait.Until(_held, Limit, _time, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(4.4));
        var answer = new Answer(new TextReply("好了"), _time.GetUtcNow());

        _held.Complete(answer);

        Assert.Equal(answer, await wait);
        Assert.Equal(0, _time.Armed);
    }

    [Fact]
    public async Task A_carrier_is_closed_when_its_time_is_over_and_not_a_tick_before()
    {
        var wait = CarrierWait.Until(_held, Limit, _time, CancellationToken.None);

        _time.Advance(Limit - VirtualTime.OneTick);
        Assert.True(_held.IsOpen);
        Assert.False(wait.IsCompleted);
        _time.Advance(VirtualTime.OneTick);

        Assert.Null(await wait);
        Assert.False(_held.IsOpen);
    }

    [Fact]
    public async Task A_carrier_is_closed_when_the_platform_went_away()
    {
        using var gone = new CancellationTokenSource();
        var wait = CarrierWait.Until(_held, Limit, _time, gone.Token);

        await gone.CancelAsync();

        Assert.Null(await wait);
        Assert.False(_held.IsOpen);
        Assert.Equal(0, _time.Armed);
    }

    [Fact]
    public async Task What_was_answered_in_the_last_moment_is_said()
    {
        var answer = new Answer(null, _time.GetUtcNow());
        _held.Complete(answer);

        Assert.Equal(answer, await CarrierWait.Until(_held, TimeSpan.FromSeconds(-1), _time, new CancellationToken(canceled: true)));
    }
}
