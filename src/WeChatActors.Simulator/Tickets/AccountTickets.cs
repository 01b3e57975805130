namespace WeChatActors.Simulator;

/// <summary>One ticket.</summary>
/// <param name="Type">jsapi or wx_card.</param>
/// <param name="Value">86 letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="ExpiresAt">First moment after its life.</param>
internal sealed record Ticket(string Type, string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>How long one lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(7200);

    /// <summary>The value is left out: it is a credential.</summary>
    public override string ToString() => $"{Type} ticket until {ExpiresAt:O}";
}

/// <summary>The tickets of an account. Whether a new one ends the one before is not documented; here both live to their end. Guarded by
/// the account's gate.</summary>
internal sealed class AccountTickets
{
    private const int Remembered = 32;

    private readonly List<Ticket> _given = [];

    /// <summary>Those remembered, oldest first; some may be dead.</summary>
    public IReadOnlyList<Ticket> Given => _given;

    /// <summary>Keeps a ticket that was given out.</summary>
    public void Add(Ticket ticket)
    {
        _given.Add(ticket);
        if (_given.Count > Remembered) _given.RemoveAt(0);
    }
}
