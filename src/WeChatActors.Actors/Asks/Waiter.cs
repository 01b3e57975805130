namespace WeChatActors.Actors;

/// <summary>Someone who waits until a deadline; a place in the heap of <see cref="Deadlines"/>.</summary>
internal abstract class Waiter
{
    /// <summary>Where it stands in the heap, or -1. Guarded by the heap's lock.</summary>
    internal int Place { get; set; } = -1;

    /// <summary>Called under the heap's lock before it takes a place.</summary>
    /// <returns>Whether it still waits.</returns>
    internal abstract bool TryHold();

    /// <summary>Called once, outside the lock, if it was in the heap until its deadline, or until the heap was closed.</summary>
    internal abstract void End(AskOutcome outcome);
}
