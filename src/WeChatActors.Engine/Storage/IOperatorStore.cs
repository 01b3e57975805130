using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>What only operators ask of the store. Any thread.</summary>
public interface IOperatorStore
{
    /// <summary>Rows of the outbox of one conversation, newest first.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="state">Only those; null for all.</param>
    /// <param name="before">Older than this row; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    ValueTask<ImmutableArray<OutboxRow>> Rows(ConversationId id, OutboxState? state, long? before, int limit);

    /// <summary>The newest packets of an account that concern it and no follower, newest first.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="kind">Only events of this name; null for all. Upper and lower case differ, as in what WeChat sends.</param>
    /// <param name="before">Older than this position; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    ValueTask<ImmutableArray<StoredAccountEvent>> AccountEvents(string account, string? kind, long? before, int limit);
}

/// <summary>An event of an account as the store keeps it.</summary>
/// <param name="Position">Its place among all: larger is newer.</param>
/// <param name="At">When it came, UTC.</param>
/// <param name="Kind">Its name, such as <c>MASSSENDJOBFINISH</c>.</param>
/// <param name="Summary">What it said, one sentence; null when nothing is known beyond its name.</param>
public sealed record StoredAccountEvent(long Position, DateTimeOffset At, string Kind, string? Summary)
{
    /// <summary>Stands between name and sentence in <see cref="SetAsidePacket.Detail"/>.</summary>
    public const string Separator = ": ";
}

/// <summary>Everything that is kept: conversations, what they owe, and what operators ask about.</summary>
public interface IEngineStore : IConversationStore, IOutboxStore, IOperatorStore, IScriptStore;
