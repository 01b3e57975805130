namespace WeChatActors.Engine;

/// <summary>Where tokens of one kind come from.</summary>
public interface ITokenEndpoint
{
    /// <summary>Asks the platform once.</summary>
    /// <param name="id">Which token.</param>
    /// <param name="force">Whether to ask for a new one although the one in use lives: forced mode of the stable endpoint. The others give
    /// a new one anyhow.</param>
    /// <param name="attempt">From 0; counts the requests of one refresh, so that another host may be tried.</param>
    /// <param name="ct">Ends the request.</param>
    ValueTask<TokenAnswer> Ask(TokenId id, bool force, int attempt, CancellationToken ct);
}

/// <summary>What the platform answered to one request for a token.</summary>
public abstract record TokenAnswer
{
    private TokenAnswer() { }

    /// <summary>A token.</summary>
    /// <param name="Value">Its value.</param>
    /// <param name="Lifetime">What the platform said it lives from now.</param>
    public sealed record Given(string Value, TimeSpan Lifetime) : TokenAnswer
    {
        /// <summary>The lifetime; the value is left out: it is a credential.</summary>
        public override string ToString() => $"given for {Lifetime}";
    }

    /// <summary>An errcode.</summary>
    /// <param name="Errcode">The number.</param>
    /// <param name="Errmsg">The platform's words, with rid; no secret.</param>
    public sealed record Error(int Errcode, string Errmsg) : TokenAnswer;

    /// <summary>No answer, or none that can be read.</summary>
    /// <param name="Why">One sentence; no secret.</param>
    public sealed record Unreadable(string Why) : TokenAnswer;
}
