using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>Gives the names under which packets are sent. Holds no table: a name follows from the seed, the name it stands for and its number.</summary>
/// <param name="followers">Which names.</param>
/// <param name="seed">Another seed gives other strangers.</param>
internal sealed class FollowerNames(Followers followers, ulong seed)
{
    private const int Length = 28;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    private readonly byte[] _key = BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(seed));

    /// <summary>How often a packet of this sender is sent.</summary>
    public int Copies(string from) => followers is Followers.Multiply { Times: var times } && OpenId.IsValid(from) ? times : 1;

    /// <summary>The name of one copy; what is no OpenID stays as it is.</summary>
    /// <param name="from">The sender's own name.</param>
    /// <param name="copy">From 0.</param>
    public string Of(string from, int copy) => followers switch
    {
        Followers.Random when OpenId.IsValid(from) => Invent(from, 0),
        Followers.Multiply when copy > 0 => Invent(from, copy),
        _ => from,
    };

    private string Invent(string from, int copy)
    {
        Span<byte> text = stackalloc byte[sizeof(int) + OpenId.MaxLength];
        BinaryPrimitives.WriteInt32BigEndian(text, copy);
        var length = sizeof(int) + Encoding.ASCII.GetBytes(from, text[sizeof(int)..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..length], hash);
        Span<char> name = stackalloc char[Length];
        name[0] = 'o';
        for (var i = 1; i < Length; i++) name[i] = Letters[hash[i] & 63];
        return new string(name);
    }
}
