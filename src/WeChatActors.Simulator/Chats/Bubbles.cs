namespace WeChatActors.Simulator;

/// <summary>What every way of sending shows in a chat, under the account's gate.</summary>
internal static class Bubbles
{
    /// <summary>Shows an entry in the chat and tells the pages.</summary>
    /// <param name="platform">Whose pages.</param>
    /// <param name="account">Whose chat.</param>
    /// <param name="follower">With whom.</param>
    /// <param name="origin">From whom and by which way.</param>
    /// <param name="content">What.</param>
    /// <param name="at">When.</param>
    /// <param name="push">The push it belongs to; null for none.</param>
    public static void Show(
        this Platform platform, SimulatedAccount account, Follower follower, ChatOrigin origin, ChatContent content, DateTimeOffset at, long? push = null) =>
        platform.Feed.Publish("chat", account.Setup.Alias, follower.OpenId.Value, follower.Chat.Add(at, origin, content, push));

    /// <summary>Shows a message of the account to this follower alone: the two have exchanged one, and the account is not typing any more.</summary>
    public static void ShowMessage(
        this Platform platform, SimulatedAccount account, Follower follower, ChatOrigin origin, ChatContent content, DateTimeOffset at, long? push = null)
    {
        follower.LastExchange = at;
        platform.ShowTyping(account, follower, null);
        platform.Show(account, follower, origin, content, at, push);
    }

    /// <summary>Shows that the account is typing, until a moment; null ends it.</summary>
    public static void ShowTyping(this Platform platform, SimulatedAccount account, Follower follower, DateTimeOffset? until)
    {
        if (follower.Chat.TypingUntil == until) return;
        follower.Chat.TypingUntil = until;
        platform.Feed.Publish("typing", account.Setup.Alias, follower.OpenId.Value, until);
    }
}
