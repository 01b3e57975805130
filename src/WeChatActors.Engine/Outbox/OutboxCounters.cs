using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>What the outbox of an account has done since the start and holds now.</summary>
/// <param name="Account">The alias.</param>
/// <param name="InHand">Conversations in memory that have something to send.</param>
/// <param name="Sending">Rows that are handled now: looked up, claimed, sent, told.</param>
/// <param name="Untold">Rows that ended and whose end is not on disk yet.</param>
/// <param name="Sent">Rows the platform took.</param>
/// <param name="Refused">Rows it refused.</param>
/// <param name="Expired">Rows that were not sent while it made sense.</param>
/// <param name="Unknown">Rows of which nobody knows.</param>
/// <param name="PutOff">How often a row was put off.</param>
/// <param name="Oldest">How long the oldest row in memory has been owed; zero when there is none.</param>
/// <param name="StoppedUntil">When the last path that is stopped goes on, UTC; null when none is.</param>
public sealed record OutboxCounters(
    string Account, int InHand, int Sending, int Untold, long Sent, long Refused, long Expired, long Unknown, long PutOff, TimeSpan Oldest, DateTimeOffset? StoppedUntil);
