namespace WeChatActors.Actors;

/// <summary>What one key is made of while it is in memory: its state, and what it does with a message.</summary>
/// <typeparam name="TMessage">What it is told or asked.</typeparam>
/// <typeparam name="TReply">What an asker gets back.</typeparam>
/// <remarks>One call at a time and never two actors for one key, so fields need no locks. The calls may come on different
/// threads. An actor that asks its own key waits for itself until the deadline.</remarks>
public interface IActor<in TMessage, TReply>
{
    /// <summary>Handles one message; the next one of this key waits until the returned task has ended.</summary>
    /// <param name="message">The message, in the order in which this key's mailbox accepted it.</param>
    /// <returns>The reply. It is dropped when the message was told, or when the asker's deadline has passed.</returns>
    /// <exception cref="ActorUnavailableException">Something outside is down; the message is not to blame.</exception>
    /// <remarks>Any other exception discards this object and hands the same message to a fresh one.</remarks>
    ValueTask<TReply> ReceiveAsync(TMessage message);

    /// <summary>Says goodbye before the actor leaves memory: after the idle window, over the cap, or while draining.</summary>
    /// <returns>A task; messages that arrive until it has ended go to a fresh actor, in order.</returns>
    /// <remarks>Not called after a failure: the state is then in doubt. An exception is reported to
    /// <see cref="IActorFactory{TKey,TMessage,TReply}.Failed"/>, and the actor leaves all the same.</remarks>
    ValueTask PassivateAsync() => default;
}
