namespace WeChatActors.Actors;

/// <summary>What a system has done since it was made, and what it holds now. Each number is exact; taken one after the
/// other, they need not fit each other to the last message.</summary>
/// <param name="Messages">Messages accepted by mailboxes.</param>
/// <param name="MailboxFull">Messages refused because the key's mailbox was full.</param>
/// <param name="DeadlinesPassed">Asks whose deadline came before the reply.</param>
/// <param name="Activations">Actors brought into memory.</param>
/// <param name="Passivations">Actors that left memory by their own turn, their hook's failures included.</param>
/// <param name="Failures">Exceptions from actors and factory, those for unavailability included.</param>
/// <param name="Restarts">Attempts at a message after a failed one.</param>
/// <param name="GivenUp">Messages that failed as often as allowed.</param>
/// <param name="Resident">Keys that have a mailbox now, with those being activated or passivated.</param>
/// <param name="Queued">Messages accepted and not yet finished, the ones being handled included.</param>
public readonly record struct ActorCounters(
    long Messages,
    long MailboxFull,
    long DeadlinesPassed,
    long Activations,
    long Passivations,
    long Failures,
    long Restarts,
    long GivenUp,
    long Resident,
    long Queued);
