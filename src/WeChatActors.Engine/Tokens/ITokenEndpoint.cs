namespace WeChatActors.Engine;

/// <summary>Where tokens of one kind come from.</summary>
public interface ITokenEndpoint
{
    /// <summary>What the platform does when it is asked for this token.</summary>
    /// <param name="id">Which token.</param>
    TokenManner MannerOf(TokenId id) => TokenManner.Stable;

    /// <summary>Asks the platform once.</summary>
    /// <param name="id">Which token.</param>
    /// <param name="force">Whether to ask for a new one although the one in use lives: forced mode of the stable endpoint. The others give
    /// a new one anyhow.</param>
    /// <param name="attempt">From 0; counts the requests of one refresh, so that another host may be tried.</param>
    /// <param name="ct">Ends the request.</param>
    ValueTask<TokenAnswer> Ask(TokenId id, bool force, int attempt, CancellationToken ct);

    /// <summary>Finds out with a cheap call whether the platform takes a token.</summary>
    /// <param name="id">Which token. Tickets are never tried: nothing but a phone can.</param>
    /// <param name="value">Its value.</param>
    /// <param name="attempt">As for <see cref="Ask"/>.</param>
    /// <param name="ct">Ends the request.</param>
    ValueTask<TokenProbe> Probe(TokenId id, string value, int attempt, CancellationToken ct) =>
        new(new TokenProbe.Unknown("There is nothing to try it with."));
}

/// <summary>What the platform does when it is asked for a token.</summary>
public enum TokenManner
{
    /// <summary>Gives the same one to everybody until its last five minutes, and a new one when it is forced.</summary>
    Stable,

    /// <summary>Gives a new one each time; the one before lives five minutes more.</summary>
    Classic,

    /// <summary>Gives a ticket, new or not; it cannot be forced nor tried.</summary>
    Ticket,
}
