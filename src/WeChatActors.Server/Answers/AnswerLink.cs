using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What a link to an answer says: whose question it is, and until when the link is good. Signed, so that nobody makes up one.</summary>
/// <param name="To">Whose conversation.</param>
/// <param name="Seq">The line of its log that took the question.</param>
/// <param name="ExpiresAt">Until when, UTC, in whole seconds.</param>
/// <remarks>As text it is <c>version, length of the alias, alias, expiry, line, OpenID, mark</c> in base64url. The mark is the first 16 bytes of an
/// HMAC-SHA-256 over the rest. The same link has one text.</remarks>
internal sealed record AnswerLink(ConversationId To, long Seq, DateTimeOffset ExpiresAt)
{
    private const byte Version = 1;
    private const int Mark = 16;
    private const int MaxAlias = 32;

    /// <summary>The longest there is, in bytes: with the longest alias, line and OpenID.</summary>
    private const int MaxBytes = 2 + MaxAlias + 4 + 8 + OpenId.MaxLength + Mark;

    /// <summary>Whether it is still good.</summary>
    public bool IsAlive(DateTimeOffset now) => now < ExpiresAt;

    /// <summary>Writes it with its mark, as letters, digits, <c>-</c> and <c>_</c>.</summary>
    /// <param name="key">The account's.</param>
    public string Sign(ReadOnlySpan<byte> key)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        bytes[0] = Version;
        var alias = Encoding.ASCII.GetBytes(To.Account, bytes[2..]);
        bytes[1] = (byte)alias;
        var rest = bytes[(2 + alias)..];
        BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)ExpiresAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64BigEndian(rest[4..], Seq);
        var length = 2 + alias + 12 + Encoding.ASCII.GetBytes(To.OpenId.Value, rest[12..]);
        MarkOf(bytes[..length], key, bytes[length..]);
        return Base64Url.EncodeToString(bytes[..(length + Mark)]);
    }

    /// <summary>Reads a text; null for one that was not made here. Takes the same time for every text with a known account.</summary>
    /// <param name="text">The text.</param>
    /// <param name="keyOf">Gives an account's key by its alias; null for an account without links.</param>
    public static AnswerLink? Open(string text, Func<string, byte[]?> keyOf)
    {
        if (text.Length > Base64Url.GetEncodedLength(MaxBytes) || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        // One content has one text: the spare bits of the last letter, blanks and padding are no other way to write it.
        if (bytes.Length < 2 || bytes[0] != Version || Base64Url.EncodeToString(bytes) != text) return null;
        var alias = bytes[1];
        var head = 2 + alias + 12;
        if (bytes.Length <= head + Mark || keyOf(Encoding.ASCII.GetString(bytes.Slice(2, alias))) is not { } key) return null;
        Span<byte> mark = stackalloc byte[Mark];
        MarkOf(bytes[..^Mark], key, mark);
        if (!CryptographicOperations.FixedTimeEquals(mark, bytes[^Mark..])) return null;
        var rest = bytes[(2 + alias)..^Mark];
        return new(
            new ConversationId(Encoding.ASCII.GetString(bytes.Slice(2, alias)), new OpenId(Encoding.ASCII.GetString(rest[12..]))),
            BinaryPrimitives.ReadInt64BigEndian(rest[4..]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(rest)));
    }

    private static void MarkOf(ReadOnlySpan<byte> content, ReadOnlySpan<byte> key, Span<byte> mark)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, whole);
        whole[..Mark].CopyTo(mark);
    }
}
