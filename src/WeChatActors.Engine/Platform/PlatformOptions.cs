namespace WeChatActors.Engine;

/// <summary>How the platform is called.</summary>
public sealed record PlatformOptions
{
    /// <summary>How many calls of an account may begin in a second, on average.</summary>
    /// <value>From 1 to 100,000; default 10,000: WeChat publishes no number, and says itself what is too often.</value>
    public int PerSecond { get; init; } = 10_000;

    /// <summary>How many calls of an account may begin at once after a rest.</summary>
    /// <value>From 1 to 100,000; default 10,000.</value>
    public int Burst { get; init; } = 10_000;

    /// <summary>How often a call that may be repeated is made again while the platform is busy or cannot be reached.</summary>
    /// <value>From 0 to 10; default 3.</value>
    public int Repeats { get; init; } = 3;

    /// <summary>The pause before the first repetition; each further one is twice as long. A quarter is added or taken off by chance.</summary>
    /// <value>From 10 ms to 10 s; default 200 ms.</value>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a body may stand still, on its way to the platform or from it.</summary>
    /// <value>From 1 s to 10 min; default 30 s.</value>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the counts of calls are written to the store.</summary>
    /// <value>From 1 s to 1 h; default 1 min.</value>
    public TimeSpan SaveCounts { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Seeds the chance in pauses.</summary>
    public int Seed { get; init; } = Environment.TickCount;
}
