namespace WeChatActors.Actors.Tests;

/// <summary>The moments between two steps of different threads, each forced by taking the steps one by one.</summary>
public sealed class ResidentsTests : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(64);

    private readonly VirtualTime _time = new();
    private readonly Clock _clock;
    private readonly Residents _residents;

    public ResidentsTests()
    {
        _clock = new Clock(_time);
        _residents = new Residents(_clock, Window, 10);
    }

    public void Dispose() => _residents.Dispose();

    [Fact]
    public void One_who_was_used_after_it_was_found_idle_gets_a_new_place_and_a_new_window()
    {
        var guest = new Guest { Answer = Leave.UsedSince };
        Come(guest);
        guest.Asked = () => guest.LastUsed = _clock.Now; // a message ends between the look and the question

        _time.Advance(Window);
        Assert.Equal(1, guest.TimesAsked);
        Assert.Equal(1, _time.Armed);

        _time.Advance(Window - VirtualTime.OneTick);
        Assert.Equal(1, guest.TimesAsked);
        _time.Advance(VirtualTime.OneTick);
        Assert.Equal(2, guest.TimesAsked);
    }

    [Fact]
    public void One_at_work_is_left_alone_until_it_lists_itself()
    {
        var guest = new Guest { Answer = Leave.Busy };
        Come(guest);

        _time.Advance(Window * 3);
        Assert.Equal(1, guest.TimesAsked);
        Assert.Equal(0, _time.Armed);

        guest.LastUsed = _clock.Now;
        _residents.Touch(guest);
        _time.Advance(Window);
        Assert.Equal(2, guest.TimesAsked);
    }

    [Fact]
    public void A_turn_that_lists_its_cell_after_it_is_gone_changes_nothing()
    {
        var guest = new Guest();
        Come(guest);
        Assert.True(_residents.Depart(guest));

        guest.LastUsed = _clock.Now + TimeSpan.TicksPerMinute;
        _residents.Touch(guest);

        _time.Advance(Window * 3);
        Assert.Equal((0, 0), (guest.TimesAsked, _time.Armed));
        Assert.Equal(0, _residents.Count);
    }

    [Fact]
    public void A_cell_that_has_been_used_since_does_not_leave()
    {
        var house = new House();
        house.Advance(TimeSpan.FromSeconds(1));
        var cell = Seat(house);

        Assert.Equal(Leave.UsedSince, cell.TryLeave(notUsedAfter: house.System.Clock.Now - 1));
        Assert.Equal(Leave.Leaving, cell.TryLeave(notUsedAfter: house.System.Clock.Now));
        Assert.Equal(Leave.Busy, cell.TryLeave(notUsedAfter: Clock.Never));
    }

    [Fact]
    public void A_sender_that_still_holds_a_cell_that_is_gone_is_told_so()
    {
        var house = new House();
        var cell = Seat(house);
        house.System.Residents.Dismiss(cell, Clock.Never);
        house.Turns.Run();

        Assert.Equal(Post.Gone, cell.Accept(new Envelope<string, string>(null!, null!, house.System.Tally)));
        Assert.Equal(0, house.Turns.Ready);
    }

    private void Come(Guest guest)
    {
        guest.LastUsed = _clock.Now;
        _residents.Arrive();
        _residents.Touch(guest);
    }

    /// <summary>A cell that has handled one message and is idle.</summary>
    private static Cell<string, string, string> Seat(House house)
    {
        var cell = new Cell<string, string, string>(house.System, "ann");
        house.System.Residents.Arrive();
        var deadlines = new Deadlines(house.System.Clock);
        var envelope = new Envelopes<string, string>(deadlines, house.System.Tally).Take();
        envelope.Fill("hi", asked: false);
        Assert.Equal(Post.AcceptedByIdle, cell.Accept(envelope));
        house.Turns.Start(cell);
        return cell;
    }

    private sealed class Guest : Resident
    {
        internal Leave Answer { get; init; }

        internal Action Asked { get; set; } = () => { };

        internal int TimesAsked { get; private set; }

        internal override Leave TryLeave(long notUsedAfter)
        {
            TimesAsked++;
            Asked();
            return Answer;
        }
    }
}
