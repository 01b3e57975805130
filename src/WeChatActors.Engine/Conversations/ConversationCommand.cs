using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What can be asked of a conversation from outside.</summary>
public abstract record ConversationCommand
{
    private ConversationCommand() { }

    /// <summary>Send something.</summary>
    /// <param name="Item">What.</param>
    /// <param name="Key">The caller's idempotency key, under which the row is found again; null for none.</param>
    /// <param name="ElsePark">Whether a message that cannot be pushed waits for the user's next packet instead of being refused.</param>
    public sealed record Send(OutboxItem Item, string? Key, bool ElsePark = false) : ConversationCommand;

    /// <summary>Be silent.</summary>
    /// <param name="For">How long; null until it is resumed.</param>
    /// <param name="UntilClose">Whether the end of an agent's session ends it.</param>
    public sealed record Pause(TimeSpan? For, bool UntilClose) : ConversationCommand;

    /// <summary>Speak again.</summary>
    public sealed record Resume : ConversationCommand;

    /// <summary>Erase everything that is known of the person.</summary>
    public sealed record Forget : ConversationCommand;

    /// <summary>Note a grant that no packet shows, such as a payment.</summary>
    /// <param name="Scene">Which.</param>
    /// <param name="At">When it happened, UTC.</param>
    public sealed record Grant(WindowScene Scene, DateTimeOffset At) : ConversationCommand;

    /// <summary>The page showed a parked answer: it is shown nowhere else.</summary>
    /// <param name="Seq">The line of the log that took the question.</param>
    public sealed record Shown(long Seq) : ConversationCommand;
}

/// <summary>What became of a command.</summary>
/// <param name="Done">Whether it was done.</param>
/// <param name="Entry">The row of the outbox it led to; null for none.</param>
/// <param name="Why">Why it was not done, one sentence; null when it was.</param>
/// <param name="Parked">Whether the message waits for the user's next packet.</param>
public sealed record CommandOutcome(bool Done, long? Entry = null, string? Why = null, bool Parked = false);
