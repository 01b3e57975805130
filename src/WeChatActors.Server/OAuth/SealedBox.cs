using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>Fills bytes with chance that nobody can guess.</summary>
internal delegate void Chance(Span<byte> bytes);

/// <summary>Seals what a browser carries for us, so that it can be neither read nor changed, nor used at another account or for another
/// purpose. AES-256-GCM under a key derived from the AppSecret: every node of an account opens what another sealed, also after a restart.</summary>
internal sealed class SealedBox
{
    private const byte Version = 1;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Overhead = 1 + Nonce + Tag;

    /// <summary>No text that is longer is tried.</summary>
    private const int MaxText = 4096;

    private readonly byte[] _key;
    private readonly byte[] _bound;
    private readonly Chance _chance;

    /// <param name="access">The account's AppID and AppSecret.</param>
    /// <param name="account">The account's alias.</param>
    /// <param name="purpose">What is sealed, such as <c>ticket</c>: what one purpose sealed no other opens.</param>
    /// <param name="chance">Makes nonces.</param>
    public SealedBox(PlatformAccess access, string account, string purpose, Chance chance)
    {
        _bound = Encoding.UTF8.GetBytes($"wechatactors oauth {purpose} of {account}, version 1");
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(access.Secret.Reveal()), 32, Encoding.UTF8.GetBytes(access.AppId), _bound);
        _chance = chance;
    }

    /// <summary>Seals content as letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string Seal(ReadOnlySpan<byte> content)
    {
        var box = new byte[Overhead + content.Length];
        box[0] = Version;
        _chance(box.AsSpan(1, Nonce));
        using var aes = new AesGcm(_key, Tag);
        aes.Encrypt(box.AsSpan(1, Nonce), content, box.AsSpan(1 + Nonce, content.Length), box.AsSpan(1 + Nonce + content.Length), _bound);
        return Base64Url.EncodeToString(box);
    }

    /// <summary>The content; null for anything that was not sealed here.</summary>
    public byte[]? Open(string text)
    {
        if (text.Length > MaxText || !Base64Url.IsValid(text)) return null;
        var box = Base64Url.DecodeFromChars(text);
        // One content has one text: the spare bits of the last letter, blanks and padding are no other way to write it.
        if (box.Length < Overhead || box[0] != Version || Base64Url.EncodeToString(box) != text) return null;
        var content = new byte[box.Length - Overhead];
        using var aes = new AesGcm(_key, Tag);
        try
        {
            aes.Decrypt(box.AsSpan(1, Nonce), box.AsSpan(1 + Nonce, content.Length), box.AsSpan(1 + Nonce + content.Length), content, _bound);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
