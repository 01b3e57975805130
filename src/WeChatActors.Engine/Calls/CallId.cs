using System.Collections.Immutable;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Names one call of one conversation.</summary>
/// <param name="Turn">The number of the turn that waits for it.</param>
/// <param name="Number">Which call of the turn, from 0.</param>
/// <param name="Attempt">How often it was begun, from 1: more than once only after a crash.</param>
public readonly record struct CallId(long Turn, int Number, int Attempt)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Turn}.{Number}.{Attempt}");
}

/// <summary>A call to be made.</summary>
/// <param name="To">The conversation that waits.</param>
/// <param name="Id">The call.</param>
/// <param name="Order">What is called.</param>
/// <param name="Key">The idempotency key of all its attempts, 32 hex digits: the same after a crash.</param>
/// <param name="History">What a model is told of before, oldest first.</param>
public sealed record CallTicket(ConversationId To, CallId Id, CallOrder Order, string Key, ImmutableArray<Exchange> History);

/// <summary>Makes calls outside of conversations. Any thread.</summary>
public interface ICalls
{
    /// <summary>Begins a call and returns at once. Its result goes to whom the calls were made with, exactly once, also when it fails, unless it is cancelled.</summary>
    void Start(CallTicket ticket);

    /// <summary>Ends a call nobody waits for any more.</summary>
    void Cancel(ConversationId to, CallId id);

    /// <summary>How long a call like that takes as a rule; null when nothing is known.</summary>
    TimeSpan? Expected(CallOrder order);

    /// <summary>The text that a model has said so far in a call that runs here; null when it does not run here.</summary>
    /// <param name="to">The conversation.</param>
    /// <param name="turn">The turn that waits.</param>
    StreamedText? Stream(ConversationId to, long turn);
}
