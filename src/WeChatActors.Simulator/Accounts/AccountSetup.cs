using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>What WeChat's console knows of an account: its credentials and where its packets go.</summary>
public sealed record AccountSetup
{
    /// <summary>Its short name on pages and in addresses of the control API.</summary>
    public required string Alias { get; init; }

    /// <summary>The AppID.</summary>
    public required string AppId { get; init; }

    /// <summary>The AppSecret which the token endpoints ask for. Of this simulator only; never a real one.</summary>
    public required string AppSecret { get; init; }

    /// <summary>The original id, <c>gh_...</c>: the ToUserName of its packets.</summary>
    public required string OriginalId { get; init; }

    /// <summary>The account's name as a phone shows it.</summary>
    public string? Name { get; init; }

    /// <summary>What it may call and how often.</summary>
    public AccountKind Kind { get; init; } = AccountKind.Service;

    /// <summary>Where packets are pushed to; null when no server is configured.</summary>
    public Uri? Callback { get; init; }

    /// <summary>The callback token that signs the pushes.</summary>
    public string Token { get; init; } = "";

    /// <summary>How pushes are protected.</summary>
    public SecurityMode Security { get; init; } = SecurityMode.Plaintext;

    /// <summary>The EncodingAESKey, 43 characters; null in plaintext mode.</summary>
    public string? AesKey { get; init; }

    /// <summary>The alias and AppID, without secrets.</summary>
    public override string ToString() => $"{Alias} ({AppId}, {Kind}, {Security})";
}
