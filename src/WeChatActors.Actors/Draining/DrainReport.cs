namespace WeChatActors.Actors;

/// <summary>How a drain ended.</summary>
/// <typeparam name="TKey">Names an actor.</typeparam>
/// <param name="Unfinished">The keys whose messages or passivation had not ended within the limit; empty when all is done.</param>
/// <param name="MessagesLeft">The accepted messages that had not been finished. They go on after the limit.</param>
public sealed record DrainReport<TKey>(IReadOnlyList<TKey> Unfinished, long MessagesLeft)
{
    /// <summary>Whether every accepted message was handled and every actor passivated.</summary>
    public bool Completed => Unfinished.Count == 0;
}
