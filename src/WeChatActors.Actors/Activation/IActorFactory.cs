namespace WeChatActors.Actors;

/// <summary>Makes actors, and decides about the messages they cannot handle.</summary>
/// <typeparam name="TKey">Names an actor, for example account and OpenID.</typeparam>
/// <typeparam name="TMessage">What actors are told or asked.</typeparam>
/// <typeparam name="TReply">What an asker gets back.</typeparam>
/// <remarks>Called on the turn of the key in question, hence for many keys at once.</remarks>
public interface IActorFactory<in TKey, TMessage, TReply>
{
    /// <summary>Brings a key into memory, usually by loading its state, because a message has arrived for it.</summary>
    /// <param name="key">The key that has no actor.</param>
    /// <returns>The actor, ready for the message.</returns>
    /// <exception cref="ActorUnavailableException">The state cannot be loaded now; the message is not to blame.</exception>
    /// <remarks>Any other exception counts as a failed attempt at the message that caused the activation.</remarks>
    ValueTask<IActor<TMessage, TReply>> ActivateAsync(TKey key);

    /// <summary>Decides about a message that has failed as often as <see cref="ActorOptions.MaxAttempts"/> allows: typically
    /// sets it aside and computes the reply that ends the matter for the asker.</summary>
    /// <param name="key">The actor's key.</param>
    /// <param name="message">The message that is given up.</param>
    /// <param name="error">The last attempt's exception.</param>
    /// <param name="attempts">How often it was handed to an actor or to an activation.</param>
    /// <returns>The reply for the asker. The actor's next message waits until it is there.</returns>
    /// <remarks>An exception is reported to <see cref="Failed"/>; the asker gets <see cref="AskOutcome.Failed"/>.</remarks>
    ValueTask<TReply> GiveUpAsync(TKey key, TMessage message, Exception error, int attempts);

    /// <summary>Hears of every failure, to log it: of activations, messages, passivations and given-up messages.</summary>
    /// <param name="key">The actor's key.</param>
    /// <param name="error">What was thrown. What this method itself throws is ignored.</param>
    void Failed(TKey key, Exception error)
    {
    }
}
