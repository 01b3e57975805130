using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>One line of a list of conversations.</summary>
/// <param name="OpenId">The follower.</param>
/// <param name="Version">How many turns it has had.</param>
/// <param name="Subscribed">Whether the follower follows the account.</param>
/// <param name="Since">When it began, UTC.</param>
/// <param name="LastTurnAt">When its last turn was decided, UTC.</param>
public sealed record ConversationSummary(OpenId OpenId, long Version, bool Subscribed, DateTimeOffset? Since, DateTimeOffset LastTurnAt)
{
    /// <summary>When the last window ends in which something may be pushed, UTC; null when nothing may be.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>How many messages may be pushed.</summary>
    public int Left { get; init; }
}

/// <summary>A place in the list of those who can be reached, which goes by the end of the window.</summary>
/// <param name="ClosesAt">When the window of the conversation before it ends, UTC.</param>
/// <param name="OpenId">That conversation's follower.</param>
public readonly record struct ReachablePlace(DateTimeOffset ClosesAt, OpenId OpenId);

/// <summary>How many followers can be reached by customer-service messages at a time.</summary>
/// <param name="Conversations">Conversations with an open window.</param>
/// <param name="Messages">How many messages that makes: as many as could be pushed after the last turn of each. A grant of a minute that has ended
/// beside one of days is counted until the next turn.</param>
/// <param name="ClosingWithinAnHour">How many of the conversations have no open window an hour later, when nothing happens.</param>
public readonly record struct ReachableTotals(long Conversations, long Messages, long ClosingWithinAnHour);

/// <summary>A turn as the store holds it.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Deliveries">How often its packet was delivered.</param>
/// <param name="Json">The rest as a JSON object: type, event, key, text, msg_id, rule, reply, notes, elapsed_ms; of type <c>authorised</c>
/// scope, union_id, name, picture; see <see cref="TurnJson.WriteTurn"/> for the others.</param>
public sealed record StoredTurn(long Seq, DateTimeOffset At, long Deliveries, ReadOnlyMemory<byte> Json);
