using System.Text;
using System.Text.Unicode;

namespace WeChatActors.Replay;

/// <summary>A part of a packet.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind it.</param>
internal readonly record struct Stretch(int Start, int End);

/// <summary>Where in a packet stand the values that are replaced when it is sent again: within their element, blanks and CDATA around them left out.</summary>
/// <param name="To">Of ToUserName.</param>
/// <param name="From">Of FromUserName.</param>
/// <param name="CreateTime">Of CreateTime, when it holds digits.</param>
/// <param name="MsgId">Of a message's MsgId, when it holds digits; an event's MsgID names something else.</param>
internal readonly record struct PacketPlaces(Stretch? To, Stretch? From, Stretch? CreateTime, Stretch? MsgId)
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
                return depth == 0 && tag[1..].TrimEnd(" \t\r\n"u8).SequenceEqual("xml"u8) ? (isEvent ? found with { MsgId = null } : found) : default;
            }
            if (depth == 0 && !Name(tag).SequenceEqual("xml"u8)) return default;
            if (tag is [.., (byte)'/'])
            {
                if (depth == 0) return default;
                continue;
            }
            if (depth == 1) Note(xml, Name(tag), at, ref found, ref isEvent);
            // Nearly all elements hold one text and nothing else; these are passed by at once.
            if (depth > 0 && LeafEnd(xml, at, tag) is > 0 and var behind) at = behind;
            else depth++;
        }
    }

    /// <summary>An element of the root begins. The first of a name counts.</summary>
    private static void Note(ReadOnlySpan<byte> xml, ReadOnlySpan<byte> name, int at, ref PacketPlaces found, ref bool isEvent)
    {
        switch (name.Length)
        {
            case 5 when found.MsgId is null && name.SequenceEqual("MsgId"u8): found = found with { MsgId = Digits(xml, at) }; break;
            case 7 when name.SequenceEqual("MsgType"u8): isEvent |= Value(xml, at) is { } type && Ascii.EqualsIgnoreCase(xml[type.Start..type.End], "event"u8); break;
            case 10 when found.To is null && name.SequenceEqual("ToUserName"u8): found = found with { To = Value(xml, at) }; break;
            case 10 when found.CreateTime is null && name.SequenceEqual("CreateTime"u8): found = found with { CreateTime = Digits(xml, at) }; break;
            case 12 when found.From is null && name.SequenceEqual("FromUserName"u8): found = found with { From = Value(xml, at) }; break;
        }
    }

    /// <summary>The name of an element; nothing for one that is longer than letters, for none that is looked for is.</summary>
    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> tag)
    {
        var end = tag.IndexOfAnyExceptInRange((byte)'A', (byte)'z');
        return end < 0 ? tag : IsBlank(tag[end]) || tag[end] == '/' ? tag[..end] : default;
    }

    /// <summary>Behind the end tag of an element that holds one CDATA section or one text; 0 when it holds anything else, or its tags are no twins.</summary>
    private static int LeafEnd(ReadOnlySpan<byte> xml, int at, ReadOnlySpan<byte> tag)
    {
        var rest = xml[at..];
        var cdata = rest.StartsWith("<![CDATA["u8);
        var length = cdata ? rest.IndexOf("]]>"u8) + 3 : rest.IndexOf((byte)'<');
        if (length < (cdata ? 3 : 0)) return 0;
        rest = rest[length..];
        return rest.Length > tag.Length + 2 && rest.StartsWith("</"u8) && rest[(tag.Length + 2)] == '>' && rest.Slice(2, tag.Length).SequenceEqual(tag) ? at + length + tag.Length + 3 : 0;
    }

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
    private static Stretch? Value(ReadOnlySpan<byte> xml, int start)
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
        return end > start ? new Stretch(start, end) : null;
    }

    private static Stretch? Digits(ReadOnlySpan<byte> xml, int start) =>
        Value(xml, start) is { } value && xml[value.Start..value.End] is { Length: <= MostDigits } text && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? value : null;

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
