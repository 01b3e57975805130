namespace WeChatActors.Server;

/// <summary>What a key of the admin listener may do.</summary>
[Flags]
public enum AdminScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Get and replace access_tokens, tickets and JS-SDK signatures, also through the drop-in.</summary>
    Token = 1,

    /// <summary>Call any API of the platform through the proxy.</summary>
    Proxy = 2,

    /// <summary>Send messages to followers.</summary>
    Send = 4,

    /// <summary>Read conversations, profiles, audits and metrics.</summary>
    Read = 8,

    /// <summary>Reload rules.</summary>
    Rules = 16,

    /// <summary>All of it.</summary>
    All = Token | Proxy | Send | Read | Rules,
}

/// <summary>The words for scopes in the configuration and in answers.</summary>
internal static class AdminScopes
{
    private static readonly (string Word, AdminScope Scope)[] Words =
        [("token", AdminScope.Token), ("proxy", AdminScope.Proxy), ("send", AdminScope.Send), ("read", AdminScope.Read), ("rules", AdminScope.Rules)];

    /// <summary>The words, in the order in which they are listed.</summary>
    public static string[] All { get; } = [.. Words.Select(word => word.Word)];

    /// <summary>The scope that one of <see cref="All"/> means.</summary>
    public static AdminScope Of(string word) => Words.First(known => known.Word == word).Scope;

    /// <summary>Scopes as a list of words: <c>token, proxy</c>; <c>none</c> for none.</summary>
    public static string Said(AdminScope scopes) =>
        scopes == AdminScope.None ? "none" : string.Join(", ", Words.Where(word => scopes.HasFlag(word.Scope)).Select(word => word.Word));
}
