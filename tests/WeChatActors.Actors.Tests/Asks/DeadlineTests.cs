using static WeChatActors.Testing.VirtualTime;

namespace WeChatActors.Actors.Tests;

public class DeadlineTests
{
    private readonly House _house = new();
    private readonly Gate<string> _gate = new();

    public DeadlineTests() => _house.Troupe.OnReceive = (_, _) => new(_gate.Task);

    [Fact]
    public async Task An_asker_waits_until_the_deadline_and_not_a_tick_longer()
    {
        var ask = _house.AskAndRun("ann", "hi");

        _house.Advance(House.Deadline - OneTick);
        Assert.False(ask.IsCompleted);
        Assert.Equal(0, _house.Counters.DeadlinesPassed);

        _house.Advance(OneTick);
        Assert.Equal(House.Ended(AskOutcome.DeadlinePassed), await ask);
        Assert.Equal(1, _house.Counters.DeadlinesPassed);
    }

    [Fact]
    public async Task A_reply_one_tick_before_the_deadline_is_in_time()
    {
        var ask = _house.AskAndRun("ann", "hi");

        _house.Advance(House.Deadline - OneTick);
        _gate.Open("hello");

        Assert.Equal(House.Replied("hello"), await ask);
        _house.Advance(OneTick);
        Assert.Equal(0, _house.Counters.DeadlinesPassed);
    }

    [Fact]
    public async Task A_late_reply_is_dropped_and_the_message_counts_as_handled()
    {
        var ask = _house.AskAndRun("ann", "hi");
        _house.Advance(House.Deadline);
        Assert.Equal(AskOutcome.DeadlinePassed, (await ask).Outcome);
        Assert.Equal(1, _house.Counters.Queued);

        _gate.Open("too late");

        Assert.Equal(0, _house.Counters.Queued);
        Assert.Equal(House.Replied("too late"), await _house.AskAndRun("ann", "again"));
    }

    [Fact]
    public async Task A_message_whose_asker_has_gone_is_handled_all_the_same()
    {
        var first = _house.AskAndRun("ann", "first");
        var second = _house.AskAndRun("ann", "second");
        _house.Advance(House.Deadline);
        Assert.Equal(AskOutcome.DeadlinePassed, (await first).Outcome);
        Assert.Equal(AskOutcome.DeadlinePassed, (await second).Outcome);

        _gate.Open("");
        _house.Turns.Run();

        Assert.Equal(["activate ann", "ann#1 receives first", "ann#1 receives second"], _house.Notes());
    }

    [Fact]
    public async Task Without_time_the_message_is_told_and_the_deadline_has_passed()
    {
        var ask = _house.System.AskAsync("ann", "hi", TimeSpan.Zero);
        Assert.True(ask.IsCompleted);
        Assert.Equal(AskOutcome.DeadlinePassed, (await ask).Outcome);

        _house.Turns.Run();
        Assert.Equal(["activate ann", "ann#1 receives hi"], _house.Notes());
    }

    [Fact]
    public async Task An_ask_without_end_arms_nothing_and_waits_for_the_reply()
    {
        var ask = _house.System.AskAsync("ann", "hi", Timeout.InfiniteTimeSpan);
        _house.Turns.Run();
        Assert.Equal(0, _house.Time.Armed);

        _house.Advance(TimeSpan.FromDays(100));
        Assert.False(ask.IsCompleted);
        _gate.Open("at last");
        Assert.Equal(House.Replied("at last"), await ask);
    }

    [Fact]
    public async Task Ten_thousand_waits_share_one_timer_and_end_in_the_order_of_their_deadlines()
    {
        var asks = new List<Task>();
        for (var i = 0; i < 10_000; i++)
        {
            // 7919 is prime to 10,000: every span once, in an order far from sorted.
            var span = i * 7919 % 10_000 + 1;
            asks.Add(Passes(_house.System.AskAsync($"k{i}", "hi", TimeSpan.FromTicks(span))));
        }
        Assert.Equal(2, _house.Time.Made);
        Assert.Equal(1, _house.Time.Armed);

        for (var tick = 1; tick <= 10_000; tick++)
        {
            _house.Time.Advance(OneTick);
            Assert.Equal(tick, _house.Counters.DeadlinesPassed);
        }
        await Task.WhenAll(asks);
        Assert.Equal(0, _house.Time.Armed);

        static async Task Passes(ValueTask<AskResult<string>> ask) =>
            Assert.Equal(AskOutcome.DeadlinePassed, (await ask).Outcome);
    }

    [Fact]
    public async Task After_the_last_reply_the_timer_rings_once_more_and_stays_silent()
    {
        _gate.Open("hello");
        await _house.AskAndRun("ann", "hi");
        Assert.Equal(2, _house.Time.Armed); // the deadline's and the idle window's

        _house.Advance(House.Deadline);
        Assert.Equal(1, _house.Time.Armed);
    }

    [Fact]
    public async Task A_result_can_be_read_once_and_not_after_the_wait_serves_another_ask()
    {
        _gate.Open("hello");
        var first = _house.System.AskAsync("ann", "hi", House.Deadline);
        _house.Turns.Run();
        Assert.Equal(House.Replied("hello"), await first);

        var second = _house.System.AskAsync("ann", "hi", House.Deadline);

        Assert.Throws<InvalidOperationException>(() => first.IsCompleted);
        _house.Turns.Run();
        Assert.Equal(House.Replied("hello"), await second);
    }
}
