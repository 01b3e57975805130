using QRCoder;

namespace WeChatActors.Simulator;

/// <summary>A QR code with a scene.</summary>
/// <param name="Ticket">Its ticket.</param>
/// <param name="Scene">The scene id in digits, or the scene string.</param>
/// <param name="Url">What the code's picture says.</param>
/// <param name="ExpiresAt">When it dies; null for a permanent one.</param>
internal sealed record QrCode(string Ticket, string Scene, string Url, DateTimeOffset? ExpiresAt)
{
    private const int PixelsPerModule = 10;

    /// <summary>Its picture, a PNG of black on white with a margin of four modules.</summary>
    public byte[] DrawPng()
    {
        using var drawing = QRCodeGenerator.GenerateQrCode(Url, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(drawing);
        return png.GetGraphic(PixelsPerModule);
    }
}

/// <summary>The QR codes of an account. Guarded by its gate.</summary>
internal sealed class QrCodes
{
    /// <summary>Permanent codes of one account, at most.</summary>
    public const int MostPermanent = 100_000;

    private readonly LinkedList<QrCode> _all = []; // in the order they were made
    private readonly Dictionary<string, LinkedListNode<QrCode>> _byTicket = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QrCode> _byUrl = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QrCode> _permanent = new(StringComparer.Ordinal);
    private readonly PriorityQueue<QrCode, DateTimeOffset> _temporary = new();

    /// <summary>All, the oldest first; some may have died.</summary>
    public IReadOnlyCollection<QrCode> All => _all;

    /// <summary>How many are permanent.</summary>
    public int Permanent => _permanent.Count;

    /// <summary>The permanent code of a scene; null for none. A scene has only one.</summary>
    public QrCode? PermanentOf(string scene) => _permanent.GetValueOrDefault(scene);

    /// <summary>The living codes that were made last, the newest first.</summary>
    public IReadOnlyList<QrCode> Newest(int most, DateTimeOffset now)
    {
        DropExpired(now);
        var codes = new List<QrCode>();
        for (var node = _all.Last; node is not null && codes.Count < most; node = node.Previous) codes.Add(node.Value);
        return codes;
    }

    /// <summary>Keeps a code.</summary>
    public void Add(QrCode code)
    {
        _byTicket[code.Ticket] = _all.AddLast(code);
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
            if (_byTicket.Remove(code.Ticket, out var node)) _all.Remove(node);
            _byUrl.Remove(code.Url);
        }
    }

    /// <summary>The living code of a ticket or of the text in its picture; null for none.</summary>
    public QrCode? Find(string ticketOrUrl, DateTimeOffset now)
    {
        var code = _byTicket.GetValueOrDefault(ticketOrUrl)?.Value ?? _byUrl.GetValueOrDefault(ticketOrUrl);
        return code is { ExpiresAt: var end } && (end is null || end > now) ? code : null;
    }
}
