namespace WeChatActors.Engine;

/// <summary>A durable row of the outbox. Written with the turn that decided it.</summary>
/// <param name="To">Whose conversation owes it.</param>
/// <param name="Id">Its number in the conversation: the turn's number times 100 and its place in the turn. Entries of a conversation are sent in this order.</param>
/// <param name="At">When it was decided, UTC.</param>
/// <param name="Item">What is sent.</param>
/// <param name="Grant">The ledger's grant that pays for it.</param>
/// <param name="ExpiresAt">After it sending makes no sense any more, UTC.</param>
/// <param name="Answers">The turn whose answer it carries, which is parked when it cannot be sent; null for what answers nothing.</param>
/// <param name="Key">The idempotency key of whoever asked for it from outside; null for our own.</param>
public sealed record OutboxEntry(
    ConversationId To, long Id, DateTimeOffset At, OutboxItem Item, Reservation Grant, DateTimeOffset ExpiresAt, long? Answers = null, string? Key = null);

/// <summary>Where a row of the outbox stands.</summary>
public enum OutboxState
{
    /// <summary>Not sent yet.</summary>
    Waiting,

    /// <summary>Somebody is sending it: after a crash nobody knows whether it arrived.</summary>
    Sending,

    /// <summary>The platform took it.</summary>
    Sent,

    /// <summary>The platform refused it, and will again.</summary>
    Refused,

    /// <summary>It was not sent while it made sense.</summary>
    Expired,

    /// <summary>It was sent, and whether it arrived nobody knows. It is not sent again.</summary>
    Unknown,
}

/// <summary>How a row of the outbox ended, or where it stands.</summary>
/// <param name="State">Where.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="Errcode">The platform's number when it refused; 0 otherwise.</param>
/// <param name="Why">One sentence with the remedy; null when it was sent.</param>
/// <param name="MsgId">The platform's id of a notice, by which its delivery is reported; null otherwise.</param>
public sealed record OutboxOutcome(OutboxState State, DateTimeOffset At, int Errcode = 0, string? Why = null, string? MsgId = null);

/// <summary>A row as the store holds it.</summary>
/// <param name="Entry">What was owed.</param>
/// <param name="Outcome">Where it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NotBefore">Not tried before, UTC.</param>
public sealed record OutboxRow(OutboxEntry Entry, OutboxOutcome Outcome, int Attempts, DateTimeOffset NotBefore)
{
    /// <summary>What the user's phone reported later (TEMPLATESENDJOBFINISH and the like): <c>delivered</c>, or why not; null while unknown.</summary>
    public string? Delivery { get; init; }
}
