using System.Collections.Frozen;

namespace WeChatActors.Server;

/// <summary>Which credential a path of the platform takes.</summary>
internal enum CallCredential
{
    /// <summary>The account's access_token: nearly all of them.</summary>
    Token,

    /// <summary>That of one follower, which the caller brings; or none.</summary>
    UserLevel,

    /// <summary>None.</summary>
    None,

    /// <summary>The AppSecret.</summary>
    Secret,

    /// <summary>The AppSecret, to be given an access_token: the account's shared one may die of it.</summary>
    SecretForToken,
}

/// <summary>What is known of the platform's paths beyond the catalogue.</summary>
internal static class CallCredentials
{
    public const string Token = "/cgi-bin/token";
    public const string StableToken = "/cgi-bin/stable_token";

    // WeChat may not tell cases apart where we do.
    private static readonly FrozenDictionary<string, CallCredential> Special = new Dictionary<string, CallCredential>
    {
        [Token] = CallCredential.SecretForToken,
        [StableToken] = CallCredential.SecretForToken,
        ["/cgi-bin/clear_quota/v2"] = CallCredential.Secret,
        ["/sns/oauth2/access_token"] = CallCredential.Secret,
        ["/sns/jscode2session"] = CallCredential.Secret,
        ["/cgi-bin/showqrcode"] = CallCredential.None,
        ["/mp/subscribemsg"] = CallCredential.None,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which credential a path takes.</summary>
    public static CallCredential Of(string path) =>
        Special.TryGetValue(path, out var credential) ? credential
        : path.StartsWith("/sns/", StringComparison.OrdinalIgnoreCase) ? CallCredential.UserLevel
        : CallCredential.Token;
}
