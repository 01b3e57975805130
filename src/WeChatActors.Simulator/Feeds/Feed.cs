namespace WeChatActors.Simulator;

/// <summary>Something that happened on the platform, for pages that look on.</summary>
/// <param name="Kind">chat, push, typing, call, menu, follower, windows, account, clock, weather, faults, rules.</param>
/// <param name="Account">The alias; null when it concerns all.</param>
/// <param name="OpenId">Whom it concerns; null when it concerns all.</param>
/// <param name="Data">What is new, for JSON; null when the page has to ask.</param>
internal sealed record FeedEvent(string Kind, string? Account, string? OpenId, object? Data);

/// <summary>Tells pages what happens. Listeners are called on the thread where it happens, so they only note it.</summary>
internal sealed class Feed
{
    /// <summary>Hears of everything.</summary>
    public event Action<FeedEvent>? Published;

    /// <summary>Tells all listeners.</summary>
    public void Publish(FeedEvent happened) => Published?.Invoke(happened);

    /// <summary>Tells all listeners.</summary>
    public void Publish(string kind, string? account = null, string? openId = null, object? data = null) => Publish(new FeedEvent(kind, account, openId, data));
}
