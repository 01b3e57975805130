using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>Keeps conversations and their turns. Every member may be called from any thread.</summary>
public interface IConversationStore : IAsyncDisposable
{
    /// <summary>Reads a conversation with the packets it must still recognise at a time.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="now">The time, UTC, that decides which packets may be forgotten.</param>
    /// <returns>The conversation, <see cref="Conversation.New"/> when it never began.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    ValueTask<Conversation> Load(ConversationId id, DateTimeOffset now);

    /// <summary>Makes a turn durable, with every other turn that is waiting. Returns when it is on disk.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="turn">The turn; its number is the stored version plus one, or the commit is refused.</param>
    /// <param name="state">The conversation after the turn.</param>
    /// <param name="stateChanged">Whether its stored part differs from that before the turn.</param>
    ValueTask<CommitResult> Commit(ConversationId id, Turn turn, Conversation state, bool stateChanged);

    /// <summary>Notes that the packet of a turn was delivered once more. Best effort; never waits for the disk.</summary>
    void CountDelivery(ConversationId id, long seq);

    /// <summary>Keeps a packet that no conversation takes: account-level, unknown, malformed, or one whose turn failed every time.</summary>
    /// <returns>Whether it is on disk.</returns>
    ValueTask<CommitResult> SetAside(SetAsidePacket packet);

    /// <summary>Whether the last write succeeded; probes the disk when it did not.</summary>
    ValueTask<StoreHealth> CheckHealth();

    /// <summary>Lists conversations of an account by OpenID.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="after">Starts behind this OpenID; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read or brought up to date now.</exception>
    ValueTask<ImmutableArray<ConversationSummary>> List(string account, string? after, int limit);

    /// <summary>Lists conversations of an account in which something may be pushed, by the end of the window.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="closesBefore">Only those whose last window ends before this, UTC; null for all.</param>
    /// <param name="after">Starts behind this place; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read or brought up to date now.</exception>
    ValueTask<ImmutableArray<ConversationSummary>> ListReachable(string account, DateTimeOffset now, DateTimeOffset? closesBefore, ReachablePlace? after, int limit);

    /// <summary>Counts the conversations of an account in which something may be pushed.</summary>
    /// <param name="account">The account's alias.</param>
    /// <param name="now">The time, UTC.</param>
    /// <exception cref="StoreUnavailableException">It cannot be read or brought up to date now.</exception>
    ValueTask<ReachableTotals> CountReachable(string account, DateTimeOffset now);

    /// <summary>The last turns of a conversation, newest first, as stored; empty when it never began.</summary>
    ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit);
}
