namespace WeChatActors.Engine;

/// <summary>Callers that wait for the same thing.</summary>
internal enum TokenQueue
{
    /// <summary>A token that can be used.</summary>
    Token,

    /// <summary>What becomes of the report of the current one.</summary>
    Report,

    /// <summary>What becomes of the operator's wish.</summary>
    Demand,
}

/// <summary>What is to be done, in order.</summary>
internal abstract record TokenEffect
{
    private TokenEffect() { }

    /// <summary>Read the store.</summary>
    public sealed record ReadStore : TokenEffect;

    /// <summary>Take the right to refresh.</summary>
    public sealed record TakeRight(long Run, long Version, bool Forced, DateTimeOffset Now, DateTimeOffset Until) : TokenEffect;

    /// <summary>Ask the platform.</summary>
    public sealed record Ask(long Run, bool Force, int Attempt) : TokenEffect;

    /// <summary>Find out whether the platform takes a value.</summary>
    public sealed record Probe(long Run, string Value, int Attempt) : TokenEffect
    {
        /// <summary>Without the value.</summary>
        public override string ToString() => $"probe {Run}";
    }

    /// <summary>Store a token with its line of the audit.</summary>
    public sealed record Save(long Run, GrantedToken Token, TokenAuditLine Line, bool WithRight) : TokenEffect;

    /// <summary>Write a line of the audit, and give the right back.</summary>
    public sealed record Note(TokenAuditLine Line, bool GiveBack) : TokenEffect;

    /// <summary>From now on this is what readers get until its end; null for nothing.</summary>
    public sealed record Publish(GrantedToken? Token) : TokenEffect;

    /// <summary>Answer whoever caused this step.</summary>
    public sealed record Answer(TokenReply Reply) : TokenEffect;

    /// <summary>Whoever caused this step waits.</summary>
    public sealed record Enqueue(TokenQueue Queue) : TokenEffect;

    /// <summary>Answer all who wait.</summary>
    public sealed record Release(TokenQueue Queue, TokenReply Reply) : TokenEffect;

    /// <summary>Ring at that moment, and not at the one that was armed before.</summary>
    public sealed record Arm(DateTimeOffset At) : TokenEffect;

    /// <summary>Tell the operator.</summary>
    public sealed record Notify(bool Urgent, string Sentence) : TokenEffect;
}
