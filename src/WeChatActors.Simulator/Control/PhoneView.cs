namespace WeChatActors.Simulator;

/// <summary>What a person's phone shows of one account, and what the account may still send.</summary>
internal sealed record PhoneView(
    string OpenId, bool Subscribed, bool Receives, IReadOnlyList<ChatEntry> Chat, DateTimeOffset? TypingUntil, IReadOnlyList<MenuButton> Menu, WindowsView Windows)
{
    /// <summary>The view at a moment. Under the account's gate.</summary>
    public static PhoneView Of(SimulatedAccount account, Follower follower, DateTimeOffset now) => new(
        follower.OpenId.Value, follower.Subscribed, follower.Receives, [.. follower.Chat.Entries],
        follower.Chat.TypingUntil is { } until && until > now ? until : null,
        follower.Subscribed ? account.Menus.Of(follower) : [], WindowsView.Of(follower.Windows, now));
}

/// <summary>The open customer-service windows of a follower.</summary>
/// <param name="Left">Messages that may still be sent, of all windows.</param>
/// <param name="ClosesAt">When the last window that has messages left closes; null when none has.</param>
/// <param name="Grants">The windows.</param>
internal sealed record WindowsView(int Left, DateTimeOffset? ClosesAt, IReadOnlyList<Grant> Grants)
{
    /// <summary>The windows at a moment.</summary>
    public static WindowsView Of(ReplyWindows windows, DateTimeOffset now)
    {
        var grants = windows.Open(now).ToList();
        var useful = grants.Where(grant => grant.Left > 0).ToList();
        return new(useful.Sum(grant => grant.Left), useful.Count == 0 ? null : useful.Max(grant => grant.ExpiresAt), grants);
    }
}
