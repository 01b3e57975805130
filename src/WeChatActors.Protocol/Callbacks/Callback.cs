using System.Buffers;
using System.Globalization;
using Parameter = WeChatActors.Protocol.CallbackQuery.Parameter;

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
public readonly record struct BodyResult(PacketResult Packet, int KeyIndex)
{
    /// <summary>What was inside the envelope, packet or not; empty for plaintext and when the envelope could not be opened.</summary>
    public ReadOnlyMemory<byte> Opened { get; init; }
}

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
    public static QueryVerdict Verify(in CallbackQuery query, AccountSecurity security, DateTimeOffset now, TimeSpan tolerance)
    {
        if (query.Fault != QueryFault.None) return QueryVerdict.Malformed;
        if (!CallbackSignature.Verify(security.Token, query.Of(Parameter.Timestamp), query.Of(Parameter.Nonce), query.Of(Parameter.Signature))) return QueryVerdict.Forged;
        if (!long.TryParse(query.Of(Parameter.Timestamp), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp)) return QueryVerdict.Malformed;
        // As numbers of seconds: a hostile timestamp may lie outside the range of dates.
        var seconds = (decimal)timestamp - now.ToUnixTimeMilliseconds() / 1000m;
        return Math.Abs(seconds) > (decimal)tolerance.TotalSeconds ? QueryVerdict.Stale : QueryVerdict.Genuine;
    }

    /// <summary>Reads the body of a push whose query string is genuine.</summary>
    /// <param name="body">The whole body as received.</param>
    /// <param name="query">The query string.</param>
    /// <param name="security">The account's settings; they decide what is read, <c>encrypt_type</c> only within them.</param>
    /// <param name="now">The clock, to judge CreateTime by.</param>
    /// <remarks>Plaintext reads the plain elements whatever the query says. Compatible opens a push with <c>encrypt_type=aes</c> and
    /// uses only what was inside, and reads one without as plaintext. Safe refuses one without.</remarks>
    public static BodyResult ReadBody(ReadOnlySpan<byte> body, in CallbackQuery query, AccountSecurity security, DateTimeOffset now)
    {
        if (body.Length > MaxBodyBytes)
            return Plain(PacketReader.Refuse(PacketFault.TooLarge, $"The body has {body.Length} bytes; at most {MaxBodyBytes} are read."));
        var result = security.Mode == SecurityMode.Plaintext
            ? Plain(ReadPlaintext(body, query, now))
            : query.Of(Parameter.EncryptType) switch
            {
                "aes" => Open(body, query, security, now),
                "" or "raw" when security.Mode == SecurityMode.Compatible => Plain(PacketReader.Read(body, now)),
                "" or "raw" => Plain(PacketReader.Refuse(
                    PacketFault.PlaintextRefused, "The push is not encrypted, but the account is set to safe mode: whoever leaves encrypt_type out must not get in.")),
                _ => Plain(PacketReader.Refuse(
                    PacketFault.UnknownEncryptType, $"encrypt_type is {BodyExcerpt.Quote(query.EncryptType!)}; 'aes' and 'raw' are known.")),
            };
        return result with { Packet = Check(result.Packet, query, security) };
    }

    /// <summary>Writes the HTTP body that carries a reply, encrypted with the key that opened the push.</summary>
    /// <param name="output">Where the UTF-8 goes.</param>
    /// <param name="reply">The reply, fitted to WeChat's limits.</param>
    /// <param name="packet">The packet it answers.</param>
    /// <param name="keyIndex">From <see cref="BodyResult"/>; -1 writes plain XML.</param>
    /// <param name="query">The query string of the push: its timestamp and nonce are used again, so that a retry gets the same bytes.</param>
    /// <param name="security">The account's settings.</param>
    /// <param name="createTime">Seconds since 1970 UTC; the same for a retry.</param>
    public static void SealReply(
        IBufferWriter<byte> output, PassiveReply reply, Packet packet, int keyIndex, in CallbackQuery query, AccountSecurity security, long createTime)
    {
        if (keyIndex < 0)
        {
            PassiveReplyXml.Write(output, reply, packet.FromUserName, packet.ToUserName, createTime);
            return;
        }
        var plain = new ArrayBufferWriter<byte>(1024);
        PassiveReplyXml.Write(plain, reply, packet.FromUserName, packet.ToUserName, createTime);
        Span<byte> random = stackalloc byte[AesEnvelope.RandomLength];
        security.Envelope.RandomFor(plain.WrittenSpan, keyIndex, random);
        security.Envelope.Seal(output, plain.WrittenSpan, keyIndex, security.Token, query.Of(Parameter.Timestamp), query.Of(Parameter.Nonce), random);
    }

    private static BodyResult Plain(PacketResult packet) => new(packet, -1);

    private static PacketResult ReadPlaintext(ReadOnlySpan<byte> body, in CallbackQuery query, DateTimeOffset now) =>
        PacketReader.Read(body, now) switch
        {
            PacketResult.Rejected { Fault: PacketFault.UnexpectedlyEncrypted } when query.IsEncrypted => PacketReader.Refuse(
                PacketFault.UnexpectedlyEncrypted, "WeChat sends in safe mode, but the account is set to plaintext here: set security to safe and add the AES key."),
            var read => read,
        };

    /// <summary>What holds for a packet however it came: it is for this account, and the query string names its sender.</summary>
    private static PacketResult Check(PacketResult result, in CallbackQuery query, AccountSecurity security)
    {
        if (result is not PacketResult.Parsed(var packet, var warnings)) return result;
        if (security.OriginalId is { } originalId && packet.ToUserName != originalId)
            return PacketReader.Refuse(
                PacketFault.ForeignAccount, $"ToUserName is {BodyExcerpt.Quote(packet.ToUserName)}; this account is {BodyExcerpt.Quote(originalId)}.");
        if (query.Of(Parameter.OpenId) is { IsEmpty: false } openId && !openId.SequenceEqual(packet.FromUserName) && !openId.SequenceEqual(packet.Conversation?.Value))
            return new PacketResult.Parsed(packet, warnings | PacketWarnings.QueryOpenIdDiffers);
        return result;
    }

    private static BodyResult Open(ReadOnlySpan<byte> body, in CallbackQuery query, AccountSecurity security, DateTimeOffset now)
    {
        if (PacketReader.ReadLeaves(body, out var outer) is { } unreadable) return Plain(unreadable);
        string? encrypt = null;
        string? toUserName = null;
        foreach (var field in outer.AsSpan())
        {
            if (field.Path == "Encrypt")
            {
                if (encrypt is not null)
                    return Plain(PacketReader.Refuse(PacketFault.DuplicateEncrypt, "There are two Encrypt elements; msg_signature can fit only one (-40002)."));
                encrypt = field.Value;
            }
            else if (field.Path == "ToUserName")
            {
                if (toUserName is not null)
                    return Plain(PacketReader.Refuse(PacketFault.DuplicateElement, "ToUserName comes twice; which of them counts cannot be known."));
                toUserName = field.Value;
            }
        }
        if (string.IsNullOrEmpty(encrypt))
            return Plain(PacketReader.Refuse(PacketFault.MissingEncrypt, "encrypt_type is aes, but Encrypt is missing or empty (-40002)."));

        var opened = security.Envelope.Open(security.Token, query.Of(Parameter.Timestamp), query.Of(Parameter.Nonce), query.Of(Parameter.MsgSignature), encrypt);
        if (opened.Fault != EnvelopeFault.None) return Plain(Refuse(opened.Fault));
        var inner = PacketReader.Read(opened.Message.Span, now);
        return new BodyResult(CompareWithEnvelope(inner, outer, toUserName), opened.KeyIndex) { Opened = opened.Message };
    }

    private static PacketResult CompareWithEnvelope(PacketResult inner, PacketFields outer, string? toUserName)
    {
        if (inner is PacketResult.Rejected { Fault: PacketFault.UnexpectedEnd } cut)
            return cut with { Fault = PacketFault.NotWellFormed, Detail = $"The decrypted packet is cut off: {cut.Detail}" };
        if (inner is not PacketResult.Parsed(var packet, var warnings)) return inner;
        if (packet.ToUserName != toUserName)
            return PacketReader.Refuse(
                PacketFault.EnvelopeDiffers,
                $"ToUserName is {BodyExcerpt.Quote(toUserName ?? "")} outside and {BodyExcerpt.Quote(packet.ToUserName)} inside the encrypted part.");
        return SamePlainPart(outer.AsSpan(), packet.Fields.AsSpan()) ? inner : new PacketResult.Parsed(packet, warnings | PacketWarnings.PlaintextDiffers);
    }

    /// <summary>Whether the elements beside Encrypt are those of the packet inside, or, as in safe mode, only ToUserName.</summary>
    private static bool SamePlainPart(ReadOnlySpan<PacketField> outer, ReadOnlySpan<PacketField> inner)
    {
        if (outer.Length <= 2) return true;
        var next = 0;
        foreach (ref readonly var field in outer)
        {
            if (field.Path == "Encrypt") continue;
            if (next == inner.Length || inner[next++] != field) return false;
        }
        return next == inner.Length;
    }

    private static PacketResult.Rejected Refuse(EnvelopeFault fault) => fault switch
    {
        EnvelopeFault.WrongSignature => PacketReader.Refuse(
            PacketFault.WrongMsgSignature, "msg_signature does not fit Encrypt (-40001): wrong token, or signature in its place."),
        EnvelopeFault.NotBase64 => PacketReader.Refuse(PacketFault.NotBase64, "Encrypt is not base64 (-40010): a '+' may have been turned into a blank."),
        EnvelopeFault.IllegalKey => PacketReader.Refuse(PacketFault.NotDecryptable, "The push is encrypted, but the account has no AES key (-40004)."),
        EnvelopeFault.NotDecryptable => PacketReader.Refuse(PacketFault.NotDecryptable, "Encrypt does not hold whole AES blocks (-40007)."),
        EnvelopeFault.WrongAppId => PacketReader.Refuse(PacketFault.WrongAppId, "The decrypted packet names another AppID (-40005)."),
        _ => PacketReader.Refuse(PacketFault.CorruptPlaintext, "The decrypted bytes are no packet (-40008): usually the wrong AES key."),
    };
}
