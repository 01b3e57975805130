using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>A delivery key folded to 128 bits, so that remembering a key costs 16 bytes and comparing it one instruction or two.</summary>
/// <remarks>Keys are compared within one conversation only, where a few hundred live at a time: a chance collision needs about
/// 10^19 keys at once, and a wilful one would only silence its own sender.</remarks>
public readonly record struct PacketFingerprint(ulong High, ulong Low)
{
    // Messages have keys of at most 133 characters.
    private const int UsualLength = 256;

    /// <summary>Folds a key. The result is stored nowhere, so the function may change between versions.</summary>
    public static PacketFingerprint Of(DeliveryKey key)
    {
        ulong high = 0x9E3779B97F4A7C15, low = 0xC2B2AE3D27D4EB4F;
        var length = key.Length;
        Span<char> text = length <= UsualLength ? stackalloc char[UsualLength] : new char[length];
        key.CopyTo(text);
        foreach (var c in text[..length])
        {
            high = ulong.RotateLeft((high ^ c) * 0x9FB21C651E98DF25, 27);
            low = ulong.RotateLeft((low + c) * 0xD6E8FEB86659FD93, 31);
        }
        return new(SplitMix64.Mix(high), SplitMix64.Mix(low ^ high));
    }

    /// <summary>A seed for the choices a script makes about this packet: the same for every delivery of it.</summary>
    public ulong Seed => High ^ Low;
}
