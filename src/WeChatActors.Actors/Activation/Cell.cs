using System.Diagnostics;

namespace WeChatActors.Actors;

/// <summary>What a mailbox did with a message.</summary>
internal enum Post
{
    /// <summary>Put it in; a turn is under way and will come to it.</summary>
    Accepted,

    /// <summary>Put it in; the cell was idle, and the sender has to dispatch it.</summary>
    AcceptedByIdle,

    /// <summary>Refused it: as many messages as allowed are unfinished.</summary>
    Full,

    /// <summary>Refused it: the system is draining.</summary>
    Stopping,

    /// <summary>Refused it: this cell is gone, and the key's next one has to be made.</summary>
    Gone,
}

/// <summary>One key's place in memory: its mailbox, its actor while there is one, and the turn that connects them.</summary>
/// <remarks>
/// The mailbox is a list through the envelopes themselves, so an idle cell is this object and nothing else. Senders and
/// the turn meet under the cell's own monitor, for a few instructions each: the sender links an envelope, the turn unlinks
/// the finished one and in the same step decides how it goes on. So a message is either seen by the turn that is ending, or
/// its sender sees an idle or a gone cell; none falls in between. Whoever makes the cell busy owns it until it is
/// idle or gone, and only the owner touches the actor.
/// </remarks>
internal sealed class Cell<TKey, TMessage, TReply>(ActorSystem<TKey, TMessage, TReply> system, TKey key)
    : Resident, IThreadPoolWorkItem
    where TKey : notnull, IEquatable<TKey>
{
    private enum Mode : byte
    {
        Idle,
        Busy,
        Gone,
    }

    private IActor<TMessage, TReply>? _actor;
    private Envelope<TMessage, TReply>? _first;
    private Envelope<TMessage, TReply>? _last;
    private int _unfinished;
    private Mode _mode;
    private bool _toLeave;

    internal TKey Key => key;

    /// <summary>Puts a message in the mailbox, if it may come in.</summary>
    internal Post Accept(Envelope<TMessage, TReply> envelope)
    {
        // Its own monitor: it costs no object of its own, and nobody outside can see the cell to take it.
        lock (this)
        {
            if (_mode == Mode.Gone) return Post.Gone;
            if (system.Stopping) return Post.Stopping;
            if (_unfinished == system.Options.MailboxCapacity) return Post.Full;
            _unfinished++;
            if (_first is null) _first = envelope;
            else _last!.Next = envelope;
            _last = envelope;
            if (_mode == Mode.Busy) return Post.Accepted;
            _mode = Mode.Busy;
            return Post.AcceptedByIdle;
        }
    }

    internal override Leave TryLeave(long notUsedAfter)
    {
        lock (this)
        {
            if (_mode != Mode.Idle) return Leave.Busy;
            if (LastUsed > notUsedAfter) return Leave.UsedSince;
            _mode = Mode.Busy;
            _toLeave = true;
        }
        system.Dispatcher.Dispatch(this);
        return Leave.Leaving;
    }

    void IThreadPoolWorkItem.Execute() => _ = TurnAsync();

    /// <summary>Handles what is in the mailbox, one message after the other. Never throws.</summary>
    /// <remarks>What it seldom waits for gives a task, which takes less room than a value task in the object that waits with every actor that
    /// does.</remarks>
    private async Task TurnAsync()
    {
        if (_toLeave)
        {
            _toLeave = false;
            var gone = await LeaveAsync().ConfigureAwait(false);
            system.Residents.LeaveEnded();
            if (gone) return;
        }
        for (var handled = 1; ; handled++)
        {
            var envelope = _first!;
            AskResult<TReply> result;
            try
            {
                if (_actor is null) await ActivateAsync().ConfigureAwait(false);
                result = new(AskOutcome.Replied, await _actor!.ReceiveAsync(envelope.Message).ConfigureAwait(false));
            }
            catch (Exception error)
            {
                result = await SuperviseAsync(envelope.Message, error).ConfigureAwait(false);
            }

            // The reply is given when the actor is free again: an asker who asks on finds it idle.
            var next = End(envelope);
            envelope.Finish(result);
            switch (next)
            {
                case Next.Idle:
                    return;
                case Next.Leave when await LeaveAsync().ConfigureAwait(false):
                    return;
                case Next.Message when handled >= system.Options.Throughput:
                    system.Dispatcher.Dispatch(this);
                    return;
            }
        }
    }

    private enum Next
    {
        Message,
        Idle,
        Leave,
    }

    /// <summary>Takes the finished message off the mailbox and decides how the turn goes on.</summary>
    private Next End(Envelope<TMessage, TReply> envelope)
    {
        // With another message behind it, this is not the moment from which the actor is idle.
        if (envelope.Next is null) Volatile.Write(ref LastUsed, system.Clock.Now);
        system.Tally.Finished();
        lock (this)
        {
            Debug.Assert(_mode == Mode.Busy && _first == envelope, "A turn ended a message that it did not own.");
            _unfinished--;
            _first = envelope.Next;
            if (_first is not null) return Next.Message;
            _last = null;
            // Without an actor there is nothing to keep; the next message may as well make a new cell.
            if (_actor is null || system.Stopping) return Next.Leave;
            _mode = Mode.Idle;
        }
        system.Residents.Touch(this);
        system.Residents.Trim();
        return Next.Idle;
    }

    /// <summary>Lets the actor say goodbye and gives up the cell, unless messages have come meanwhile.</summary>
    /// <returns>Whether the cell is gone; if not, the turn goes on with a fresh actor.</returns>
    private async Task<bool> LeaveAsync()
    {
        if (_actor is { } actor)
        {
            try
            {
                await actor.PassivateAsync().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Report(error);
            }
            _actor = null;
            system.Tally.Passivated();
        }
        return TryVanish(Mode.Busy);
    }

    /// <summary>Gives up the cell if it is in a mode and has neither message nor actor.</summary>
    internal bool TryVanish() => TryVanish(Mode.Idle);

    private bool TryVanish(Mode mode)
    {
        lock (this)
        {
            if (_mode != mode || _first is not null || _actor is not null) return false;
            _mode = Mode.Gone;
        }
        system.Remove(this);
        return true;
    }

    private async Task ActivateAsync()
    {
        _actor = await system.Factory.ActivateAsync(key).ConfigureAwait(false);
        system.Tally.Activated();
    }

    /// <summary>Goes on after a failed attempt: with fresh actors until one succeeds, then with the decision to give up.</summary>
    private async Task<AskResult<TReply>> SuperviseAsync(TMessage message, Exception error)
    {
        var attempts = 1;
        while (true)
        {
            _actor = null;
            Report(error);
            if (error is ActorUnavailableException) return new(AskOutcome.Failed, Error: error);
            if (attempts == system.Options.MaxAttempts) break;
            attempts++;
            system.Tally.Restarted();
            try
            {
                await ActivateAsync().ConfigureAwait(false);
                return new(AskOutcome.Replied, await _actor!.ReceiveAsync(message).ConfigureAwait(false));
            }
            catch (Exception again)
            {
                error = again;
            }
        }
        system.Tally.GaveUp();
        try
        {
            return new(AskOutcome.Replied, await system.Factory.GiveUpAsync(key, message, error, attempts).ConfigureAwait(false));
        }
        catch (Exception refused)
        {
            Report(refused);
            return new(AskOutcome.Failed, Error: refused);
        }
    }

    private void Report(Exception error)
    {
        system.Tally.Failed();
        try
        {
            system.Factory.Failed(key, error);
        }
        catch (Exception)
        {
            // It was told of a failure and failed itself; nobody is left to tell, and the turn has to go on.
        }
    }
}
