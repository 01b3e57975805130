namespace WeChatActors.Engine;

/// <summary>Which endpoint gives an account's access_token. The two know nothing of each other's tokens.</summary>
public enum TokenMode
{
    /// <summary>POST /cgi-bin/stable_token: the same token for whoever asks, until somebody forces a new one.</summary>
    Stable,

    /// <summary>GET /cgi-bin/token: a new token for each call, and five minutes later the one before is dead.</summary>
    Classic,
}

/// <summary>What it takes to call the platform's API for an account.</summary>
/// <param name="AppId">The account's AppID.</param>
/// <param name="Secret">Its AppSecret.</param>
/// <param name="Hosts">Where the platform is.</param>
/// <param name="Mode">Which endpoint gives its access_token.</param>
public sealed record PlatformAccess(string AppId, AppSecret Secret, PlatformHosts Hosts, TokenMode Mode);
