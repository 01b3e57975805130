namespace WeChatActors.Engine;

/// <summary>How much of a path's daily quota is used.</summary>
/// <param name="Path">The path; <c>other</c> for all that WeChat's catalogue does not name.</param>
/// <param name="UsedToday">Calls since midnight in China, of all processes that share the store, to about a minute.</param>
/// <param name="PerDay">The published number of a verified account, a starting value: WeChat adjusts it by account; null where none is published.</param>
/// <param name="StoppedUntil">Until when it is not called because the platform said that the quota is used up, UTC; null when it is called.</param>
public sealed record QuotaUse(string Path, long UsedToday, long? PerDay, DateTimeOffset? StoppedUntil);
