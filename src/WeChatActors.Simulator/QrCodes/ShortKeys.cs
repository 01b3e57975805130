namespace WeChatActors.Simulator;

/// <summary>Texts kept under short keys (短 key 托管). Guarded by the account's gate.</summary>
internal sealed class ShortKeys
{
    private readonly Dictionary<string, (string Data, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)> _texts = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _ends = new();

    /// <summary>How many are kept.</summary>
    public int Count => _texts.Count;

    /// <summary>Keeps a text, and forgets those that have died, so that a long run does not gather them.</summary>
    public void Add(string key, string data, DateTimeOffset now, TimeSpan lifetime)
    {
        while (_ends.TryPeek(out var dead, out var end) && end <= now)
        {
            _ends.Dequeue();
            _texts.Remove(dead);
        }
        _texts[key] = (data, now, now + lifetime);
        _ends.Enqueue(key, now + lifetime);
    }

    /// <summary>The living text of a key; null for none.</summary>
    public (string Data, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)? Find(string key, DateTimeOffset now) =>
        _texts.TryGetValue(key, out var text) && text.ExpiresAt > now ? text : null;
}
