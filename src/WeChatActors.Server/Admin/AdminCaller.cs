using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Who makes a request of the admin listener, and what he may.</summary>
/// <param name="Name">For audits and logs: <c>key shop</c>, or <c>local</c> where no key is needed.</param>
/// <param name="Scopes">What he may do.</param>
/// <param name="Accounts">The aliases he may do it for; null for all.</param>
internal sealed record AdminCaller(string Name, AdminScope Scopes, ImmutableSortedSet<string>? Accounts)
{
    /// <summary>Whoever asks a listener without keys.</summary>
    public static AdminCaller Local { get; } = new("local", AdminScope.All, null);

    /// <summary>Who makes a request that <see cref="AdminAccess"/> let through, by name; <c>nobody</c> for one that needed no key.</summary>
    public static string Of(HttpContext context) => context.Features.Get<AdminCaller>()?.Name ?? "nobody";

    /// <summary>Whether he has a scope.</summary>
    public bool Has(AdminScope scope) => (Scopes & scope) == scope;

    /// <summary>Whether he may act for an account.</summary>
    public bool MayUse(string account) => Accounts?.Contains(account) ?? true;

    /// <summary>Notes that he makes a request, for <see cref="Of"/>.</summary>
    public void Enter(HttpContext context) => context.Features.Set(this);
}
