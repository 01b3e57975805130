using System.Buffers;

namespace WeChatActors.Protocol;

/// <summary>What became of one Encrypt element.</summary>
/// <param name="Fault">None, or why it was not opened.</param>
/// <param name="Message">The packet inside, UTF-8; empty when not opened.</param>
/// <param name="KeyIndex">Which key opened it, from 0; -1 when not opened.</param>
public readonly record struct OpenedEnvelope(EnvelopeFault Fault, ReadOnlyMemory<byte> Message, int KeyIndex);

/// <summary>Opens encrypted pushes and seals replies: AES-256-CBC, the IV part of the key, padding to 32 bytes.</summary>
/// <remarks>Source: WeChat Official Accounts docs, 消息加解密说明. Safe for use by several threads.</remarks>
public sealed class AesEnvelope(string appId, IReadOnlyList<EncodingAesKey> keys)
{
    /// <summary>Checks the signature, then decrypts with the first key that yields this account's AppID.</summary>
    /// <param name="token">The account's callback token.</param>
    /// <param name="timestamp">As in the query string.</param>
    /// <param name="nonce">As in the query string.</param>
    /// <param name="msgSignature">As in the query string.</param>
    /// <param name="encrypt">The text of the Encrypt element.</param>
    public OpenedEnvelope Open(
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> msgSignature, ReadOnlySpan<char> encrypt) =>
        throw new NotImplementedException(appId + keys.Count);

    /// <summary>Writes the signed envelope of a reply as XML on one line.</summary>
    /// <param name="output">Where the UTF-8 goes.</param>
    /// <param name="message">The reply's XML, UTF-8.</param>
    /// <param name="keyIndex">The key, from 0: the one that opened the push.</param>
    /// <param name="token">The account's callback token.</param>
    /// <param name="timestamp">Decimal digits: own clock, or that of the push.</param>
    /// <param name="nonce">Own, or that of the push.</param>
    /// <param name="random">16 bytes that differ between different messages; see <see cref="RandomFor"/>.</param>
    public void Seal(
        IBufferWriter<byte> output, ReadOnlySpan<byte> message, int keyIndex,
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<byte> random) =>
        throw new NotImplementedException();

    /// <summary>The 16 bytes that precede a message, derived from it: the first 16 of HMAC-SHA256 of the message under the key.</summary>
    public void RandomFor(ReadOnlySpan<byte> message, int keyIndex, Span<byte> random) => throw new NotImplementedException();
}
