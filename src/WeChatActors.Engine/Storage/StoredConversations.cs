using WeChatActors.Protocol;

namespace WeChatActors.Engine;

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
/// <param name="Json">The rest as a JSON object: type, event, key, text, msg_id, rule, reply, notes, elapsed_ms; of type <c>authorised</c>
/// scope, union_id, name, picture.</param>
public sealed record StoredTurn(long Seq, DateTimeOffset At, long Deliveries, ReadOnlyMemory<byte> Json);
