using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>Names that stand for OpenIDs and UnionIDs in captures: the same for the same person under the same key, and nobody without the key finds the
/// person. They have the form of an OpenID. Safe to use from any thread.</summary>
/// <param name="key">The key.</param>
/// <remarks>A name is <c>o</c> and the first 27 letters of the HMAC-SHA-256 of the id in base64url.</remarks>
internal sealed class Pseudonyms(CaptureKey key)
{
    /// <summary>The length of a name, in characters.</summary>
    public const int Length = 28;

    private const int Slots = 64 * 1024;

    // Each remembers one id and its name behind it; who talks now is who talked a moment ago.
    private readonly byte[]?[] _recent = new byte[Slots][];

    /// <summary>Whether bytes are those of an id that has a name.</summary>
    public static bool IsId(ReadOnlySpan<byte> id)
    {
        if (id.Length is 0 or > OpenId.MaxLength) return false;
        return id.IndexOfAnyExcept(PacketScrub.IdLetters) < 0;
    }

    /// <summary>Writes the name of an id.</summary>
    public void Write(ReadOnlySpan<byte> id, Span<byte> name)
    {
        ref var slot = ref _recent[SlotOf(id)];
        if (slot is { } known && known.Length == id.Length + Length && known.AsSpan(0, id.Length).SequenceEqual(id))
        {
            known.AsSpan(id.Length).CopyTo(name);
            return;
        }
        Make(id, name);
        var kept = new byte[id.Length + Length];
        id.CopyTo(kept);
        name[..Length].CopyTo(kept.AsSpan(id.Length));
        slot = kept;
    }

    private void Make(ReadOnlySpan<byte> id, Span<byte> name)
    {
        Span<byte> mark = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, id, mark);
        Span<byte> letters = stackalloc byte[Length];
        Base64Url.EncodeToUtf8(mark[..21], letters, out _, out _);
        name[0] = (byte)'o';
        letters[..(Length - 1)].CopyTo(name[1..]);
    }

    private static int SlotOf(ReadOnlySpan<byte> id)
    {
        var hash = (ulong)id.Length;
        if (id.Length >= 8) hash ^= BinaryPrimitives.ReadUInt64LittleEndian(id) ^ ulong.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(id[^8..]), 21);
        else foreach (var letter in id) hash = hash * 31 + letter;
        return (int)(SplitMix64.Mix(hash) % Slots);
    }
}
