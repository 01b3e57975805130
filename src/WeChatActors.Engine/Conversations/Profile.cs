using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>How much a person lets a web page know.</summary>
public enum AuthorisationScope
{
    /// <summary>The OpenID, without a question: <c>snsapi_base</c>.</summary>
    Base,

    /// <summary>Nickname, picture and UnionID, when the person allows it: <c>snsapi_userinfo</c>.</summary>
    UserInfo,
}

/// <summary>Who a person is, as he authorised web pages to know it. Immutable.</summary>
/// <param name="UnionId">The same for all accounts of one open platform account; null when the account belongs to none.</param>
/// <param name="Name">The nickname; null when nobody was told.</param>
/// <param name="Picture">The address of the portrait, which goes dead when he changes it; null when nobody was told.</param>
/// <param name="Scope">The most he ever allowed.</param>
/// <param name="UpdatedAt">When name and picture were as they stand here, UTC.</param>
public sealed record Profile(string? UnionId, string? Name, string? Picture, AuthorisationScope Scope, DateTimeOffset UpdatedAt)
{
    /// <summary>What rules see of it.</summary>
    internal ProfileView View => new(UnionId, Name, Picture);

    /// <summary>The profile after one more authorisation: the same object when that tells nothing new. A base one erases nothing, and
    /// one that was given before this says nothing of name and picture.</summary>
    internal static Profile Join(Profile? known, Profile told)
    {
        if (known is null) return told;
        var unionId = told.UnionId ?? known.UnionId;
        var tells = told.Scope == AuthorisationScope.UserInfo && (known.Scope == AuthorisationScope.Base || told.UpdatedAt >= known.UpdatedAt);
        if (tells) return told with { UnionId = unionId };
        return unionId == known.UnionId ? known : known with { UnionId = unionId };
    }
}
