using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace WeChatActors.Actors;

/// <summary>A message in a mailbox, and its asker's wait for the reply. Reused.</summary>
/// <remarks>Up to three parties hold one: the actor until the message is finished, the asker until he has read the result,
/// and the deadlines while it stands among them. It returns to its pool when the last lets go, so none of them can touch it
/// in its next life, and the exchange of one state decides who of them ends the wait.</remarks>
internal sealed class Envelope<TMessage, TReply>(Envelopes<TMessage, TReply> home, Deadlines deadlines, Tally tally)
    : Waiter, IValueTaskSource<AskResult<TReply>>
{
    private const int Open = 0;
    private const int Timed = 1;
    private const int Done = 2;

    // The asker's continuation goes to the pool: run in place, it would hold up the actor, or the timer, for as long as it likes.
    private ManualResetValueTaskSourceCore<AskResult<TReply>> _wait = new() { RunContinuationsAsynchronously = true };
    private int _state;
    private int _holders;

    /// <summary>The message behind this one in the mailbox.</summary>
    internal Envelope<TMessage, TReply>? Next { get; set; }

    internal TMessage Message { get; private set; } = default!;

    /// <summary>The asker's wait; to be read once.</summary>
    internal ValueTask<AskResult<TReply>> Result => new(this, _wait.Version);

    /// <summary>Starts a life, for an asker or for nobody.</summary>
    internal void Fill(TMessage message, bool asked)
    {
        Message = message;
        _state = asked ? Open : Done;
        _holders = asked ? 2 : 1;
    }

    /// <summary>Ends a life that no mailbox accepted.</summary>
    internal void Refuse() => Empty();

    /// <summary>The actor's last act: ends the wait if it is still open, and lets go.</summary>
    internal void Finish(in AskResult<TReply> result)
    {
        var was = Interlocked.Exchange(ref _state, Done);
        if (was == Timed && deadlines.Remove(this)) LetGo();
        if (was != Done) _wait.SetResult(result);
        LetGo();
    }

    internal override bool TryHold()
    {
        if (Interlocked.CompareExchange(ref _state, Timed, Open) != Open) return false;
        Interlocked.Increment(ref _holders);
        return true;
    }

    internal override void End(AskOutcome outcome)
    {
        if (Interlocked.Exchange(ref _state, Done) != Done)
        {
            if (outcome == AskOutcome.DeadlinePassed) tally.DeadlinePassed();
            _wait.SetResult(new AskResult<TReply>(outcome));
        }
        LetGo();
    }

    AskResult<TReply> IValueTaskSource<AskResult<TReply>>.GetResult(short token)
    {
        var result = _wait.GetResult(token);
        LetGo();
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<AskResult<TReply>>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<AskResult<TReply>>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private void LetGo()
    {
        var left = Interlocked.Decrement(ref _holders);
        Debug.Assert(left >= 0, "An envelope was let go by more parties than held it.");
        if (left == 0) Empty();
    }

    private void Empty()
    {
        Message = default!;
        Next = null;
        _wait.Reset();
        home.Return(this);
    }
}
