using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>Makes the keys of packets without MsgId, allocating only the key itself.</summary>
internal static class DeliveryKeys
{
    /// <summary>The key of a packet without MsgId: two events of one user in one second differ in their leaves.</summary>
    public static DeliveryKey OfEvent(string sender, long createTime, string kind, ReadOnlySpan<PacketField> leaves)
    {
        Span<char> hash = stackalloc char[8];
        HashLeaves(leaves, hash);
        return new(string.Create(CultureInfo.InvariantCulture, $"evt:{sender}:{createTime}:{kind}:{hash}"));
    }

#pragma warning disable CA5350 // SHA-1 only shortens the leaves; nothing is protected by it.
    private static void HashLeaves(ReadOnlySpan<PacketField> leaves, Span<char> hash)
    {
        var size = 0;
        foreach (ref readonly var leaf in leaves)
            size += 3 * (leaf.Path.Length + leaf.Value.Length) + 2;
        byte[]? rented = null;
        var lines = size <= 1024 ? stackalloc byte[1024] : (rented = ArrayPool<byte>.Shared.Rent(size));
        var length = 0;
        foreach (ref readonly var leaf in leaves)
        {
            if (leaf.Path is "ToUserName" or "FromUserName" or "CreateTime" or "MsgType" or "Event") continue;
            if (length > 0) lines[length++] = (byte)'\n';
            length += Encoding.UTF8.GetBytes(leaf.Path, lines[length..]);
            lines[length++] = (byte)'=';
            length += Encoding.UTF8.GetBytes(leaf.Value, lines[length..]);
        }
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(lines[..length], digest);
        Convert.TryToHexStringLower(digest[..4], hash, out _);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }
#pragma warning restore CA5350
}
