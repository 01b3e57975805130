using System.Buffers;

namespace WeChatActors.Protocol;

/// <summary>What a query string proves.</summary>
public enum QueryVerdict
{
    /// <summary>Somebody who knows the token made it, recently. It says nothing about the body.</summary>
    Genuine,

    /// <summary>It cannot be read: 400.</summary>
    Malformed,

    /// <summary>The signature is missing or wrong: 403.</summary>
    Forged,

    /// <summary>The signature is right but too old or too new, perhaps a replay: 403.</summary>
    Stale,
}

/// <summary>What became of the body of a push.</summary>
/// <param name="Packet">The packet, or why there is none.</param>
/// <param name="KeyIndex">Which key decrypted it, from 0, to seal the reply with; -1 when it came as plaintext.</param>
public readonly record struct BodyResult(PacketResult Packet, int KeyIndex);

/// <summary>All that is decided about an HTTP request of WeChat before an actor hears of it. Pure: the clock is an argument.</summary>
public static class Callback
{
    /// <summary>The largest body that is read, in bytes: the longest text in compatible mode has ample room.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Checks the signature, then the age.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="security">The account's settings.</param>
    /// <param name="now">The clock.</param>
    /// <param name="tolerance">How far timestamp and clock may differ, either way; WeChat's retries repeat the first timestamp.</param>
    public static QueryVerdict Verify(in CallbackQuery query, AccountSecurity security, DateTimeOffset now, TimeSpan tolerance) =>
        throw new NotImplementedException();

    /// <summary>Reads the body of a push whose query string is genuine.</summary>
    /// <param name="body">The whole body as received.</param>
    /// <param name="query">The query string.</param>
    /// <param name="security">The account's settings.</param>
    /// <param name="now">The clock, to judge CreateTime by.</param>
    public static BodyResult ReadBody(ReadOnlySpan<byte> body, in CallbackQuery query, AccountSecurity security, DateTimeOffset now) =>
        throw new NotImplementedException();

    /// <summary>Writes the HTTP body that carries a reply, encrypted with the key that opened the push.</summary>
    /// <param name="output">Where the UTF-8 goes.</param>
    /// <param name="reply">The reply, fitted to WeChat's limits.</param>
    /// <param name="packet">The packet it answers.</param>
    /// <param name="keyIndex">From <see cref="BodyResult"/>; -1 writes plain XML.</param>
    /// <param name="query">The query string of the push: its timestamp and nonce are used again, so that a retry gets the same bytes.</param>
    /// <param name="security">The account's settings.</param>
    /// <param name="createTime">Seconds since 1970 UTC; the same for a retry.</param>
    public static void SealReply(
        IBufferWriter<byte> output, PassiveReply reply, Packet packet, int keyIndex, in CallbackQuery query, AccountSecurity security, long createTime) =>
        throw new NotImplementedException();
}
