namespace WeChatActors.Simulator;

/// <summary>What every way of sending shows in a chat, under the account's gate.</summary>
internal static class Bubbles
{
    /// <summary>Shows an entry in the chat and tells the pages.</summary>
    public static ChatEntry Show(this Platform platform, SimulatedAccount account, Follower follower, ChatOrigin origin, ChatContent content, DateTimeOffset at)
    {
        var entry = follower.Chat.Add(at, origin, content);
        platform.Feed.Publish("chat", account.Setup.Alias, follower.OpenId.Value, entry);
        return entry;
    }

    /// <summary>Shows that the account is typing, until a moment; null ends it.</summary>
    public static void ShowTyping(this Platform platform, SimulatedAccount account, Follower follower, DateTimeOffset? until)
    {
        if (follower.Chat.TypingUntil == until) return;
        follower.Chat.TypingUntil = until;
        platform.Feed.Publish("typing", account.Setup.Alias, follower.OpenId.Value, until);
    }
}
