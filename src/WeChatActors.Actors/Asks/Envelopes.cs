using System.Collections.Concurrent;

namespace WeChatActors.Actors;

/// <summary>Empty envelopes for the next messages, so that an ask allocates none.</summary>
internal sealed class Envelopes<TMessage, TReply>(Deadlines deadlines, Tally tally)
{
    /// <summary>How many are kept; more than that many messages at once are rare enough to be left to the collector.</summary>
    internal const int Kept = 4096;

    private readonly ConcurrentQueue<Envelope<TMessage, TReply>> _empty = new();
    private int _count;

    internal Envelope<TMessage, TReply> Take()
    {
        if (!_empty.TryDequeue(out var envelope)) return new Envelope<TMessage, TReply>(this, deadlines, tally);
        Interlocked.Decrement(ref _count);
        return envelope;
    }

    internal void Return(Envelope<TMessage, TReply> envelope)
    {
        if (Interlocked.Increment(ref _count) <= Kept) _empty.Enqueue(envelope);
        else Interlocked.Decrement(ref _count);
    }
}
