namespace WeChatActors.Engine;

/// <summary>An account's AppSecret. It shows itself only to who asks for it by name.</summary>
/// <param name="value">The secret, 32 hex digits at WeChat.</param>
public sealed class AppSecret(string value)
{
    /// <summary>The secret. For a request to the platform, and for nothing that is kept or shown.</summary>
    public string Reveal() => value;

    /// <summary>Never the secret.</summary>
    public override string ToString() => "(secret)";
}
