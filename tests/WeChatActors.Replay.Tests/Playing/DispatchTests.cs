namespace WeChatActors.Replay.Tests.Playing;

/// <summary>What the step machine says of packets that leave late.</summary>
public class DispatchTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void A_packet_that_leaves_late_beside_free_places_is_the_generators_lag_and_not_starved()
    {
        var dispatch = Of(new Pace.Rate(100), connections: 10);
        var first = Offer(dispatch, "oAnn", TimeSpan.Zero);
        Assert.True(dispatch.TryBegin(TimeSpan.Zero, out _));
        var second = Offer(dispatch, "oBen", 10 * Ms);
        dispatch.End(first, 30 * Ms);
        Assert.True(dispatch.TryBegin(40 * Ms, out var begun));
        Assert.Equal((second, false, 10 * Ms), (begun, begun.Starved, begun.Possible));
    }

    [Fact]
    public void A_packet_that_found_no_free_place_is_starved_and_could_leave_when_one_became_free()
    {
        var dispatch = Of(new Pace.Rate(100), connections: 1);
        var first = Offer(dispatch, "oAnn", TimeSpan.Zero);
        Assert.True(dispatch.TryBegin(TimeSpan.Zero, out _));
        Offer(dispatch, "oBen", 10 * Ms);
        Assert.False(dispatch.TryBegin(20 * Ms, out _));
        dispatch.End(first, 30 * Ms);
        Assert.True(dispatch.TryBegin(31 * Ms, out var begun));
        Assert.Equal((true, 10 * Ms, 30 * Ms), (begun.Starved, begun.Intended, begun.Possible));
    }

    [Fact]
    public void In_a_closed_loop_a_slow_source_counts_from_the_moment_at_which_the_place_was_free()
    {
        var dispatch = Of(new Pace.Saturate(), connections: 1);
        var first = Offer(dispatch, "oAnn", TimeSpan.Zero);
        Assert.True(dispatch.TryBegin(TimeSpan.Zero, out _));
        dispatch.End(first, 30 * Ms);
        Offer(dispatch, "oBen", TimeSpan.Zero);
        Assert.True(dispatch.TryBegin(50 * Ms, out var begun));
        Assert.Equal((30 * Ms, false), (begun.Intended, begun.Starved));
    }

    [Fact]
    public void No_more_is_held_than_the_look_ahead_and_what_ended_leaves_nothing_behind()
    {
        var dispatch = new Dispatch(new Timetable(Options(new Pace.Saturate(), 4)), 64, null);
        var random = new Random(5);
        var underWay = new List<Flight>();
        for (var step = 0; step < 20_000; step++)
        {
            while (dispatch.HasRoom) Offer(dispatch, $"o{random.Next(1_000_000)}", TimeSpan.Zero);
            Assert.InRange(dispatch.Held, 0, 64);
            while (dispatch.TryBegin(step * Ms, out var flight)) underWay.Add(flight);
            Assert.Equal((4, 4), (underWay.Count, dispatch.UnderWay));
            var ends = random.Next(4);
            dispatch.End(underWay[ends], step * Ms);
            underWay.RemoveAt(ends);
        }
        Assert.InRange(dispatch.OpenIds, 4, 68);
    }

    private static PlayOptions Options(Pace pace, int places) => new() { Account = Stage.Account(), Pace = pace, Connections = places, Concurrency = places };

    private static Dispatch Of(Pace pace, int connections) => new(new Timetable(Options(pace, connections)), 1024, null);

    private static Flight Offer(Dispatch dispatch, string openId, TimeSpan intended)
    {
        var flight = new Flight { Packet = Stage.Text(0, 1), OpenId = openId, Intended = intended };
        dispatch.Offer(flight);
        return flight;
    }
}
