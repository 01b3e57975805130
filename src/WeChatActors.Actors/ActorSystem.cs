using System.Collections.Concurrent;

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
    private readonly ConcurrentDictionary<TKey, Cell<TKey, TMessage, TReply>> _cells = new();
    private readonly Deadlines _deadlines;
    private readonly Envelopes<TMessage, TReply> _envelopes;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopping;

    /// <summary>Makes a system without actors; it starts no thread and arms no timer until there is something to wait for.</summary>
    /// <param name="factory">Makes the actors and decides about messages that keep failing.</param>
    /// <param name="options">Bounds and windows.</param>
    /// <param name="time">The clock of deadlines and passivation.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names every mistake.</exception>
    public ActorSystem(IActorFactory<TKey, TMessage, TReply> factory, ActorOptions options, TimeProvider time)
        : this(factory, options, time, Dispatcher.Pool)
    {
    }

    internal ActorSystem(
        IActorFactory<TKey, TMessage, TReply> factory, ActorOptions options, TimeProvider time, Dispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Mistakes() is { Count: > 0 } mistakes) throw new ArgumentException(string.Join(' ', mistakes), nameof(options));
        Factory = factory;
        Options = options;
        Dispatcher = dispatcher;
        Clock = new Clock(time);
        Residents = new Residents(Clock, options.IdleWindow, options.MaxResident);
        _deadlines = new Deadlines(Clock);
        _envelopes = new Envelopes<TMessage, TReply>(_deadlines, Tally);
    }

    /// <summary>What has happened so far and what is held now.</summary>
    public ActorCounters Counters => Tally.Read(Residents.Count);

    internal IActorFactory<TKey, TMessage, TReply> Factory { get; }

    internal ActorOptions Options { get; }

    internal Dispatcher Dispatcher { get; }

    internal Clock Clock { get; }

    internal Residents Residents { get; }

    internal Tally Tally { get; } = new();

    internal bool Stopping => Volatile.Read(ref _stopping) != 0;

    /// <summary>Whether a key has a mailbox now; it may be leaving when the answer arrives.</summary>
    /// <param name="key">The key.</param>
    /// <returns>True from its first message until it is passivated or discarded.</returns>
    public bool IsResident(TKey key) => _cells.ContainsKey(key);

    /// <summary>Puts a message in a key's mailbox and gives its reply.</summary>
    /// <param name="key">Who is asked; activated if it has no actor.</param>
    /// <param name="message">The message.</param>
    /// <param name="deadline">How long the asker waits, from now. At zero or less the message is told and the deadline has
    /// passed; <see cref="Timeout.InfiniteTimeSpan"/> waits for as long as the actor takes.</param>
    /// <returns>The result; refusals are there when the method returns. Await it once, as any <see cref="ValueTask{T}"/>.</returns>
    /// <remarks>An idle actor begins its turn on the asker's thread and leaves it at its first wait; the result may be there when
    /// the method returns. An asker that had to wait goes on in the thread pool, not on the actor's turn, so it cannot hold up the
    /// next message.</remarks>
    public ValueTask<AskResult<TReply>> AskAsync(TKey key, TMessage message, TimeSpan deadline)
    {
        if (deadline <= TimeSpan.Zero && deadline != Timeout.InfiniteTimeSpan) return new(AskTooLate(key, message));
        var due = Clock.In(deadline);
        var envelope = _envelopes.Take();
        envelope.Fill(message, asked: true);
        // Read first: once the message is accepted, the reply may come at any moment, and the envelope be on its way.
        var result = envelope.Result;
        var refusal = Send(key, envelope);
        if (refusal == TellResult.MailboxFull) return new(new AskResult<TReply>(AskOutcome.MailboxFull));
        if (refusal == TellResult.Stopping) return new(new AskResult<TReply>(AskOutcome.Stopping));
        _deadlines.Add(envelope, due);
        return result;
    }

    /// <summary>Puts a message in a key's mailbox and does not wait for it.</summary>
    /// <param name="key">Who is told; activated if it has no actor.</param>
    /// <param name="message">The message. Its reply is dropped.</param>
    /// <returns>Whether the mailbox accepted it.</returns>
    public TellResult Tell(TKey key, TMessage message)
    {
        var envelope = _envelopes.Take();
        envelope.Fill(message, asked: false);
        return Send(key, envelope);
    }

    /// <summary>Refuses new messages from now on, finishes the accepted ones and passivates every actor.</summary>
    /// <param name="limit">How long to wait; what is not finished by then goes on and is reported.</param>
    /// <returns>What had not finished.</returns>
    public async Task<DrainReport<TKey>> DrainAsync(TimeSpan limit)
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 0)
        {
            // A cell that comes after the exchange refuses its message; the ones before are all seen here. Those at work
            // leave by themselves when their mailbox is empty.
            foreach (var (_, cell) in _cells) Residents.Dismiss(cell, Clock.Never);
            if (Residents.Count == 0) _drained.TrySetResult();
        }
        try
        {
            await _drained.Task.WaitAsync(limit, Clock.Time).ConfigureAwait(false);
            return new DrainReport<TKey>([], 0);
        }
        catch (TimeoutException)
        {
            return new DrainReport<TKey>([.. _cells.Keys], Tally.Queued);
        }
    }

    /// <summary>Drains for at most <see cref="ActorOptions.DisposeLimit"/>; asks still open then end as <see cref="AskOutcome.Stopping"/>.</summary>
    /// <returns>A task that ends with the drain.</returns>
    public async ValueTask DisposeAsync()
    {
        await DrainAsync(Options.DisposeLimit).ConfigureAwait(false);
        Residents.Dispose();
        _deadlines.Dispose();
    }

    /// <summary>Takes a cell that is gone out of the table.</summary>
    internal void Remove(Cell<TKey, TMessage, TReply> cell)
    {
        _cells.TryRemove(new(cell.Key, cell));
        Depart(cell);
    }

    private void Depart(Cell<TKey, TMessage, TReply> cell)
    {
        if (Residents.Depart(cell) && Stopping) _drained.TrySetResult();
    }

    private AskResult<TReply> AskTooLate(TKey key, TMessage message)
    {
        var told = Tell(key, message);
        if (told == TellResult.MailboxFull) return new(AskOutcome.MailboxFull);
        if (told == TellResult.Stopping) return new(AskOutcome.Stopping);
        Tally.DeadlinePassed();
        return new(AskOutcome.DeadlinePassed);
    }

    private TellResult Send(TKey key, Envelope<TMessage, TReply> envelope)
    {
        while (!Stopping)
        {
            var cell = CellOf(key);
            switch (cell.Accept(envelope))
            {
                case Post.Accepted:
                    Tally.Accepted();
                    return TellResult.Accepted;
                case Post.AcceptedByIdle:
                    Tally.Accepted();
                    Dispatcher.DispatchFromSender(cell);
                    return TellResult.Accepted;
                case Post.Full:
                    Tally.MailboxFull();
                    envelope.Refuse();
                    return TellResult.MailboxFull;
                case Post.Stopping:
                    cell.TryVanish();
                    break;
                case Post.Gone:
                    // Its last owner is about to take it out of the table; whoever comes first does it.
                    _cells.TryRemove(new(key, cell));
                    break;
            }
        }
        envelope.Refuse();
        return TellResult.Stopping;
    }

    private Cell<TKey, TMessage, TReply> CellOf(TKey key)
    {
        if (_cells.TryGetValue(key, out var cell)) return cell;
        var newcomer = new Cell<TKey, TMessage, TReply>(this, key);
        Residents.Arrive();
        cell = _cells.GetOrAdd(key, newcomer);
        if (cell == newcomer) Residents.Trim();
        else Depart(newcomer);
        return cell;
    }
}
