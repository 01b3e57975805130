using System.Globalization;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>A reply as WeChat will take it.</summary>
/// <param name="Reply">The reply, cut if need be; null when the answer must be <c>success</c>.</param>
/// <param name="Note">What was cut or dropped and why, one sentence for the operator; null when nothing was.</param>
public readonly record struct FittedReply(PassiveReply? Reply, string? Note);

/// <summary>WeChat's limits on passive replies: a reply that breaks one is lost and the user sees a system notice instead.</summary>
public static class PassiveReplyLimits
{
    /// <summary>The longest text in bytes of UTF-8. Not in WeChat's documents: 2047 is the highest value that every report agrees on.</summary>
    public const int MaxTextBytes = 2047;

    /// <summary>Articles in answer to a message. Source: WeChat's announcement of October 2018.</summary>
    public const int MaxArticlesForMessage = 1;

    /// <summary>Articles in answer to an event. Source: WeChat's announcement of October 2018.</summary>
    public const int MaxArticlesForEvent = 8;

    /// <summary>Cuts a reply to the limits, or drops it when the packet takes no such reply.</summary>
    /// <param name="reply">The reply as decided.</param>
    /// <param name="packet">The packet it answers.</param>
    public static FittedReply Fit(PassiveReply reply, Packet packet)
    {
        if (packet.Reply == ReplyAbility.None) return Dropped(reply, packet, "takes no passive reply");
        if (reply is DeviceReply != (packet.Reply == ReplyAbility.Device))
            return Dropped(reply, packet, reply is DeviceReply ? "is of no device" : "takes only a reply of the hardware platform");
        return reply switch
        {
            TextReply text => FitText(text),
            NewsReply news => FitArticles(news, packet is Message ? MaxArticlesForMessage : MaxArticlesForEvent, packet),
            TransferReply or AiTransferReply when packet is not Message => Dropped(reply, packet, "is no message, and only messages can be handed over"),
            _ => new FittedReply(reply, null),
        };
    }

    /// <summary>The length of the longest beginning of a text that fits into a number of bytes of UTF-8 and ends between graphemes:
    /// never inside an emoji sequence, a flag or an accented letter.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxBytes">The limit in bytes.</param>
    /// <returns>Length in UTF-16 code units.</returns>
    public static int FittingLength(ReadOnlySpan<char> text, int maxBytes)
    {
        // A code unit takes at most three bytes: most texts need no counting.
        if (3 * (long)text.Length <= maxBytes || Encoding.UTF8.GetByteCount(text) <= maxBytes) return text.Length;
        var length = 0;
        var bytes = 0;
        while (length < text.Length)
        {
            var grapheme = StringInfo.GetNextTextElementLength(text[length..]);
            bytes += Encoding.UTF8.GetByteCount(text.Slice(length, grapheme));
            if (bytes > maxBytes) break;
            length += grapheme;
        }
        return length;
    }

    private static FittedReply FitText(TextReply reply)
    {
        if (!HoldsText(reply.Content)) return new FittedReply(null, "The text reply is empty; success is answered instead.");
        var length = FittingLength(reply.Content, MaxTextBytes);
        if (length == reply.Content.Length) return new FittedReply(reply, null);
        if (!HoldsText(reply.Content.AsSpan(0, length)))
            return new FittedReply(null, $"The text reply has no beginning of at most {MaxTextBytes} bytes; success is answered instead.");
        return new FittedReply(
            new TextReply(reply.Content[..length]),
            $"The text reply was cut from {Encoding.UTF8.GetByteCount(reply.Content)} bytes to {MaxTextBytes} or fewer: {length} of {reply.Content.Length} characters are left.");
    }

    /// <summary>Whether anything is left of a text when the characters that XML 1.0 forbids are gone.</summary>
    private static bool HoldsText(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune != Rune.ReplacementChar && XmlBytes.IsLegal(rune.Value)) return true;
        return text.Contains('\uFFFD');
    }

    private static FittedReply FitArticles(NewsReply reply, int limit, Packet packet)
    {
        if (reply.Articles.IsDefaultOrEmpty) return new FittedReply(null, "The news reply has no article; success is answered instead.");
        if (reply.Articles.Length <= limit) return new FittedReply(reply, null);
        return new FittedReply(
            new NewsReply(reply.Articles[..limit]),
            $"The news reply was cut from {reply.Articles.Length} articles to {limit}, which is all that {Describe(packet)} takes.");
    }

    private static FittedReply Dropped(PassiveReply reply, Packet packet, string why) =>
        new(null, $"The {reply.MsgType} reply was dropped: {Describe(packet)} {why}.");

    private static string Describe(Packet packet) =>
        packet is Event happened ? $"a packet of type {packet.MsgType} and event {happened.Kind}" : $"a packet of type {packet.MsgType}";
}
