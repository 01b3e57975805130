namespace WeChatActors.Simulator;

/// <summary>A QR code with a scene.</summary>
/// <param name="Ticket">Its ticket.</param>
/// <param name="Scene">The scene id in digits, or the scene string.</param>
/// <param name="Url">What the code's picture says.</param>
/// <param name="ExpiresAt">When it dies; null for a permanent one.</param>
internal sealed record QrCode(string Ticket, string Scene, string Url, DateTimeOffset? ExpiresAt);

/// <summary>The QR codes of an account.</summary>
internal sealed class QrCodes
{
    private readonly Dictionary<string, QrCode> _codes = new(StringComparer.Ordinal);

    /// <summary>All, by ticket.</summary>
    public IReadOnlyCollection<QrCode> All => _codes.Values;

    /// <summary>Keeps a code.</summary>
    public void Add(QrCode code) => _codes[code.Ticket] = code;

    /// <summary>The living code of a ticket or of the text in its picture; null for none.</summary>
    public QrCode? Find(string ticketOrUrl, DateTimeOffset now)
    {
        var code = _codes.GetValueOrDefault(ticketOrUrl) ?? _codes.Values.FirstOrDefault(code => code.Url == ticketOrUrl);
        return code is { ExpiresAt: var end } && (end is null || end > now) ? code : null;
    }
}
