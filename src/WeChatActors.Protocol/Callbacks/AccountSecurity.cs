using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>How an account's pushes are protected, as set in WeChat's console.</summary>
public enum SecurityMode
{
    /// <summary>明文: plain packets.</summary>
    Plaintext,

    /// <summary>兼容: each push holds the packet twice, plain and encrypted; for debugging.</summary>
    Compatible,

    /// <summary>安全: encrypted packets only; a plain push is refused.</summary>
    Safe,
}

/// <summary>What an account's callback is checked with. It comes from our configuration, never from a request.</summary>
/// <param name="appId">The AppID, which an encrypted packet must name.</param>
/// <param name="token">The callback token; secret.</param>
/// <param name="mode">The least protection that is accepted.</param>
/// <param name="keys">Current key first, then earlier ones that still open pushes; empty for plaintext.</param>
/// <param name="originalId">The account's original id, <c>gh_...</c>, which a packet's ToUserName must equal; null to accept any.</param>
public sealed class AccountSecurity(string appId, string token, SecurityMode mode, IReadOnlyList<EncodingAesKey> keys, string? originalId)
{
    /// <summary>The AppID.</summary>
    public string AppId { get; } = appId;

    /// <summary>The least protection that is accepted.</summary>
    public SecurityMode Mode { get; } = mode;

    /// <summary>The account's original id; null when ToUserName is not checked.</summary>
    public string? OriginalId { get; } = originalId;

    /// <summary>Opens and seals with the account's keys.</summary>
    public AesEnvelope Envelope { get; } = new(appId, keys);

    /// <summary>The callback token. Internal, so that no log line can hold it by accident.</summary>
    internal string Token { get; } = token;

    /// <summary>Gives the <c>signature</c> that WeChat puts beside a timestamp and a nonce, to call the account's callback as WeChat does.</summary>
    public string Sign(ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce) => CallbackSignature.Compute(Token, timestamp, nonce);

    /// <summary>A key of 32 bytes for a purpose of ours, derived from the callback token. It takes about 0.1 s: a token may be a word, and whoever
    /// sees what the key signed must not find the token by trying words.</summary>
    /// <param name="purpose">What it is for: each purpose has a key of its own.</param>
    public byte[] DeriveKey(string purpose) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(Token), Encoding.UTF8.GetBytes($"{AppId} {purpose}"), iterations: 300_000, HashAlgorithmName.SHA256, outputLength: 32);

    /// <summary>The AppID and mode, without secrets.</summary>
    public override string ToString() => $"{AppId} ({Mode})";
}
