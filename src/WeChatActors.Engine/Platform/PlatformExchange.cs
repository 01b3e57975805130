namespace WeChatActors.Engine;

/// <summary>What became of a call whose answer is passed on as it comes.</summary>
public abstract record PlatformExchange
{
    private PlatformExchange() { }

    /// <summary>The platform answered.</summary>
    /// <param name="Response">The answer; whoever gets it disposes it.</param>
    public sealed record Answered(PlatformResponse Response) : PlatformExchange;

    /// <summary>It was not sent, see <see cref="PlatformResult.NotSent"/>.</summary>
    /// <param name="Why">The cause and the remedy, in one sentence.</param>
    /// <param name="RetryAt">When it is worth trying again, UTC; null when somebody must mend something first.</param>
    public sealed record NotSent(string Why, DateTimeOffset? RetryAt) : PlatformExchange
    {
        /// <summary>Whether it is the platform's server that cannot be reached.</summary>
        public bool Unreachable { get; init; }
    }

    /// <summary>It was sent and no answer came, see <see cref="PlatformResult.Unknown"/>.</summary>
    /// <param name="Why">What happened, in one sentence.</param>
    public sealed record Unknown(string Why) : PlatformExchange
    {
        /// <summary>Whether it took too long, rather than broke.</summary>
        public bool TooSlow { get; init; }
    }
}
