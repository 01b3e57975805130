using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Actors;

/// <summary>How an ask ended for the asker.</summary>
public enum AskOutcome
{
    /// <summary>The actor (or the decision to give up) replied in time.</summary>
    Replied,

    /// <summary>Refused at once: the key's mailbox holds as many messages as it may. Nothing was enqueued.</summary>
    MailboxFull,

    /// <summary>The asker's wait is over. The message was accepted and is handled all the same; its reply is dropped.</summary>
    DeadlinePassed,

    /// <summary>Refused at once because the system is draining; or the system was disposed while the asker waited.</summary>
    Stopping,

    /// <summary>The message failed and no reply could be computed; <see cref="AskResult{TReply}.Error"/> says why.</summary>
    Failed,
}

/// <summary>What an asker gets: a reply, or why there is none.</summary>
/// <typeparam name="TReply">The reply's type.</typeparam>
/// <param name="Outcome">How the ask ended.</param>
/// <param name="Reply">The reply when <paramref name="Outcome"/> is <see cref="AskOutcome.Replied"/>, else the default.</param>
/// <param name="Error">The exception when <paramref name="Outcome"/> is <see cref="AskOutcome.Failed"/>, else null.</param>
public readonly record struct AskResult<TReply>(AskOutcome Outcome, TReply? Reply = default, Exception? Error = null)
{
    /// <summary>Gives the reply if there is one.</summary>
    /// <param name="reply">The reply, when the answer is true.</param>
    /// <returns>Whether the actor replied in time.</returns>
    public bool TryGetReply([MaybeNullWhen(false)] out TReply reply)
    {
        reply = Reply;
        return Outcome == AskOutcome.Replied;
    }
}
