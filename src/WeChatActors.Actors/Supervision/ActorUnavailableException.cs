namespace WeChatActors.Actors;

/// <summary>Thrown by an actor or its factory when something outside is down, for example the store: the asker gets
/// <see cref="AskOutcome.Failed"/> at once, no further attempt is made and the message is not blamed.</summary>
/// <remarks>The actor is discarded, so the key's next message activates it anew.</remarks>
/// <param name="message">What is unavailable, in a sentence.</param>
/// <param name="cause">What said so, if anything did.</param>
public sealed class ActorUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
