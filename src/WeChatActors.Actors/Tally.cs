namespace WeChatActors.Actors;

/// <summary>The running numbers behind <see cref="ActorCounters"/>.</summary>
internal sealed class Tally
{
    private long _accepted;
    private long _finished;
    private long _mailboxFull;
    private long _deadlinesPassed;
    private long _activations;
    private long _passivations;
    private long _failures;
    private long _restarts;
    private long _givenUp;

    internal void Accepted() => Interlocked.Increment(ref _accepted);

    internal void Finished() => Interlocked.Increment(ref _finished);

    internal void MailboxFull() => Interlocked.Increment(ref _mailboxFull);

    internal void DeadlinePassed() => Interlocked.Increment(ref _deadlinesPassed);

    internal void Activated() => Interlocked.Increment(ref _activations);

    internal void Passivated() => Interlocked.Increment(ref _passivations);

    internal void Failed() => Interlocked.Increment(ref _failures);

    internal void Restarted() => Interlocked.Increment(ref _restarts);

    internal void GaveUp() => Interlocked.Increment(ref _givenUp);

    internal long Queued
    {
        get
        {
            // Finished first: read the other way round, messages finished in between would make the difference negative.
            var finished = Volatile.Read(ref _finished);
            return Volatile.Read(ref _accepted) - finished;
        }
    }

    internal ActorCounters Read(long resident) => new(
        Volatile.Read(ref _accepted), Volatile.Read(ref _mailboxFull), Volatile.Read(ref _deadlinesPassed),
        Volatile.Read(ref _activations), Volatile.Read(ref _passivations), Volatile.Read(ref _failures),
        Volatile.Read(ref _restarts), Volatile.Read(ref _givenUp), resident, Queued);
}
