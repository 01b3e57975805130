namespace WeChatActors.Engine;

/// <summary>The time of day, which never goes back while the process lives. A wall clock that is set back cannot lengthen the life of a
/// token; one that is set forward is followed. Safe to use from any thread.</summary>
internal sealed class SteadyClock
{
    private readonly TimeProvider _time;
    private readonly long _started;
    private long _offset; // UTC ticks when nothing had elapsed, as far as the wall has shown; it only grows

    /// <summary>A clock that begins with what the wall shows.</summary>
    public SteadyClock(TimeProvider time)
    {
        _time = time;
        _offset = time.GetUtcNow().UtcTicks;
        _started = time.GetTimestamp();
    }

    /// <summary>Now, UTC; not before any moment it has shown.</summary>
    public DateTimeOffset Now
    {
        get
        {
            // The wall first: a thread that is held up between the two then sees the time a little late, not early for ever.
            var wall = _time.GetUtcNow().UtcTicks;
            var elapsed = _time.GetElapsedTime(_started).Ticks;
            var offset = Volatile.Read(ref _offset);
            while (wall - elapsed > offset)
            {
                var seen = Interlocked.CompareExchange(ref _offset, wall - elapsed, offset);
                if (seen == offset) return new DateTimeOffset(wall, TimeSpan.Zero);
                offset = seen;
            }
            return new DateTimeOffset(elapsed + offset, TimeSpan.Zero);
        }
    }
}
