namespace WeChatActors.Actors.Tests;

public class DrainTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly House _house = new();
    private readonly Gate<string> _gate = new();

    [Fact]
    public async Task An_empty_system_is_drained_at_once()
    {
        var report = await _house.System.DrainAsync(TimeSpan.Zero);

        Assert.True(report.Completed);
        Assert.Empty(report.Unfinished);
    }

    [Fact]
    public async Task A_drain_finishes_what_was_accepted_passivates_all_and_refuses_the_rest()
    {
        _house.Troupe.OnReceive = (_, message) => message == "wait" ? new(_gate.Task) : new(message);
        await _house.AskAndRun("idle", "hi");
        var busy = _house.AskAndRun("busy", "wait");
        var queued = _house.AskAndRun("busy", "behind");
        _house.Notes();

        var drain = _house.System.DrainAsync(Limit);
        _house.Turns.Run();
        Assert.Equal(TellResult.Stopping, _house.System.Tell("busy", "late"));
        Assert.Equal(House.Ended(AskOutcome.Stopping), await _house.System.AskAsync("new", "late", House.Deadline));
        Assert.Equal(House.Ended(AskOutcome.Stopping), await _house.System.AskAsync("new", "late", TimeSpan.Zero));
        Assert.False(drain.IsCompleted);
        _gate.Open("done");
        _house.Turns.Run();

        Assert.True((await drain).Completed);
        Assert.Equal(House.Replied("done"), await busy);
        Assert.Equal(House.Replied("behind"), await queued);
        Assert.Equal(["passivate idle#1", "busy#2 receives behind", "passivate busy#2"], _house.Notes());
        Assert.Equal((0, 0), (_house.Counters.Resident, _house.Counters.Queued));
    }

    [Fact]
    public async Task What_is_not_finished_in_time_is_reported_to_the_tick_and_goes_on()
    {
        _house.Troupe.OnReceive = (_, _) => new(_gate.Task);
        _ = _house.AskAndRun("ann", "1");
        _ = _house.AskAndRun("ann", "2");

        var drain = _house.System.DrainAsync(Limit);
        _house.Advance(Limit - VirtualTime.OneTick);
        Assert.False(drain.IsCompleted);
        _house.Advance(VirtualTime.OneTick);

        var report = await drain;
        Assert.False(report.Completed);
        Assert.Equal(["ann"], report.Unfinished);
        Assert.Equal(2, report.MessagesLeft);

        _gate.Open("");
        _house.Turns.Run();
        Assert.True((await _house.System.DrainAsync(TimeSpan.Zero)).Completed);
    }

    [Fact]
    public async Task A_goodbye_that_was_under_way_is_waited_for()
    {
        var goodbye = new Gate<bool>();
        _house.Troupe.OnPassivate = _ => new(goodbye.Task);
        await _house.AskAndRun("ann", "hi");
        _house.Advance(TimeSpan.FromMinutes(2));

        var drain = _house.System.DrainAsync(Limit);
        Assert.False(drain.IsCompleted);
        goodbye.Open(true);

        Assert.True((await drain).Completed);
    }

    [Fact]
    public async Task Disposing_ends_the_waits_of_what_did_not_finish_and_leaves_no_timer()
    {
        _house.Troupe.OnReceive = (_, _) => new(_gate.Task);
        var ask = _house.System.AskAsync("ann", "hi", TimeSpan.FromHours(1)).AsTask();
        _house.Turns.Run();

        var disposal = _house.System.DisposeAsync();
        _house.Advance(TimeSpan.FromSeconds(30));
        await disposal;

        Assert.Equal(House.Ended(AskOutcome.Stopping), await ask);
        _gate.Open("");
        Assert.Equal(0, _house.Time.Armed);
        Assert.Equal(0, _house.Counters.Queued);
    }
}
