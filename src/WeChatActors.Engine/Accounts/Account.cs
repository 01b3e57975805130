using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>One Official Account that this engine answers for.</summary>
/// <param name="alias">Its name in the configuration and in URLs.</param>
/// <param name="security">Its AppID, callback token, mode and keys.</param>
/// <param name="timeZone">The zone of its rules' dates and times.</param>
/// <param name="script">Its rules.</param>
public sealed class Account(string alias, AccountSecurity security, TimeZoneInfo timeZone, Script script)
{
    /// <summary>Its name in the configuration and in URLs.</summary>
    public string Alias { get; } = alias;

    /// <summary>Its AppID, callback token, mode and keys.</summary>
    public AccountSecurity Security { get; } = security;

    /// <summary>What rules see of it.</summary>
    public AccountView View { get; } = new(alias, security.AppId, timeZone);

    /// <summary>Its rules.</summary>
    public Script Script { get; } = script;
}
