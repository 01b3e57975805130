namespace WeChatActors.Engine;

/// <summary>Where the log of one conversation ends.</summary>
/// <param name="LastTurn">Id of its last turn; 0 for none.</param>
/// <param name="Version">The number of that turn.</param>
/// <param name="StateTurn">Id of the turn that holds the state after it.</param>
internal readonly record struct ConversationHead(long LastTurn, long Version, long StateTurn);

/// <summary>The ends of those conversations whose rows the checkpoint has not caught up with. Written by the committing thread
/// only, read by all.</summary>
internal sealed class ConversationHeads
{
    private readonly Lock _gate = new();
    private Dictionary<ConversationId, ConversationHead> _dirty = [];
    private Dictionary<ConversationId, ConversationHead> _flushing = [];

    /// <summary>How many conversations wait for the next checkpoint.</summary>
    public int DirtyCount
    {
        get { lock (_gate) return _dirty.Count; }
    }

    public bool TryGet(ConversationId id, out ConversationHead head)
    {
        lock (_gate) return _dirty.TryGetValue(id, out head) || _flushing.TryGetValue(id, out head);
    }

    public void SetAll(Dictionary<ConversationId, ConversationHead> heads)
    {
        lock (_gate)
            foreach (var (id, head) in heads) _dirty[id] = head;
    }

    /// <summary>Takes all that is dirty into a checkpoint, in the order of the table's key so that neighbours share pages.</summary>
    public ConversationHead[] BeginFlush()
    {
        KeyValuePair<ConversationId, ConversationHead>[] taken;
        lock (_gate)
        {
            if (_flushing.Count > 0) throw new InvalidOperationException("A checkpoint is already under way.");
            (_flushing, _dirty) = (_dirty, _flushing);
            taken = [.. _flushing];
        }
        Array.Sort(taken, static (a, b) =>
        {
            var byAccount = string.CompareOrdinal(a.Key.Account, b.Key.Account);
            return byAccount != 0 ? byAccount : string.CompareOrdinal(a.Key.OpenId.Value, b.Key.OpenId.Value);
        });
        return Array.ConvertAll(taken, static entry => entry.Value);
    }

    /// <summary>Forgets what the checkpoint wrote; the rows say it now.</summary>
    public void EndFlush()
    {
        lock (_gate) _flushing.Clear();
    }
}
