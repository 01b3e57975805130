using WeChatActors.Engine;

namespace WeChatActors.Cli;

/// <summary>The pause between two refreshes on demand, which the token centre waits for: WeChat ignores what comes earlier, and by the classic
/// endpoint each one takes away a token that others have just got.</summary>
internal static class RefreshPause
{
    /// <summary>Says how long one that is asked for now has to wait, and why; null when it has not to.</summary>
    /// <param name="stored">What is known of the access_token.</param>
    /// <param name="mode">The endpoint it comes from.</param>
    /// <param name="between">How long the pause is.</param>
    /// <param name="now">The time, UTC.</param>
    public static string? Left(StoredToken stored, TokenMode mode, TimeSpan between, DateTimeOffset now)
    {
        var last = mode == TokenMode.Stable ? stored.ForcedAt : stored.Token?.ObtainedAt;
        // A time to come is that of a clock that was wrong.
        return last is { } at && at <= now && now < at + between
            ? $"The last new one was asked for {Moment.Of(now - at)} ago, and there must be {Moment.Of(between)} between two: waiting for {Moment.Of(at + between - now)}."
            : null;
    }
}
