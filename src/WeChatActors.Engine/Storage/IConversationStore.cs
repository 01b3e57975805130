using System.Collections.Immutable;
using WeChatActors.Protocol;

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

    /// <summary>The last turns of a conversation, newest first, as stored; empty when it never began.</summary>
    ValueTask<ImmutableArray<StoredTurn>> Transcript(ConversationId id, int limit);
}

/// <summary>How a commit ended.</summary>
public enum CommitOutcome
{
    /// <summary>It is on disk.</summary>
    Committed,

    /// <summary>Another writer was first: load again and step again.</summary>
    VersionMoved,

    /// <summary>It could not be written; nothing of it was kept.</summary>
    Failed,
}

/// <summary>How a commit ended, and why it failed.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Why">One sentence with the remedy when it failed; null otherwise.</param>
public readonly record struct CommitResult(CommitOutcome Outcome, string? Why = null)
{
    /// <summary>On disk.</summary>
    public static CommitResult Committed { get; } = new(CommitOutcome.Committed);
}

/// <summary>Whether the store takes writes.</summary>
/// <param name="Ok">Whether it does.</param>
/// <param name="Why">One sentence with the remedy when it does not; null otherwise.</param>
public readonly record struct StoreHealth(bool Ok, string? Why = null);

/// <summary>Why a packet was set aside.</summary>
public enum SetAsideReason
{
    /// <summary>It concerns the account, not a follower.</summary>
    AccountLevel,

    /// <summary>A kind this version does not know.</summary>
    Unknown,

    /// <summary>It could not be read.</summary>
    Malformed,

    /// <summary>Its turn failed every time it was tried.</summary>
    Poison,
}

/// <summary>A packet that no conversation takes.</summary>
/// <param name="Account">The account's alias.</param>
/// <param name="At">When it came, UTC.</param>
/// <param name="Reason">Why it was set aside.</param>
/// <param name="Detail">One sentence about it.</param>
/// <param name="Body">The body as received, or its first 4 KiB; never more is kept.</param>
public sealed record SetAsidePacket(string Account, DateTimeOffset At, SetAsideReason Reason, string Detail, ReadOnlyMemory<byte> Body);

/// <summary>One line of a list of conversations.</summary>
/// <param name="OpenId">The follower.</param>
/// <param name="Version">How many turns it has had.</param>
/// <param name="Subscribed">Whether the follower follows the account.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="LastTurnAt">When its last turn was decided, UTC.</param>
public sealed record ConversationSummary(OpenId OpenId, long Version, bool Subscribed, DateTimeOffset? Since, DateTimeOffset LastTurnAt);

/// <summary>A turn as the store holds it.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Deliveries">How often its packet was delivered.</param>
/// <param name="Json">The rest as a JSON object: type, event, key, text, msg_id, rule, reply, notes, elapsed_ms.</param>
public sealed record StoredTurn(long Seq, DateTimeOffset At, long Deliveries, ReadOnlyMemory<byte> Json);

/// <summary>The store cannot be opened, read or written now. The message is one sentence that names the file and the remedy.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
