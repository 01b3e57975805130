namespace WeChatActors.Actors;

/// <summary>Hosts one actor per key in this process: activates it on its first message, hands it one message at a time,
/// passivates it when it has been idle, and supervises its failures.</summary>
/// <typeparam name="TKey">Names an actor, for example account and OpenID.</typeparam>
/// <typeparam name="TMessage">What actors are told or asked.</typeparam>
/// <typeparam name="TReply">What an asker gets back.</typeparam>
/// <remarks>Safe to use from any thread.</remarks>
public sealed class ActorSystem<TKey, TMessage, TReply> : IAsyncDisposable
    where TKey : notnull, IEquatable<TKey>
{
    /// <summary>Makes a system without actors; it starts no thread and arms no timer until there is something to wait for.</summary>
    /// <param name="factory">Makes the actors and decides about messages that keep failing.</param>
    /// <param name="options">Bounds and windows.</param>
    /// <param name="time">The clock of deadlines and passivation.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names every mistake.</exception>
    public ActorSystem(IActorFactory<TKey, TMessage, TReply> factory, ActorOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Mistakes() is { Count: > 0 } mistakes) throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
    }

    /// <summary>What has happened so far and what is held now.</summary>
    public ActorCounters Counters => default;

    /// <summary>Whether a key has a mailbox now; it may be leaving when the answer arrives.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True from its first message until it is passivated or discarded.</returns>
    public bool IsResident(TKey key) => throw new NotSupportedException();

    /// <summary>Puts a message in a key's mailbox and gives its reply.</summary>
    /// <param name="key">Who is asked; activated if it has no actor.</param>
    /// <param name="message">The message.</param>
    /// <param name="deadline">How long the asker waits, from now. At zero or less the message is told and the deadline has
    /// passed; <see cref="Timeout.InfiniteTimeSpan"/> waits for as long as the actor takes.</param>
    /// <returns>The result; refusals are there when the method returns. Await it once, as any <see cref="ValueTask{T}"/>.</returns>
    public ValueTask<AskResult<TReply>> AskAsync(TKey key, TMessage message, TimeSpan deadline) => throw new NotSupportedException();

    /// <summary>Puts a message in a key's mailbox and does not wait for it.</summary>
    /// <param name="key">Who is told; activated if it has no actor.</param>
    /// <param name="message">The message. Its reply is dropped.</param>
    /// <returns>Whether the mailbox accepted it.</returns>
    public TellResult Tell(TKey key, TMessage message) => throw new NotSupportedException();

    /// <summary>Refuses new messages from now on, finishes the accepted ones and passivates every actor.</summary>
    /// <param name="limit">How long to wait; what is not finished by then goes on and is reported.</param>
    /// <returns>What had not finished.</returns>
    public Task<DrainReport<TKey>> DrainAsync(TimeSpan limit) => throw new NotSupportedException();

    /// <summary>Drains for at most <see cref="ActorOptions.DisposeLimit"/>; asks still open then end as <see cref="AskOutcome.Stopping"/>.</summary>
    /// <returns>A task that ends with the drain.</returns>
    public ValueTask DisposeAsync() => default;
}
