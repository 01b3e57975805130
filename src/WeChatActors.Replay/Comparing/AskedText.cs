using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>What a packet asks, in a few words.</summary>
internal static class AskedText
{
    private const int MaxLength = 80;

    /// <summary>A text in quotation marks; the kind and key of an event; what else it holds that a person can read.</summary>
    public static string Of(ReadOnlySpan<byte> xml, string kind)
    {
        if (PacketReader.Read(xml) is not PacketResult.Parsed { Packet: var packet }) return kind.Length > 0 ? Cut(kind) : "a packet that cannot be read";
        return packet switch
        {
            TextMessage text => $"\"{Cut(text.Content)}\"",
            VoiceMessage { Recognition: { Length: > 0 } words } => $"voice \"{Cut(words)}\"",
            Event happened => happened.EventKey is { Length: > 0 } key ? $"{happened.Name} {Cut(key)}" : happened.Name,
            LinkMessage link => $"link \"{Cut(link.Title ?? "")}\"",
            LocationMessage { Label: { Length: > 0 } label } => $"location \"{Cut(label)}\"",
            _ => packet.MsgType,
        };
    }

    /// <summary>The beginning of a text on one line.</summary>
    public static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= MaxLength) return line;
        return string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[MaxLength - 1]) ? MaxLength - 1 : MaxLength), "…");
    }
}
