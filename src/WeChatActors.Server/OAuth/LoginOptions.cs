using System.Collections.Immutable;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The login pages of one account, <c>accounts: ALIAS: oauth</c>.</summary>
/// <param name="Return">Where logins may return to, one address at least.</param>
/// <param name="Scope">What a login asks for that does not say; default base.</param>
public sealed record LoginOptions(ImmutableArray<ReturnAddress> Return, AuthorisationScope Scope);
