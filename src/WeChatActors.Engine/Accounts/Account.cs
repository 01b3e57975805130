using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>One Official Account that this engine answers for.</summary>
/// <param name="alias">Its name in the configuration and in URLs.</param>
/// <param name="security">Its AppID, callback token, mode and keys.</param>
/// <param name="timeZone">The zone of its rules' dates and times.</param>
/// <param name="script">Its rules.</param>
/// <remarks>Safe to use from any thread.</remarks>
public sealed class Account(string alias, AccountSecurity security, TimeZoneInfo timeZone, Script script)
{
    /// <summary>So many scripts are remembered, for turns that began with them and still wait.</summary>
    private const int Remembered = 4;

    private volatile Script _script = script;
    private Script[] _recent = [script];

    /// <summary>Its name in the configuration and in URLs.</summary>
    public string Alias { get; } = alias;

    /// <summary>Its AppID, callback token, mode and keys.</summary>
    public AccountSecurity Security { get; } = security;

    /// <summary>What rules see of it.</summary>
    public AccountView View { get; } = new(alias, security.AppId, timeZone);

    /// <summary>Whether it may call the customer-service API, as verified accounts may.</summary>
    public bool CanPush { get; init; } = true;

    /// <summary>What it takes to call the platform's API for it; null for an account without <c>app_secret</c>, which only answers.</summary>
    /// <remarks>Set before the account is served.</remarks>
    public PlatformAccess? Platform { get; set; }

    /// <summary>Its rules now. They may change between two reads: one turn reads them once.</summary>
    public Script Script => _script;

    /// <summary>How many customer-service messages actions of its users grant.</summary>
    public LedgerRules Ledger { get; init; } = new();

    /// <summary>Whether messages can be pushed: it may, and has its AppSecret.</summary>
    public bool Pushes => CanPush && Platform is not null;

    /// <summary>What its conversations go by.</summary>
    internal AccountSetting Setting => new() { View = View, CanPush = Pushes, Ledger = Ledger };

    /// <summary>The rules in force or lately in force that have a hash; null when they are forgotten.</summary>
    /// <param name="hash">The script's hash.</param>
    internal Script? FindScript(string hash) => Array.Find(Volatile.Read(ref _recent), script => script.Hash == hash);

    /// <summary>Replaces its rules. Turns that begin from now on use them; those under way end with the rules they began with.</summary>
    public void Use(Script script)
    {
        ArgumentNullException.ThrowIfNull(script);
        Script[] recent = [script, .. Volatile.Read(ref _recent)];
        Volatile.Write(ref _recent, recent.Length > Remembered ? recent[..Remembered] : recent);
        _script = script;
    }
}
