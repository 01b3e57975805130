namespace WeChatActors.Simulator;

/// <summary>Which endpoint gave a token. The two know nothing of each other.</summary>
internal enum TokenChannel
{
    /// <summary>GET /cgi-bin/token.</summary>
    Classic,

    /// <summary>POST /cgi-bin/stable_token.</summary>
    Stable,
}

/// <summary>What a token is worth at some moment.</summary>
internal enum TokenState
{
    /// <summary>Nobody was ever given it, or so long ago that it is forgotten.</summary>
    Unknown,

    /// <summary>Good.</summary>
    Living,

    /// <summary>A newer one took its place; 40001.</summary>
    Superseded,

    /// <summary>Its time is over; 42001.</summary>
    Expired,
}

/// <summary>One access_token.</summary>
/// <param name="Value">Opaque; letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Channel">Who gave it.</param>
/// <param name="ExpiresAt">First moment after its own life.</param>
/// <param name="DiesAt">First moment after the overlap with a newer one; null while it is the newest.</param>
internal sealed record AccessToken(string Value, TokenChannel Channel, DateTimeOffset ExpiresAt, DateTimeOffset? DiesAt = null)
{
    /// <summary>How long one lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(7200);

    /// <summary>How long the one before stays good.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>What it is worth. Of two ends the earlier one gives the reason, and that reason stays.</summary>
    public TokenState At(DateTimeOffset now) =>
        DiesAt is { } dies && dies <= now && dies < ExpiresAt ? TokenState.Superseded
        : ExpiresAt <= now ? TokenState.Expired
        : TokenState.Living;

    /// <summary>The value is left out: it is a credential.</summary>
    public override string ToString() => $"{Channel} token until {ExpiresAt:O}" + (DiesAt is { } dies ? $", superseded at {dies:O}" : "");
}
