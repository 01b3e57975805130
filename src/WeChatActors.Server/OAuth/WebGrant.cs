using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What a code was exchanged for.</summary>
internal abstract record WebGrant
{
    private WebGrant() { }

    /// <summary>Somebody came.</summary>
    /// <param name="OpenId">Who.</param>
    /// <param name="Profile">What is known of him; null for a snapshot user, of whom nothing is kept.</param>
    /// <param name="Scope">What he allowed.</param>
    public sealed record Given(OpenId OpenId, Profile? Profile, AuthorisationScope Scope) : WebGrant;

    /// <summary>Nobody did.</summary>
    /// <param name="Outcome">What the browser sees.</param>
    /// <param name="Why">For the log, in one sentence; null when it is nothing an operator could mend.</param>
    public sealed record Failed(LoginOutcome.Failed Outcome, string? Why) : WebGrant;
}
