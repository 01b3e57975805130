namespace WeChatActors.Engine;

/// <summary>How the outbox sends.</summary>
public sealed record OutboxOptions
{
    /// <summary>How many calls of an account run at once; rows whose file or tag is still being made are not counted.</summary>
    /// <value>From 1 to 1,000; default 16.</value>
    public int Parallel { get; init; } = 16;

    /// <summary>How many rows of an account are begun in a second, on average.</summary>
    /// <value>From 1 to 100,000; default 200.</value>
    public int PerSecond { get; init; } = 200;

    /// <summary>How many conversations of an account are in memory at most; the others wait in the table.</summary>
    /// <value>From 10 to 100,000; default 1,000.</value>
    public int InHand { get; init; } = 1_000;

    /// <summary>How long a row is this process's once it claimed it. A process that lives and has not ended the row by then is taken for dead.</summary>
    /// <value>From 30 s to 10 min; default 60 s.</value>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often the table is asked for rows of other processes and for those that were put off.</summary>
    /// <value>From 100 ms to 1 min; default 2 s.</value>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often what may be sent twice is tried when nobody knows what became of it: tags, remarks, template messages.</summary>
    /// <value>From 1 to 100; default 8.</value>
    public int Attempts { get; init; } = 8;

    /// <summary>The pause after a failed attempt; each further one is twice as long.</summary>
    /// <value>From 100 ms to 1 min; default 1 s.</value>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause after failed attempts, unless the platform names a time.</summary>
    /// <value>From 1 s to 1 h; default 5 min.</value>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one call may take.</summary>
    /// <value>From 1 s to a quarter of <see cref="Lease"/>; default 10 s.</value>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(10);
}
