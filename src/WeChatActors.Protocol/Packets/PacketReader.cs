namespace WeChatActors.Protocol;

/// <summary>Reads a plaintext or decrypted XML body into a packet.</summary>
public static class PacketReader
{
    /// <summary>How far ahead of the clock a CreateTime may be.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(10);

    /// <summary>Reads one body. Never throws, whatever the bytes; time and memory are bounded by a small multiple of the size.</summary>
    /// <param name="body">UTF-8, with or without byte order mark.</param>
    /// <param name="now">The clock, against which a CreateTime more than <see cref="MaxAhead"/> ahead is dropped; null to leave that check out.</param>
    /// <returns><c>Parsed</c>, or <c>Rejected</c> with cause and place.</returns>
    /// <remarks>Only ToUserName, FromUserName and MsgType are required, for an event also Event and a readable CreateTime; a message
    /// needs MsgId or CreateTime. All values are trimmed, but of Content only white space outside CDATA is taken off.
    /// Source: WeChat Official Accounts docs, 接收普通消息 and 接收事件推送.</remarks>
    public static PacketResult Read(ReadOnlySpan<byte> body, DateTimeOffset? now = null)
    {
        var reader = new LeafReader(body);
        try
        {
            if (!reader.Read()) return Rejection(ref reader, body);
            return Interpret(reader.TakePacketFields(), reader.Warnings, now);
        }
        finally
        {
            reader.Return();
        }
    }

    /// <summary>Reads the leaves only, for an envelope that is not itself a packet.</summary>
    /// <returns>The leaves, or why there are none.</returns>
    internal static PacketResult.Rejected? ReadLeaves(ReadOnlySpan<byte> body, out PacketFields fields)
    {
        var reader = new LeafReader(body);
        try
        {
            var isRead = reader.Read();
            fields = isRead ? reader.TakePacketFields() : PacketFields.Empty;
            return isRead ? null : Rejection(ref reader, body);
        }
        finally
        {
            reader.Return();
        }
    }

    /// <summary>A fault of the packet as a whole, which has no place in the body.</summary>
    internal static PacketResult.Rejected Refuse(PacketFault fault, string detail) => new(fault, detail, 0, 0);

    private static PacketResult.Rejected Rejection(ref LeafReader reader, ReadOnlySpan<byte> body)
    {
        var (line, column) = BodyExcerpt.Place(body, reader.FaultAt);
        return new PacketResult.Rejected(reader.Fault, reader.Detail, line, column);
    }

    /// <summary>Makes a packet again out of its kept fields: the same record with the same key, as it was read when no clock was compared.</summary>
    /// <returns>The packet; null when the fields are none of a packet.</returns>
    public static Packet? Rebuild(PacketFields fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (!fields.Parents.IsEmpty && fields.Parents.Length != fields.Count) return null;
        return (Interpret(fields, PacketWarnings.None, now: null) as PacketResult.Parsed)?.Packet;
    }

    private static PacketResult Interpret(PacketFields fields, PacketWarnings warnings, DateTimeOffset? now)
    {
        var source = new PacketSource(fields, warnings);
        if (FindDuplicate(ref source) is { } twice)
            return Refuse(PacketFault.DuplicateElement, $"{twice} comes twice; which of them counts cannot be known.");
        if (source.Text("MsgType") is not { } msgType)
            return source.Text("Encrypt") is null
                ? Missing("MsgType")
                : Refuse(PacketFault.UnexpectedlyEncrypted, "The body holds only Encrypt, but it is read as plaintext: the query string has no encrypt_type=aes.");
        if (source.Text("ToUserName") is not { } toUserName) return Missing("ToUserName");
        if (!OpenId.IsValid(toUserName))
            return Refuse(PacketFault.ForeignAccount, $"ToUserName is {BodyExcerpt.Quote(toUserName)}; no account has such an original id.");
        if (source.Text("FromUserName") is not { } fromUserName) return Missing("FromUserName");
        if (!OpenId.IsValid(fromUserName))
            return Refuse(
                PacketFault.InvalidSender,
                $"FromUserName is {BodyExcerpt.Quote(fromUserName)}; it must be 1 to {OpenId.MaxLength} of A-Z, a-z, 0-9, '_' and '-'.");

        if (!IsKind(msgType)) return InvalidKind("MsgType", msgType);

        source.MsgType = msgType;
        source.ToUserName = toUserName;
        source.FromUserName = fromUserName;
        var isEvent = msgType is "event" or "device_event";
        if (isEvent)
        {
            if (source.Text("Event") is not { } name) return Missing("Event");
            if (!IsKind(name)) return InvalidKind("Event", name);
            source.EventName = name;
            source.EventKind = KnownNames.Kind(name);
        }
        else
        {
            var msgId = source.Text("MsgId", "MsgID");
            if (msgId is null) source.Warnings |= PacketWarnings.MissingMsgId;
            else if (!IsUsualMsgId(msgId)) source.Warnings |= PacketWarnings.UnusualMsgId;
            if (msgId is not null && OpenId.IsValid(msgId)) source.MsgId = msgId;
        }
        var sentTime = ReadCreateTime(ref source, now);
        if (source.MsgId is null && sentTime is null)
            return Refuse(
                PacketFault.NoDeliveryKey,
                isEvent ? "The event has no readable CreateTime, so nothing tells it from its retry."
                : "The message has neither MsgId nor a readable CreateTime, so nothing tells it from its retry.");
        source.Key = source.MsgId is { } id
            ? DeliveryKey.OfMessage(fromUserName, id)
            : DeliveryKeys.OfEvent(fromUserName, sentTime.GetValueOrDefault(), isEvent ? source.EventKind : msgType, fields.AsSpan());
        var packet = PacketKinds.Make(ref source);
        return new PacketResult.Parsed(packet, source.Warnings);
    }

    private static PacketResult.Rejected Missing(string element) => Refuse(PacketFault.MissingElement, $"{element} is missing or empty.");

    /// <summary>Kinds become part of keys and log lines, so their form is checked.</summary>
    private static bool IsKind(string value)
    {
        if (value.Length > MaxKindLength) return false;
        foreach (var c in value)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':')) return false;
        return true;
    }

    private const int MaxKindLength = 64;

    private static PacketResult.Rejected InvalidKind(string element, string value) => Refuse(
        PacketFault.InvalidKind, $"{element} is {BodyExcerpt.Quote(value)}; it must be at most {MaxKindLength} letters, digits, '_', '-', '.' and ':'.");

    /// <summary>The element that says who, when or what and came twice, if any; other repeated elements below the root are warned of.</summary>
    private static string? FindDuplicate(ref PacketSource source)
    {
        var fields = source.Fields.AsSpan();
        for (var i = 1; i < fields.Length; i++)
        {
            var path = fields[i].Path;
            if (path.Contains('/', StringComparison.Ordinal)) continue;
            for (var j = 0; j < i; j++)
            {
                if (fields[j].Path != path) continue;
                if (path is "ToUserName" or "FromUserName" or "CreateTime" or "MsgType" or "Event" or "MsgId" or "MsgID") return path;
                source.Warnings |= PacketWarnings.DuplicateElement;
                break;
            }
        }
        return null;
    }

    /// <summary>Sets the CreateTime that others may rely on, and gives the number as sent, which the delivery key needs: it must not
    /// depend on the clock, or a retry would get another key.</summary>
    private static long? ReadCreateTime(ref PacketSource source, DateTimeOffset? now)
    {
        var text = source.Text("CreateTime");
        var unreadable = PacketWarnings.None;
        var sent = PacketNumbers.Long(text, ref unreadable);
        if (text is null) source.Warnings |= PacketWarnings.MissingCreateTime;
        else if (sent is null) source.Warnings |= PacketWarnings.UnreadableCreateTime;
        if (sent is not { } seconds) return null;

        if (seconds > LatestSeconds)
        {
            seconds /= 1000;
            source.Warnings |= PacketWarnings.MillisecondCreateTime;
        }
        if (seconds < 0 || seconds > LatestSeconds || (now is { } clock && seconds > clock.ToUnixTimeSeconds() + (long)MaxAhead.TotalSeconds))
            source.Warnings |= PacketWarnings.ImplausibleCreateTime;
        else
            source.CreateTime = seconds;
        return sent;
    }

    /// <summary>The year 5138: a larger number is milliseconds.</summary>
    private const long LatestSeconds = 100_000_000_000;

    private static bool IsUsualMsgId(string msgId)
    {
        if (msgId.Length is 0 or > 19 || msgId[0] == '0') return false;
        foreach (var c in msgId)
            if (!char.IsAsciiDigit(c)) return false;
        return msgId.Length < 19 || string.CompareOrdinal(msgId, "9223372036854775807") <= 0;
    }
}
