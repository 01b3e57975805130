using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>Names that stand for OpenIDs and UnionIDs in captures: the same for the same person under the same key, and nobody without the key finds the
/// person. They have the form of an OpenID. Safe to use from any thread.</summary>
/// <param name="key">The key.</param>
/// <param name="remembered">Of so many persons at most a name is remembered, 60 bytes each; an even number.</param>
/// <remarks>A name is <c>o</c> and the first 27 letters of the HMAC-SHA-256 of the id in base64url.</remarks>
internal sealed class Pseudonyms(CaptureKey key, int remembered = 64 * 1024)
{
    /// <summary>The length of a name, in characters.</summary>
    public const int Length = 28;

    // Who talks now is who talked a moment ago: what he is called stands in one place, one or two lines of the processor's cache.
    private readonly Slot[] _recent = new Slot[remembered];

    /// <summary>Whether bytes are those of an id that has a name.</summary>
    public static bool IsId(ReadOnlySpan<byte> id)
    {
        if (id.Length is 0 or > OpenId.MaxLength) return false;
        return id.IndexOfAnyExcept(PacketScrub.IdLetters) < 0;
    }

    /// <summary>Fetches into the processor's cache what <see cref="Write"/> will look at a little later: of thousands who talk nobody's is there.</summary>
    public unsafe void Expect(ReadOnlySpan<byte> id)
    {
        if (!Sse.IsSupported || id.Length is 0 or > Length) return;
        // An address that is not true any more fetches something else, and nothing comes of it.
        var slot = (byte*)Unsafe.AsPointer(ref _recent[SlotsOf(id).First]);
        Sse.Prefetch0(slot);
        Sse.Prefetch0(slot + sizeof(Slot) - 1);
    }

    /// <summary>Writes the name of an id.</summary>
    public void Write(ReadOnlySpan<byte> id, Span<byte> name)
    {
        if (id.Length > Length)
        {
            Make(id, name);
            return;
        }
        var (first, second) = SlotsOf(id);
        if (_recent[first].TryRead(id, name) || _recent[second].TryRead(id, name)) return;
        Make(id, name);
        // Two who would take each other's place for ever have two places.
        _recent[_recent[first].IsEmpty || (!_recent[second].IsEmpty && (name[1] & 1) == 0) ? first : second].Keep(id, name[..Length]);
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

    // Neighbours, which memory fetches together.
    private (int First, int Second) SlotsOf(ReadOnlySpan<byte> id)
    {
        var hash = (ulong)id.Length;
        if (id.Length >= 8) hash ^= BinaryPrimitives.ReadUInt64LittleEndian(id) ^ ulong.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(id[^8..]), 21);
        else foreach (var letter in id) hash = hash * 31 + letter;
        var slot = (int)(SplitMix64.Mix(hash) % (ulong)_recent.Length);
        return (slot, slot ^ 1);
    }

    /// <summary>An id and its name, which one thread may write while others read: they see that it is being written, and go without.</summary>
    private struct Slot
    {
        // Odd while it is being written.
        private int _version;
        private Letters _id, _name;

        public readonly bool IsEmpty => _version == 0;

        public bool TryRead(ReadOnlySpan<byte> id, Span<byte> name)
        {
            var version = Volatile.Read(ref _version);
            if (version == 0 || (version & 1) != 0) return false;
            ReadOnlySpan<byte> known = _id;
            if (!known[..id.Length].SequenceEqual(id) || (id.Length < Length && known[id.Length] != 0)) return false;
            ((ReadOnlySpan<byte>)_name).CopyTo(name);
            Volatile.ReadBarrier();
            return _version == version;
        }

        public void Keep(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
        {
            var version = Volatile.Read(ref _version);
            if ((version & 1) != 0 || Interlocked.CompareExchange(ref _version, version + 1, version) != version) return;
            Span<byte> known = _id;
            known.Clear();
            id.CopyTo(known);
            name.CopyTo(_name);
            // Never 0 again, which is an empty one.
            Volatile.Write(ref _version, version + 2 == 0 ? 2 : version + 2);
        }

        [InlineArray(Length)]
        private struct Letters
        {
            private byte _first;
        }
    }
}
