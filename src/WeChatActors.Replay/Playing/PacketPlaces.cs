using System.Text.Unicode;

namespace WeChatActors.Replay;

/// <summary>Where in a packet stand the values that are replaced when it is sent again: within their element, blanks and CDATA around them left out.</summary>
/// <param name="To">Of ToUserName.</param>
/// <param name="From">Of FromUserName.</param>
/// <param name="CreateTime">Of CreateTime, when it holds digits.</param>
/// <param name="MsgId">Of a message's MsgId, when it holds digits; an event's MsgID names something else.</param>
internal readonly record struct PacketPlaces(Range? To, Range? From, Range? CreateTime, Range? MsgId)
{
    private const int MostDigits = 20;

    /// <summary>Finds them without checking more of the packet than it must: what is odd in the rest is sent as it is.</summary>
    /// <param name="xml">The packet.</param>
    /// <returns>Nothing at all when these bytes are not one closed <c>xml</c> element in UTF-8: they are sent as they are.</returns>
    public static PacketPlaces Find(ReadOnlySpan<byte> xml)
    {
        if (!Utf8.IsValid(xml)) return default;
        var found = default(PacketPlaces);
        var isEvent = false;
        var at = 0;
        var depth = 0;
        while (true)
        {
            var run = xml[at..].IndexOf((byte)'<');
            if (run < 0) return default;
            at += run;
            if (Beside(xml, at) is { } beside)
            {
                if (beside < 0) return default;
                at = beside;
                continue;
            }
            var end = TagEnd(xml, at);
            if (end < 0) return default;
            var tag = xml[(at + 1)..(end - 1)];
            at = end;
            if (tag is [(byte)'/', ..])
            {
                if (--depth > 0) continue;
                return depth == 0 && tag.Trim("/ \t\r\n"u8).SequenceEqual("xml"u8) ? (isEvent ? found with { MsgId = null } : found) : default;
            }
            if (depth == 0 && !Name(tag).SequenceEqual("xml"u8)) return default;
            if (tag is [.., (byte)'/'])
            {
                if (depth == 0) return default;
                continue;
            }
            depth++;
            if (depth != 2) continue;
            switch (Name(tag))
            {
                case var name when name.SequenceEqual("ToUserName"u8): found = found with { To = found.To ?? Value(xml, at) }; break;
                case var name when name.SequenceEqual("FromUserName"u8): found = found with { From = found.From ?? Value(xml, at) }; break;
                case var name when name.SequenceEqual("CreateTime"u8): found = found with { CreateTime = found.CreateTime ?? Digits(xml, at) }; break;
                case var name when name.SequenceEqual("MsgId"u8): found = found with { MsgId = found.MsgId ?? Digits(xml, at) }; break;
                case var name when name.SequenceEqual("MsgType"u8): isEvent |= Value(xml, at) is { } type && System.Text.Ascii.EqualsIgnoreCase(xml[type], "event"u8); break;
            }
        }
    }

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> tag) => tag.IndexOfAny(" \t\r\n/"u8) is >= 0 and var end ? tag[..end] : tag;

    /// <summary>Behind the CDATA section, comment or instruction that begins here; -1 when it does not end or is a DTD, null when an element begins or ends here.</summary>
    private static int? Beside(ReadOnlySpan<byte> xml, int at)
    {
        var rest = xml[at..];
        if (rest.Length < 2 || rest[1] is not ((byte)'!' or (byte)'?')) return null;
        var close = rest.StartsWith("<![CDATA["u8) ? "]]>"u8 : rest.StartsWith("<!--"u8) ? "-->"u8 : rest[1] == '?' ? "?>"u8 : default;
        var end = close.IsEmpty ? -1 : rest.IndexOf(close);
        return end < 0 ? -1 : at + end + close.Length;
    }

    /// <summary>Behind the tag that begins here; -1 when it does not end. A '&gt;' in quotes ends no tag.</summary>
    private static int TagEnd(ReadOnlySpan<byte> xml, int at)
    {
        while (true)
        {
            var run = xml[at..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (run < 0) return -1;
            at += run + 1;
            var quote = xml[at - 1];
            if (quote == '>') return at;
            run = xml[at..].IndexOf(quote);
            if (run < 0) return -1;
            at += run + 1;
        }
    }

    /// <summary>The value of the element whose content begins here; null when it holds anything but one text or one CDATA section.</summary>
    private static Range? Value(ReadOnlySpan<byte> xml, int start)
    {
        while (start < xml.Length && IsBlank(xml[start])) start++;
        var cdata = xml[start..].StartsWith("<![CDATA["u8);
        if (cdata) start += "<![CDATA["u8.Length;
        var length = cdata ? xml[start..].IndexOf("]]>"u8) : xml[start..].IndexOf((byte)'<');
        if (length <= 0) return null;
        var rest = xml[(start + length + (cdata ? 3 : 0))..].TrimStart(" \t\r\n"u8);
        if (!rest.StartsWith("</"u8)) return null;
        var end = start + length;
        while (end > start && IsBlank(xml[end - 1])) end--;
        while (start < end && IsBlank(xml[start])) start++;
        return end > start ? start..end : null;
    }

    private static Range? Digits(ReadOnlySpan<byte> xml, int start) =>
        Value(xml, start) is { } value && xml[value] is { Length: <= MostDigits } text && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? value : null;

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
