using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Testing;

/// <summary>What WeChat and an account share, with the algorithms over it. Written from the platform's documents, so that it
/// shares no mistake with the code it tests.</summary>
public sealed record Credentials(string AppId, string Token, string? AesKey = null)
{
    private const int Block = 32;

    /// <summary>SHA-1 over the token and some texts, ordinally sorted and joined, as lower-case hex.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The platform's signature is SHA-1.")]
    public string Sign(params string[] texts) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(texts.Append(Token).Order(StringComparer.Ordinal)))));

    /// <summary>The query string of a plain push or, with <paramref name="encrypt"/>, of an encrypted one.</summary>
    public string Query(long timestamp, string nonce, string? openId = null, string? encrypt = null)
    {
        var query = $"signature={Sign($"{timestamp}", nonce)}&timestamp={timestamp}&nonce={nonce}";
        if (openId is not null) query += $"&openid={openId}";
        return encrypt is null ? query : $"{query}&encrypt_type=aes&msg_signature={Sign($"{timestamp}", nonce, encrypt)}";
    }

    /// <summary>The Encrypt element of a packet.</summary>
    public string Encrypt(string xml)
    {
        var message = Encoding.UTF8.GetBytes(xml);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, message.Length);
        byte[] plain = [.. RandomNumberGenerator.GetBytes(16), .. length, .. message, .. Encoding.UTF8.GetBytes(AppId)];
        var pad = Block - plain.Length % Block;
        plain = [.. plain, .. Enumerable.Repeat((byte)pad, pad)];
        using var aes = Cipher();
        return Convert.ToBase64String(aes.EncryptCbc(plain, aes.IV, PaddingMode.None));
    }

    /// <summary>The packet inside an Encrypt element.</summary>
    public string Decrypt(string encrypt)
    {
        using var aes = Cipher();
        var plain = aes.DecryptCbc(Convert.FromBase64String(encrypt), aes.IV, PaddingMode.None);
        Assert.InRange(plain[^1], 1, Block);
        Assert.All(plain[^plain[^1]..], pad => Assert.Equal(plain[^1], pad));
        var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(16));
        Assert.Equal(AppId, Encoding.UTF8.GetString(plain[(20 + length)..^plain[^1]]));
        return Encoding.UTF8.GetString(plain, 20, length);
    }

    private Aes Cipher()
    {
        var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(AesKey + "=");
        aes.IV = aes.Key[..16];
        return aes;
    }
}
