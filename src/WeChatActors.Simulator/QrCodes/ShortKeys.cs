namespace WeChatActors.Simulator;

/// <summary>Texts kept under short keys (短 key 托管). Guarded by the account's gate.</summary>
internal sealed class ShortKeys
{
    private readonly Dictionary<string, (string Data, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)> _texts = new(StringComparer.Ordinal);

    /// <summary>Keeps a text.</summary>
    public void Add(string key, string data, DateTimeOffset now, TimeSpan lifetime) => _texts[key] = (data, now, now + lifetime);

    /// <summary>The living text of a key; null for none.</summary>
    public (string Data, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)? Find(string key, DateTimeOffset now) =>
        _texts.TryGetValue(key, out var text) && text.ExpiresAt > now ? text : null;
}
