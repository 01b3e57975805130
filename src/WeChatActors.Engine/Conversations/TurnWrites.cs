using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>What a turn writes beside its line and the conversation's state, in the same transaction.</summary>
public sealed record TurnWrites
{
    /// <summary>Rows that the outbox owes from now on.</summary>
    public ImmutableArray<OutboxEntry> Owed { get; init; } = [];

    /// <summary>Rows of the outbox that ended.</summary>
    public ImmutableArray<(long Entry, OutboxOutcome Outcome)> Settled { get; init; } = [];

    /// <summary>What the platform reported of notices later, by its id of them.</summary>
    public ImmutableArray<(string MsgId, string Delivery)> Delivered { get; init; } = [];

    /// <summary>Timers that are armed, or armed anew for another time.</summary>
    public ImmutableArray<(string Name, DateTimeOffset Due, string? Node)> Armed { get; init; } = [];

    /// <summary>Timers that are gone.</summary>
    public ImmutableArray<string> Disarmed { get; init; } = [];

    /// <summary>Whether everything that was kept of the person goes: earlier lines of the log, rows of the outbox with their contents, timers. The
    /// state after the turn holds nothing of it either.</summary>
    public bool Erases { get; init; }

    /// <summary>The first of the earlier lines whose states go, because they hold what the log must not keep; 0 for none.</summary>
    public long ForgetsFrom { get; init; }
}
