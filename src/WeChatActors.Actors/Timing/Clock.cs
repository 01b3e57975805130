namespace WeChatActors.Actors;

/// <summary>A monotonic clock that counts ticks of 100 ns from its making, so that moments are plain numbers.</summary>
internal sealed class Clock(TimeProvider time)
{
    /// <summary>A moment that does not come.</summary>
    internal const long Never = long.MaxValue;

    private readonly long _start = time.GetTimestamp();

    internal TimeProvider Time => time;

    internal long Now => time.GetElapsedTime(_start).Ticks;

    /// <summary>The moment a span from now; <see cref="Never"/> when the span is infinite or beyond counting.</summary>
    internal long In(TimeSpan span)
    {
        if (span == Timeout.InfiniteTimeSpan) return Never;
        var now = Now;
        return span.Ticks < Never - now ? now + span.Ticks : Never;
    }
}
