namespace WeChatActors.Engine;

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

/// <summary>Whether the platform takes a token.</summary>
public abstract record TokenProbe
{
    private TokenProbe() { }

    /// <summary>It does.</summary>
    public sealed record Alive : TokenProbe;

    /// <summary>It does not.</summary>
    /// <param name="Errcode">40001, 40014 or 42001.</param>
    public sealed record Dead(int Errcode) : TokenProbe;

    /// <summary>Nobody knows.</summary>
    /// <param name="Why">One sentence; no secret.</param>
    public sealed record Unknown(string Why) : TokenProbe;
}
