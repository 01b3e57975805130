using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>What became of one Encrypt element.</summary>
/// <param name="Fault">None, or why it was not opened.</param>
/// <param name="Message">The packet inside, UTF-8; empty when not opened.</param>
/// <param name="KeyIndex">Which key opened it, from 0; -1 when not opened.</param>
public readonly record struct OpenedEnvelope(EnvelopeFault Fault, ReadOnlyMemory<byte> Message, int KeyIndex);

/// <summary>Opens encrypted pushes and seals replies: AES-256-CBC, the IV part of the key, padding to 32 bytes.</summary>
/// <param name="appId">The AppID that every message must end with.</param>
/// <param name="keys">Current key first; earlier ones still open.</param>
/// <remarks>Inside are 16 random bytes, the length of the message in 4 bytes big-endian, the message, the AppID, and 1 to 32 padding
/// bytes. Source: WeChat Official Accounts docs, 消息加解密说明. Safe for use by several threads.</remarks>
public sealed class AesEnvelope(string appId, IReadOnlyList<EncodingAesKey> keys)
{
    /// <summary>How many random bytes precede a message.</summary>
    public const int RandomLength = 16;

    private const int HeaderLength = RandomLength + 4;
    private const int PaddingBlock = 32;
    private readonly byte[] _appId = Encoding.UTF8.GetBytes(appId);

    /// <summary>Checks the signature, then decrypts with the first key that yields this account's AppID.</summary>
    /// <param name="token">The account's callback token.</param>
    /// <param name="timestamp">As in the query string.</param>
    /// <param name="nonce">As in the query string.</param>
    /// <param name="msgSignature">As in the query string.</param>
    /// <param name="encrypt">The text of the Encrypt element.</param>
    /// <returns>The message and its key. When every key fails, the fault of the key that came furthest: with one right key the
    /// operator reads of the wrong AppID, not of the garbage that the other key made.</returns>
    public OpenedEnvelope Open(
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> msgSignature, ReadOnlySpan<char> encrypt)
    {
        if (!CallbackSignature.Verify(token, timestamp, nonce, encrypt, msgSignature)) return Failed(EnvelopeFault.WrongSignature);
        if (keys.Count == 0) return Failed(EnvelopeFault.IllegalKey);
        var cipher = ArrayPool<byte>.Shared.Rent(encrypt.Length);
        try
        {
            if (!Convert.TryFromBase64Chars(encrypt, cipher, out var length)) return Failed(EnvelopeFault.NotBase64);
            if (length == 0 || length % 16 != 0) return Failed(EnvelopeFault.NotDecryptable);
            var fault = EnvelopeFault.CorruptPlaintext;
            for (var index = 0; index < keys.Count; index++)
            {
                var opened = Decrypt(cipher.AsSpan(0, length), index);
                if (opened.Fault == EnvelopeFault.None) return opened;
                if (opened.Fault == EnvelopeFault.WrongAppId) fault = opened.Fault;
            }
            return Failed(fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(cipher);
        }
    }

    /// <summary>Writes the signed envelope of a reply as XML on one line.</summary>
    /// <param name="output">Where the UTF-8 goes.</param>
    /// <param name="message">The reply's XML, UTF-8.</param>
    /// <param name="keyIndex">The key, from 0: the one that opened the push.</param>
    /// <param name="token">The account's callback token.</param>
    /// <param name="timestamp">Decimal digits: own clock, or that of the push.</param>
    /// <param name="nonce">Own, or that of the push.</param>
    /// <param name="random">16 bytes that differ between different messages; see <see cref="RandomFor"/>.</param>
    /// <exception cref="ArgumentException">There are not 16 random bytes: a bug in the caller.</exception>
    public void Seal(
        IBufferWriter<byte> output, ReadOnlySpan<byte> message, int keyIndex,
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<byte> random)
    {
        var textLength = EncryptedLength(message.Length);
        var encrypt = ArrayPool<byte>.Shared.Rent(textLength);
        var chars = ArrayPool<char>.Shared.Rent(textLength);
        try
        {
            var written = EncryptTo(encrypt, message, keyIndex, random);
            var text = chars.AsSpan(0, Encoding.ASCII.GetChars(encrypt.AsSpan(0, written), chars));

            var xml = new XmlOutput(output);
            xml.Raw("<xml><Encrypt><![CDATA["u8);
            xml.Raw(encrypt.AsSpan(0, written));
            xml.Raw("]]></Encrypt><MsgSignature><![CDATA["u8);
            xml.Text(CallbackSignature.Compute(token, timestamp, nonce, text));
            xml.Raw("]]></MsgSignature><TimeStamp>"u8);
            xml.Text(timestamp);
            xml.Raw("</TimeStamp><Nonce><![CDATA["u8);
            xml.CData(nonce);
            xml.Raw("]]></Nonce></xml>"u8);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encrypt);
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>Encrypts a message alone, as the Encrypt element of a push holds it. Nothing is signed.</summary>
    /// <param name="message">The packet's XML, UTF-8.</param>
    /// <param name="keyIndex">The key, from 0.</param>
    /// <param name="random">16 bytes that differ between different messages; see <see cref="RandomFor"/>.</param>
    /// <returns>Base64.</returns>
    /// <exception cref="ArgumentException">There are not 16 random bytes: a bug in the caller.</exception>
    public string Encrypt(ReadOnlySpan<byte> message, int keyIndex, ReadOnlySpan<byte> random)
    {
        var encrypt = ArrayPool<byte>.Shared.Rent(EncryptedLength(message.Length));
        try
        {
            return Encoding.ASCII.GetString(encrypt.AsSpan(0, EncryptTo(encrypt, message, keyIndex, random)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encrypt);
        }
    }

    /// <summary>The 16 bytes that precede a message, derived from it: the first 16 of HMAC-SHA256 of the message under the key.</summary>
    /// <param name="message">The message that will be sealed.</param>
    /// <param name="keyIndex">The key that will seal it.</param>
    /// <param name="random">At least 16 bytes; the first 16 are set.</param>
    /// <remarks>A retry of the same packet must get the same bytes, so nothing may be drawn by chance. WeChat's IV never changes,
    /// hence CBC hides a message only as far as its first block, these 16 bytes, is unpredictable and does not repeat. HMAC under
    /// the secret key gives just that: to anyone without the key the bytes look random, and two messages share them only when they
    /// are the same message (or with probability 2^-128). What an observer can learn is that the same reply was sent twice, which
    /// is what a retry is. Deriving the starting value from the message is the construction of SIV modes (RFC 5297).</remarks>
    public void RandomFor(ReadOnlySpan<byte> message, int keyIndex, Span<byte> random)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(keys[keyIndex].Key, message, mac);
        mac[..RandomLength].CopyTo(random);
    }

    /// <summary>The length of the Base64 text of an encrypted message.</summary>
    private int EncryptedLength(int messageLength)
    {
        var unpadded = HeaderLength + messageLength + _appId.Length;
        return Base64.GetMaxEncodedToUtf8Length(unpadded + PaddingBlock - unpadded % PaddingBlock);
    }

    /// <summary>Writes the Base64 text of an encrypted message.</summary>
    /// <returns>Its length.</returns>
    private int EncryptTo(Span<byte> encrypt, ReadOnlySpan<byte> message, int keyIndex, ReadOnlySpan<byte> random)
    {
        if (random.Length != RandomLength) throw new ArgumentException($"{RandomLength} random bytes are needed.", nameof(random));
        var unpadded = HeaderLength + message.Length + _appId.Length;
        var padding = PaddingBlock - unpadded % PaddingBlock;
        var size = unpadded + padding;
        var plain = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            random.CopyTo(plain);
            BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(RandomLength), message.Length);
            message.CopyTo(plain.AsSpan(HeaderLength));
            _appId.CopyTo(plain.AsSpan(HeaderLength + message.Length));
            plain.AsSpan(unpadded, padding).Fill((byte)padding);
            using (var aes = Aes.Create())
            {
                aes.SetKey(keys[keyIndex].Key);
                aes.EncryptCbc(plain.AsSpan(0, size), keys[keyIndex].Iv, encrypt, PaddingMode.None);
            }
            Base64.EncodeToUtf8InPlace(encrypt, size, out var written);
            return written;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
        }
    }

    private OpenedEnvelope Decrypt(ReadOnlySpan<byte> cipher, int keyIndex)
    {
        var plain = new byte[cipher.Length];
        using (var aes = Aes.Create())
        {
            aes.SetKey(keys[keyIndex].Key);
            aes.DecryptCbc(cipher, keys[keyIndex].Iv, plain, PaddingMode.None);
        }
        var padding = plain[^1];
        if (padding is 0 or > PaddingBlock || plain.Length - padding < HeaderLength) return Failed(EnvelopeFault.CorruptPlaintext);
        // The signature was checked, so this tells nobody about paddings who could not know them.
        if (plain.AsSpan(plain.Length - padding).IndexOfAnyExcept(padding) >= 0) return Failed(EnvelopeFault.CorruptPlaintext);
        var length = BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(RandomLength));
        var rest = plain.AsMemory(HeaderLength, plain.Length - padding - HeaderLength);
        if (length > rest.Length) return Failed(EnvelopeFault.CorruptPlaintext);
        if (!rest.Span[(int)length..].SequenceEqual(_appId)) return Failed(EnvelopeFault.WrongAppId);
        return new OpenedEnvelope(EnvelopeFault.None, rest[..(int)length], keyIndex);
    }

    private static OpenedEnvelope Failed(EnvelopeFault fault) => new(fault, default, -1);
}
