namespace WeChatActors.Engine;

/// <summary>Spreads calls evenly: so many in a period, and some at once after a rest. Lock-free; who must wait is told for how long and has his
/// place already.</summary>
/// <param name="calls">How many in a period, at least 1.</param>
/// <param name="period">The period.</param>
/// <param name="burst">How many at once after a rest, at least 1.</param>
internal sealed class RateLimit(long calls, TimeSpan period, long burst)
{
    private readonly long _interval = Math.Max(1, period.Ticks / calls);
    private readonly long _tolerance = Math.Max(1, period.Ticks / calls) * (burst - 1);
    private long _next = long.MinValue;

    /// <summary>Takes a place.</summary>
    /// <param name="now">A clock that never goes back, in ticks.</param>
    /// <param name="patience">The longest wait that is taken.</param>
    /// <returns>How long to wait, mostly zero; null when it would be longer: no place is taken then.</returns>
    public TimeSpan? Take(long now, TimeSpan patience)
    {
        while (true)
        {
            var next = Volatile.Read(ref _next);
            var (after, wait) = Step(next, now, _interval, _tolerance);
            if (wait > patience.Ticks) return null;
            if (Interlocked.CompareExchange(ref _next, after, next) == next) return new TimeSpan(wait);
        }
    }

    /// <summary>One call: when the next one is due by the even pace, and how long this one waits. Pure.</summary>
    internal static (long Next, long Wait) Step(long next, long now, long interval, long tolerance)
    {
        // Nobody saves up more than the burst by resting.
        var due = Math.Max(next, now);
        return (due + interval, Math.Max(0, due - tolerance - now));
    }
}
