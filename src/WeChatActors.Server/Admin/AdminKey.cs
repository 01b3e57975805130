using System.Collections.Immutable;

namespace WeChatActors.Server;

/// <summary>One Bearer key of the admin listener.</summary>
/// <param name="Name">What audits and logs call it; no two share one.</param>
/// <param name="Value">The key itself, 16 characters and more.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Accounts">The aliases it is for; null for all.</param>
public sealed record AdminKey(string Name, string Value, AdminScope Scopes, ImmutableSortedSet<string>? Accounts)
{
    /// <summary>The name; the value is left out: it is a credential.</summary>
    public override string ToString() => $"key {Name}";
}
