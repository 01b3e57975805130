namespace WeChatActors.Engine;

/// <summary>The bot is silent because a human speaks.</summary>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Until">When it ends by itself, UTC; null for never.</param>
/// <param name="UntilClose">Whether the end of the agent's session ends it.</param>
/// <param name="By">Who began it: <c>rule</c>, <c>transfer</c>, <c>agent</c> or <c>operator</c>.</param>
/// <param name="Agent">The agent, when the platform named one.</param>
public sealed record HumanPause(DateTimeOffset Since, DateTimeOffset? Until, bool UntilClose, string By, string? Agent = null);
