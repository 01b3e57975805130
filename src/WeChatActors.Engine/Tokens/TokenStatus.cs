namespace WeChatActors.Engine;

/// <summary>How a token stands, for health, metrics and the operator. Holds no value.</summary>
/// <param name="Id">Which.</param>
/// <param name="Version">That of the current one; 0 when there was never one.</param>
/// <param name="ObtainedAt">When the current one was asked for, UTC; null without one.</param>
/// <param name="ExpiresAt">When the current one ends, UTC; null without one.</param>
/// <param name="Good">Whether it can be used now.</param>
/// <param name="Refreshing">Whether a new one is being asked for.</param>
/// <param name="Trouble">What is wrong and the remedy, in one sentence; null when all is well. With it the token may still be good.</param>
/// <param name="CallsToday">How often the endpoint was asked today, by all processes that share the store.</param>
/// <param name="ForcedToday">How often of them in forced mode.</param>
public sealed record TokenStatus(
    TokenId Id, long Version, DateTimeOffset? ObtainedAt, DateTimeOffset? ExpiresAt, bool Good, bool Refreshing, string? Trouble, int CallsToday, int ForcedToday);
