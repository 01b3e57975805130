namespace WeChatActors.Simulator;

/// <summary>A QR code with a scene.</summary>
/// <param name="Ticket">Its ticket.</param>
/// <param name="Scene">The scene id in digits, or the scene string.</param>
/// <param name="Url">What the code's picture says.</param>
/// <param name="ExpiresAt">When it dies; null for a permanent one.</param>
internal sealed record QrCode(string Ticket, string Scene, string Url, DateTimeOffset? ExpiresAt);

/// <summary>The QR codes of an account. Guarded by its gate.</summary>
internal sealed class QrCodes
{
    /// <summary>Permanent codes of one account, at most.</summary>
    public const int MostPermanent = 100_000;

    private readonly Dictionary<string, QrCode> _byTicket = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QrCode> _byUrl = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QrCode> _permanent = new(StringComparer.Ordinal);
    private readonly PriorityQueue<QrCode, DateTimeOffset> _temporary = new();

    /// <summary>All, by ticket.</summary>
    public IReadOnlyCollection<QrCode> All => _byTicket.Values;

    /// <summary>How many are permanent.</summary>
    public int Permanent => _permanent.Count;

    /// <summary>The permanent code of a scene; null for none. A scene has only one.</summary>
    public QrCode? PermanentOf(string scene) => _permanent.GetValueOrDefault(scene);

    /// <summary>Keeps a code.</summary>
    public void Add(QrCode code)
    {
        _byTicket[code.Ticket] = code;
        _byUrl[code.Url] = code;
        if (code.ExpiresAt is { } end) _temporary.Enqueue(code, end);
        else _permanent[code.Scene] = code;
    }

    /// <summary>Forgets the codes that have died, so that a long run does not gather them.</summary>
    public void DropExpired(DateTimeOffset now)
    {
        while (_temporary.TryPeek(out var code, out var end) && end <= now)
        {
            _temporary.Dequeue();
            _byTicket.Remove(code.Ticket);
            _byUrl.Remove(code.Url);
        }
    }

    /// <summary>The living code of a ticket or of the text in its picture; null for none.</summary>
    public QrCode? Find(string ticketOrUrl, DateTimeOffset now)
    {
        var code = _byTicket.GetValueOrDefault(ticketOrUrl) ?? _byUrl.GetValueOrDefault(ticketOrUrl);
        return code is { ExpiresAt: var end } && (end is null || end > now) ? code : null;
    }
}
