using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>The signatures of the callback's query string: SHA-1 over ordinally sorted, joined strings, as lower-case hex.</summary>
/// <remarks><c>signature</c> does not cover the body. Source: WeChat Official Accounts docs, 消息推送配置 and 消息加解密说明.</remarks>
public static class CallbackSignature
{
    private const int HexLength = 2 * SHA1.HashSizeInBytes;

    /// <summary>Gives <c>signature</c>, 40 lower-case hex digits.</summary>
    public static string Compute(ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce)
    {
        Span<char> hex = stackalloc char[HexLength];
        Hash(token, timestamp, nonce, [], hex);
        return hex.ToString();
    }

    /// <summary>Gives <c>msg_signature</c>, 40 lower-case hex digits.</summary>
    public static string Compute(ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt)
    {
        Span<char> hex = stackalloc char[HexLength];
        Hash(token, timestamp, nonce, encrypt, hex);
        return hex.ToString();
    }

    /// <summary>Writes <c>msg_signature</c> as 40 bytes of ASCII; without <paramref name="encrypt"/> it is <c>signature</c>. Allocates nothing.</summary>
    /// <param name="token">The account's callback token.</param>
    /// <param name="timestamp">As in the query string.</param>
    /// <param name="nonce">As in the query string.</param>
    /// <param name="encrypt">The text of the Encrypt element; empty for <c>signature</c>.</param>
    /// <param name="ascii">At least 40 bytes; the first 40 are set.</param>
    public static void Write(
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt, Span<byte> ascii)
    {
        Span<char> hex = stackalloc char[HexLength];
        Hash(token, timestamp, nonce, encrypt, hex);
        Encoding.ASCII.GetBytes(hex, ascii);
    }

    /// <summary>Whether <c>signature</c> fits, compared in constant time; false when any of them is empty. Allocates nothing.</summary>
    public static bool Verify(ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> signature) =>
        !token.IsEmpty && !timestamp.IsEmpty && !nonce.IsEmpty && Fits(token, timestamp, nonce, [], signature);

    /// <summary>Whether <c>msg_signature</c> fits, compared in constant time; false when any of them is empty. Allocates nothing.</summary>
    public static bool Verify(
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt, ReadOnlySpan<char> msgSignature) =>
        !token.IsEmpty && !timestamp.IsEmpty && !nonce.IsEmpty && !encrypt.IsEmpty && Fits(token, timestamp, nonce, encrypt, msgSignature);

    private static bool Fits(
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt, ReadOnlySpan<char> signature)
    {
        if (signature.Length != HexLength) return false;
        Span<char> expected = stackalloc char[HexLength];
        Hash(token, timestamp, nonce, encrypt, expected);
        var difference = 0;
        for (var i = 0; i < HexLength; i++) difference |= expected[i] ^ signature[i];
        return difference == 0;
    }

    /// <summary>An empty <paramref name="encrypt"/> adds nothing, so three strings and four are one case.</summary>
    private static void Hash(
        ReadOnlySpan<char> token, ReadOnlySpan<char> timestamp, ReadOnlySpan<char> nonce, ReadOnlySpan<char> encrypt, Span<char> hex)
    {
        var first = token;
        var second = timestamp;
        var third = nonce;
        var fourth = encrypt;
        Order(ref first, ref second);
        Order(ref third, ref fourth);
        Order(ref first, ref third);
        Order(ref second, ref fourth);
        Order(ref second, ref third);

        var size = Encoding.UTF8.GetMaxByteCount(token.Length + timestamp.Length + nonce.Length + encrypt.Length);
        byte[]? rented = null;
        var joined = size <= 1024 ? stackalloc byte[1024] : (rented = ArrayPool<byte>.Shared.Rent(size));
        var length = Encoding.UTF8.GetBytes(first, joined);
        length += Encoding.UTF8.GetBytes(second, joined[length..]);
        length += Encoding.UTF8.GetBytes(third, joined[length..]);
        length += Encoding.UTF8.GetBytes(fourth, joined[length..]);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // WeChat's protocol prescribes SHA-1.
        SHA1.HashData(joined[..length], digest);
#pragma warning restore CA5350
        Convert.TryToHexStringLower(digest, hex, out _);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    /// <summary>By UTF-16 code units: "10" before "9", "Z" before "a". Culture comparison would get both wrong.</summary>
    private static void Order(ref ReadOnlySpan<char> one, ref ReadOnlySpan<char> other)
    {
        if (one.SequenceCompareTo(other) <= 0) return;
        var swap = one;
        one = other;
        other = swap;
    }
}
