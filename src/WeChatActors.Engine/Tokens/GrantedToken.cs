namespace WeChatActors.Engine;

/// <summary>A token or ticket that the platform gave.</summary>
/// <param name="Value">Opaque; 512 characters and more.</param>
/// <param name="Version">Counts the tokens of its id, from 1; it never goes back and no two tokens share one.</param>
/// <param name="ObtainedAt">When it was asked for, UTC.</param>
/// <param name="ExpiresAt">First moment, UTC, at which it is no longer good by what the platform said.</param>
public sealed record GrantedToken(string Value, long Version, DateTimeOffset ObtainedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Version and end; the value is left out: it is a credential.</summary>
    public override string ToString() => $"version {Version} until {ExpiresAt:O}";
}
