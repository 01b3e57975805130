using static WeChatActors.Testing.VirtualTime;

namespace WeChatActors.Actors.Tests;

public class PassivationTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly House _house = new();

    [Fact]
    public void An_actor_leaves_when_it_has_been_idle_for_the_window_and_not_a_tick_before()
    {
        _house.AskAndRun("ann", "hi");

        _house.Advance(Window - OneTick);
        Assert.True(_house.System.IsResident("ann"));

        _house.Advance(OneTick);
        Assert.False(_house.System.IsResident("ann"));
        Assert.Equal(["activate ann", "ann#1 receives hi", "passivate ann#1"], _house.Notes());
        Assert.Equal((1, 1, 0), (_house.Counters.Activations, _house.Counters.Passivations, _house.Counters.Resident));
    }

    [Theory]
    [InlineData(1)]          // within the grain: the place in the list is not renewed
    [InlineData(50_000_000)] // beyond it
    public void A_message_starts_the_window_anew(long ticksLater)
    {
        _house.AskAndRun("ann", "hi");
        _house.Advance(TimeSpan.FromTicks(ticksLater));
        _house.AskAndRun("ann", "again");

        _house.Advance(Window - OneTick);
        Assert.True(_house.System.IsResident("ann"));
        _house.Advance(OneTick);
        Assert.False(_house.System.IsResident("ann"));
    }

    [Fact]
    public async Task The_window_starts_when_the_message_ends_however_long_it_takes()
    {
        var gate = new Gate<string>();
        _house.Troupe.OnReceive = (_, _) => new(gate.Task);
        var ask = _house.AskAndRun("ann", "hi");

        _house.Advance(Window * 3);
        Assert.True(_house.System.IsResident("ann"));
        gate.Open("");
        await ask;

        _house.Advance(Window - OneTick);
        Assert.True(_house.System.IsResident("ann"));
        _house.Advance(OneTick);
        Assert.False(_house.System.IsResident("ann"));
    }

    [Fact]
    public void Messages_during_the_goodbye_go_to_a_fresh_actor_in_order()
    {
        var gate = new Gate<bool>();
        _house.Troupe.OnPassivate = _ => new(gate.Task);
        _house.AskAndRun("ann", "hi");
        _house.Advance(Window);

        _house.System.Tell("ann", "1");
        _house.System.Tell("ann", "2");
        _house.Turns.Run();
        Assert.Equal(["activate ann", "ann#1 receives hi", "passivate ann#1"], _house.Notes());
        gate.Open(true);
        _house.Turns.Run();

        Assert.Equal(["activate ann", "ann#2 receives 1", "ann#2 receives 2"], _house.Notes());
        Assert.Equal(1, _house.Counters.Resident);
        Assert.Equal(1, _house.Counters.Passivations);
    }

    [Fact]
    public void A_message_that_comes_between_the_decision_and_the_goodbye_is_not_lost()
    {
        _house.AskAndRun("ann", "hi");
        _house.Time.Advance(Window); // the goodbye is dispatched, its turn has not begun
        _house.System.Tell("ann", "1");

        _house.Turns.Run();

        Assert.Equal(["activate ann", "ann#1 receives hi", "passivate ann#1", "activate ann", "ann#2 receives 1"], _house.Notes());
    }

    [Fact]
    public void A_goodbye_that_fails_is_reported_and_the_actor_leaves_all_the_same()
    {
        _house.Troupe.OnPassivate = _ => throw new InvalidOperationException("no goodbye");
        _house.AskAndRun("ann", "hi");

        _house.Advance(Window);

        Assert.False(_house.System.IsResident("ann"));
        Assert.Equal("no goodbye", Assert.Single(_house.Troupe.Failures).Message);
        Assert.Equal((1, 1), (_house.Counters.Failures, _house.Counters.Passivations));
    }

    [Fact]
    public void With_nobody_in_memory_no_timer_is_armed_and_there_are_never_more_than_two()
    {
        Assert.Equal((2, 0), (_house.Time.Made, _house.Time.Armed));
        for (var i = 0; i < 100; i++) _house.AskAndRun($"k{i}", "hi");
        Assert.Equal((2, 2), (_house.Time.Made, _house.Time.Armed));

        _house.Advance(Window);

        Assert.Equal((2, 0), (_house.Time.Made, _house.Time.Armed));
        Assert.Equal(0, _house.Counters.Resident);
    }

    [Fact]
    public void A_crowd_leaves_in_batches_so_that_messages_get_their_turns_in_between()
    {
        for (var i = 0; i < Residents.Batch * 3; i++) _house.AskAndRun($"k{i}", "hi");

        _house.Time.Advance(Window);
        Assert.Equal(Residents.Batch, _house.Turns.Ready);
        _house.Turns.Run();
        Assert.Equal(Residents.Batch * 2, _house.Counters.Resident);

        _house.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(0, _house.Counters.Resident);
        Assert.Equal(0, _house.Time.Armed);
    }
}
