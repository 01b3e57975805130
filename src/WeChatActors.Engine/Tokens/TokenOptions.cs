namespace WeChatActors.Engine;

/// <summary>How tokens are kept fresh.</summary>
public sealed record TokenOptions
{
    /// <summary>How long before its end a token is replaced.</summary>
    /// <value>From 1 min to 30 min; default 5 min, for which WeChat lets the old and the new one live side by side. In
    /// stable mode it is never more than that: earlier the platform gives the same token again.</value>
    public TimeSpan RefreshMargin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>At least so long lies between two refreshes on demand.</summary>
    /// <value>From 0 to 10 min; default 30 s, below which WeChat's forced mode does nothing.</value>
    public TimeSpan BetweenForced { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a day the classic endpoint may be asked.</summary>
    /// <value>From 1 to 100,000; default 2,000.</value>
    public int ClassicPerDay { get; init; } = 2_000;

    /// <summary>How often a day the stable endpoint may be asked in forced mode.</summary>
    /// <value>From 0 to 1,000; default 20.</value>
    public int ForcedPerDay { get; init; } = 20;

    /// <summary>How long one request to the platform may take.</summary>
    /// <value>From 1 s to 30 s; default 8 s.</value>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(8);
}
