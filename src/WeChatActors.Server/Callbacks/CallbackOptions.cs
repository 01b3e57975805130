namespace WeChatActors.Server;

/// <summary>How the edge treats deliveries.</summary>
public sealed record CallbackOptions
{
    /// <summary>How long a delivery waits for its turn to be on disk; then it is answered 503, and WeChat delivers again.</summary>
    /// <value>From 0.5 s to 4.8 s; default 4.5 s.</value>
    public TimeSpan ReplyDeadline { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How long a carrier is held open, from its arrival, for an answer that rules wait for. Then it is acknowledged, answered with a
    /// placeholder, or left to WeChat's next delivery.</summary>
    /// <value>From 3.5 s to 4.7 s; default 4.5 s. WeChat cuts at 5 s.</value>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How long a carrier is held at most that is left to WeChat's next delivery: a little longer than WeChat waits, so that it is
    /// WeChat that ends it.</summary>
    /// <value>5.2 s.</value>
    public TimeSpan HoldLimit { get; init; } = TimeSpan.FromSeconds(5.2);

    /// <summary>How far a query's timestamp may be from our clock, either way.</summary>
    /// <value>From 1 min to 15 min, for as long as a packet is recognised: a captured delivery cannot be played back; default 10 min.</value>
    public TimeSpan TimestampTolerance { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a body may take to arrive.</summary>
    /// <value>Default 4 s: a body that takes longer could not be answered in time anyway.</value>
    public TimeSpan BodyDeadline { get; init; } = TimeSpan.FromSeconds(4);
}
