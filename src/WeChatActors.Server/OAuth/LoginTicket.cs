using System.Buffers.Binary;
using System.Text;
using WeChatActors.Engine;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>What a login gives the operator's site, sealed: who came. The profile is with the conversation, not in an address.</summary>
/// <param name="Id">Makes it usable once.</param>
/// <param name="OpenId">Who; made up for a snapshot user.</param>
/// <param name="Scope">What he allowed.</param>
/// <param name="SnapshotUser">Whether WeChat showed a snapshot of the page to somebody it does not name: then nobody of this OpenID exists.</param>
/// <param name="At">When he authorised, UTC.</param>
internal sealed record LoginTicket(Guid Id, OpenId OpenId, AuthorisationScope Scope, bool SnapshotUser, DateTimeOffset At)
{
    /// <summary>How long the site has to exchange it.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    private const int Head = 16 + 8 + 1 + 1;

    /// <summary>A fresh id.</summary>
    public static Guid NewId(Chance chance)
    {
        Span<byte> bytes = stackalloc byte[16];
        chance(bytes);
        return new Guid(bytes);
    }

    /// <summary>Whether it may still be exchanged.</summary>
    public bool IsAlive(DateTimeOffset now) => Alive.At(At, Life, now);

    /// <summary>Seals it.</summary>
    public string Seal(SealedBox box)
    {
        Span<byte> content = stackalloc byte[Head + OpenId.MaxLength];
        Id.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64BigEndian(content[16..], At.UtcTicks);
        content[24] = (byte)Scope;
        content[25] = SnapshotUser ? (byte)1 : (byte)0;
        return box.Seal(content[..(Head + Encoding.ASCII.GetBytes(OpenId.Value, content[Head..]))]);
    }

    /// <summary>Reads what <see cref="Seal"/> made; null for anything else.</summary>
    public static LoginTicket? Open(SealedBox box, string sealedText) => box.Open(sealedText) is { Length: > Head } content
        ? new(
            new Guid(content.AsSpan(0, 16)), new OpenId(Encoding.ASCII.GetString(content.AsSpan(Head))), (AuthorisationScope)content[24], content[25] == 1,
            new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(16)), TimeSpan.Zero))
        : null;
}
