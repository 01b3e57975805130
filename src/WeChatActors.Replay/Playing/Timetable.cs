namespace WeChatActors.Replay;

/// <summary>Says when each packet of a run should leave and when each place of a closed loop opens. Pure: the target's answers change nothing of it.</summary>
/// <param name="options">Pace, ramp and concurrency.</param>
internal sealed class Timetable(PlayOptions options)
{
    /// <summary>Whether packets leave when a place is free instead of at moments of their own.</summary>
    public bool IsClosedLoop { get; } = options.Pace is Pace.Saturate;

    /// <summary>How many packets are under way at once, at most.</summary>
    public int Places { get; } = options.Pace is Pace.Saturate ? options.Concurrency : options.Connections;

    /// <summary>When a packet should leave, since the run began; without meaning in a closed loop.</summary>
    /// <param name="number">How many were due before it.</param>
    /// <param name="offset">Its own time in its source.</param>
    public TimeSpan Due(long number, TimeSpan offset) => options.Pace switch
    {
        Pace.Rate rate => Rise(number / rate.PerSecond),
        Pace.Speed speed => Rise(Math.Max(0, offset.TotalSeconds) / speed.Times),
        _ => TimeSpan.Zero,
    };

    /// <summary>When a place of the closed loop opens; at any other pace all are open from the beginning.</summary>
    /// <param name="place">From 0.</param>
    public TimeSpan Opens(int place) => IsClosedLoop ? options.Ramp * ((double)place / options.Concurrency) : TimeSpan.Zero;

    /// <summary>When so much is done as takes this long at full speed: while it rises evenly, what is done grows with the square of time.</summary>
    private TimeSpan Rise(double seconds)
    {
        var ramp = options.Ramp.TotalSeconds;
        var at = seconds < ramp / 2 ? Math.Sqrt(2 * ramp * seconds) : seconds + ramp / 2;
        return at < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromTicks((long)(at * TimeSpan.TicksPerSecond)) : TimeSpan.MaxValue / 2;
    }
}
