namespace WeChatActors.Engine;

/// <summary>The rules by which one token is kept fresh.</summary>
/// <param name="Manner">What the platform does when it is asked.</param>
/// <param name="RefreshMargin">How long before its end a token is replaced.</param>
/// <param name="BetweenForced">At least so long lies between two refreshes on demand.</param>
/// <param name="PerDay">How often a day the platform may be asked; null for as often as needed.</param>
/// <param name="ForcedPerDay">How often of them in forced mode.</param>
/// <param name="RightLasts">When the right to refresh lapses by itself, counted from its being taken: longer than a request may take.</param>
internal sealed record TokenRules(TokenManner Manner, TimeSpan RefreshMargin, TimeSpan BetweenForced, int? PerDay, int ForcedPerDay, TimeSpan RightLasts)
{
    /// <summary>No token of the platform lives longer; what says so is not believed.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(7200);

    /// <summary>So long before its end a token is not given out any more: a call takes its time.</summary>
    public static readonly TimeSpan Safety = TimeSpan.FromSeconds(10);

    /// <summary>How long the old token and the new one live side by side, and in which part of its life the stable endpoint replaces one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>Who waits is told after so long that it will take longer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How often the store is looked at for a newer version.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    /// <summary>How often the right is asked for again that another process holds.</summary>
    public static readonly TimeSpan BetweenPolls = TimeSpan.FromMilliseconds(250);

    /// <summary>How far a clock of another process may be ahead before what it wrote is doubted.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(30);

    /// <summary>When a refresh that only an operator or time can mend is tried again.</summary>
    public static readonly TimeSpan Slowly = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan WidestSpread = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ForStore = TimeSpan.FromSeconds(4);

    /// <summary>The rules of a token.</summary>
    /// <param name="manner">What the platform does when it is asked for it.</param>
    /// <param name="options">What was configured.</param>
    public static TokenRules Of(TokenManner manner, TokenOptions options) => new(
        manner, options.RefreshMargin, options.BetweenForced, manner == TokenManner.Classic ? options.ClassicPerDay : null,
        manner == TokenManner.Stable ? options.ForcedPerDay : 0, options.RequestLimit + ForStore);

    /// <summary>Whether an unforced request changes nothing for others, so that it may be made without the right.</summary>
    public bool Harmless => Manner == TokenManner.Stable;

    /// <summary>When a token is to be replaced.</summary>
    /// <param name="expiresAt">Its end.</param>
    /// <param name="chance">From 0 to 1: many accounts and nodes shall not ask at once.</param>
    /// <remarks>The stable endpoint gives the same token until the last five minutes, so there the moment lies inside them.</remarks>
    public DateTimeOffset RefreshAt(DateTimeOffset expiresAt, double chance)
    {
        if (Manner != TokenManner.Stable) return expiresAt - RefreshMargin - Spread(RefreshMargin) * chance;
        var margin = RefreshMargin < Overlap ? RefreshMargin : Overlap;
        // Seconds are cut off on the way: a moment later, or the same token would come back.
        return expiresAt - margin + TimeSpan.FromSeconds(3) + Spread(margin) * chance;
    }

    private static TimeSpan Spread(TimeSpan margin) => margin / 4 < WidestSpread ? margin / 4 : WidestSpread;
}
