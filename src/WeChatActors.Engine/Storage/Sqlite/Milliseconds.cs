namespace WeChatActors.Engine;

/// <summary>Times as the tables hold them: whole milliseconds since 1970 UTC.</summary>
internal static class Milliseconds
{
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Rounded down: for what happened, and for what must not happen later.</summary>
    public static long Down(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>Rounded up: for what must not happen earlier. Whoever wakes at the stored time wakes late enough.</summary>
    public static long Up(DateTimeOffset time)
    {
        var down = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 || down == Last ? down : down + 1;
    }

    public static DateTimeOffset Time(long stored) => DateTimeOffset.FromUnixTimeMilliseconds(stored);
}
