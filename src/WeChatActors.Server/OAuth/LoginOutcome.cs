namespace WeChatActors.Server;

/// <summary>What became of a login when its code was exchanged.</summary>
internal abstract record LoginOutcome
{
    private LoginOutcome() { }

    /// <summary>The site gets a ticket.</summary>
    /// <param name="Ticket">Sealed.</param>
    public sealed record Granted(string Ticket) : LoginOutcome
    {
        /// <summary>Never the ticket.</summary>
        public override string ToString() => nameof(Granted);
    }

    /// <summary>It ends on a page.</summary>
    /// <param name="Fault">Why.</param>
    /// <param name="Errcode">WeChat's errcode; null when there was none.</param>
    public sealed record Failed(LoginFault Fault, int? Errcode = null) : LoginOutcome;
}
