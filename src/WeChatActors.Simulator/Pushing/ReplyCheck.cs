using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Judges a reply's plain XML: who, what, and whether everything the kind needs is there.</summary>
internal static class ReplyCheck
{
    /// <summary>Judges a reply to a packet that takes one.</summary>
    public static PassiveAnswer Check(ReplyElements reply, SimulatedPacket packet, AnswerRules rules)
    {
        if ((FindAddressFault(reply, packet, rules) ?? FindTimeFault(reply) ?? reply.Require("MsgType", out _)) is { } fault) return PassiveAnswer.Fault(fault);
        return reply.Text("MsgType") switch
        {
            "text" => Text(reply),
            "image" => Media(reply, rules, "Image/MediaId", "image", id => new ImageContent(id), "Replied with a picture."),
            "voice" => Media(reply, rules, "Voice/MediaId", "voice", id => new VoiceContent(id), "Replied with a voice clip."),
            "video" => Media(
                reply, rules, "Video/MediaId", "video", id => new VideoContent(id, Filled(reply, "Video/Title"), Filled(reply, "Video/Description")), "Replied with a video."),
            "music" => Music(reply, rules),
            "news" => News(reply, packet),
            "transfer_customer_service" => HandOver(reply, packet),
            "transfer_biz_ai_ivr" => packet.IsMessage
                ? PassiveAnswer.Nothing("The message is handed to the account's AI reply; nothing is shown.")
                : PassiveAnswer.Fault("transfer_biz_ai_ivr answers messages only; an event cannot be handed to the AI reply."),
            "device_text" or "device_event" or "device_status" or "hardware" =>
                PassiveAnswer.Fault("A reply of the hardware platform answers only the packets of a device."),
            var other => PassiveAnswer.Fault(
                $"MsgType is {BodyExcerpt.Quote(other!)}; a reply is text, image, voice, video, music, news or transfer_customer_service, in lower case."),
        };
    }

    private static string? FindAddressFault(ReplyElements reply, SimulatedPacket packet, AnswerRules rules)
    {
        if (reply.Require("ToUserName", out var to) is { } noReceiver) return noReceiver;
        if (reply.Require("FromUserName", out var from) is { } noSender) return noSender;
        if (to == packet.From && from == rules.Setup.OriginalId) return null;
        if (to == rules.Setup.OriginalId && from == packet.From)
            return "ToUserName and FromUserName are those of the packet; they must be swapped: to the follower, from the account.";
        return to != packet.From
            ? $"ToUserName is {BodyExcerpt.Quote(to)}; it must be the packet's FromUserName, the follower's OpenID."
            : $"FromUserName is {BodyExcerpt.Quote(from)}; it must be the packet's ToUserName, the account's original id.";
    }

    private static string? FindTimeFault(ReplyElements reply)
    {
        if (reply.Require("CreateTime", out var time) is { } fault) return fault;
        return long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? null
            : $"CreateTime is {BodyExcerpt.Quote(time)}; it must be seconds since 1970 in digits.";
    }

    private static PassiveAnswer Text(ReplyElements reply)
    {
        if (reply.Text("Content") is "") return PassiveAnswer.Fault("Content is empty; to say nothing, answer success.");
        if (reply.Require("Content", out var content) is { } fault) return PassiveAnswer.Fault(fault);
        var bytes = Encoding.UTF8.GetByteCount(content);
        if (bytes > PassiveReplyLimits.MaxTextBytes)
            return PassiveAnswer.Fault(string.Create(
                CultureInfo.InvariantCulture, $"Content is {bytes:N0} bytes of UTF-8, the limit is {PassiveReplyLimits.MaxTextBytes:N0}."));
        return Replied(new TextContent(content), string.Create(CultureInfo.InvariantCulture, $"Replied with a text of {bytes:N0} {(bytes == 1 ? "byte" : "bytes")}."));
    }

    private static PassiveAnswer Media(ReplyElements reply, AnswerRules rules, string path, string type, Func<string, ChatContent> content, string verdict)
    {
        if ((reply.Require(path, out var id) ?? FindMediaFault(rules, id, path, type)) is { } fault) return PassiveAnswer.Fault(fault);
        return Replied(content(id), verdict);
    }

    private static PassiveAnswer Music(ReplyElements reply, AnswerRules rules)
    {
        const string path = "Music/ThumbMediaId";
        var thumb = Filled(reply, path);
        if (thumb is not null && FindMediaFault(rules, thumb, path, "thumb") is { } fault) return PassiveAnswer.Fault(fault);
        if (!reply.Holds("Music/")) return PassiveAnswer.Fault("Music is missing or holds nothing.");
        return Replied(
            new MusicContent(
                Filled(reply, "Music/Title"), Filled(reply, "Music/Description"), Filled(reply, "Music/MusicUrl"), Filled(reply, "Music/HQMusicUrl"), thumb),
            thumb is null ? $"Replied with music. {path} is missing; it is documented as required, though SDKs leave it out." : "Replied with music.");
    }

    private static PassiveAnswer HandOver(ReplyElements reply, SimulatedPacket packet)
    {
        if (!packet.IsMessage) return PassiveAnswer.Fault("transfer_customer_service answers messages only; an event cannot be handed to the human agents.");
        var agent = Filled(reply, "TransInfo/KfAccount");
        var whom = agent is null ? "the human agents" : $"the agent {BodyExcerpt.Quote(agent)}";
        return PassiveAnswer.Nothing($"The follower is handed to {whom}; nothing is shown.") with { HandsOver = true, Agent = agent };
    }

    private static PassiveAnswer News(ReplyElements reply, SimulatedPacket packet)
    {
        if (reply.Require("ArticleCount", out var count) is { } fault) return PassiveAnswer.Fault(fault);
        var items = reply.Items();
        if (items.IsEmpty) return PassiveAnswer.Fault("Articles/item is missing; a news reply has at least one article.");
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number != items.Length)
            return PassiveAnswer.Fault($"ArticleCount is {BodyExcerpt.Quote(count)}, but the number of items is {items.Length}.");
        var articles = ImmutableArray.CreateBuilder<Article>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            foreach (var name in ArticleElements)
                if (!items[i].ContainsKey(name)) return PassiveAnswer.Fault($"Article {i + 1} has no {name}; each has Title, Description, PicUrl and Url.");
            if (items[i]["Title"].Length == 0 || items[i]["Url"].Length == 0)
                return PassiveAnswer.Fault($"Article {i + 1} has an empty {(items[i]["Title"].Length == 0 ? "Title" : "Url")}.");
            articles.Add(new Article(items[i]["Title"], items[i]["Description"], items[i]["PicUrl"], items[i]["Url"]));
        }
        var limit = packet.IsMessage ? PassiveReplyLimits.MaxArticlesForMessage : PassiveReplyLimits.MaxArticlesForEvent;
        if (articles.Count <= limit)
            return Replied(new NewsContent(articles.ToImmutable()), articles.Count == 1 ? "Replied with 1 article." : $"Replied with {articles.Count} articles.");
        return Replied(
            new NewsContent([.. articles.Take(limit)]),
            $"Replied with {articles.Count} articles, of which {limit} {(limit == 1 ? "is" : "are")} shown: {(packet.IsMessage ? "a message" : "an event")} is answered with at most {limit}.");
    }

    private static readonly ImmutableArray<string> ArticleElements = ["Title", "Description", "PicUrl", "Url"];

    /// <summary>Whether the file lives and is of the kind; a picture does for a thumbnail.</summary>
    private static string? FindMediaFault(AnswerRules rules, string id, string path, string type)
    {
        if (rules.FindMedia(id) is not { } file)
            return $"{path} is {BodyExcerpt.Quote(id)}: no such media id, or it has expired; temporary files live 3 days.";
        return file.Type == type || (type == "thumb" && file.Type == "image")
            ? null
            : $"{path} is {BodyExcerpt.Quote(id)}: that file is of type {file.Type}, but {type} is needed.";
    }

    private static string? Filled(ReplyElements reply, string path) => reply.Text(path) is { Length: > 0 } text ? text : null;

    private static PassiveAnswer Replied(ChatContent content, string verdict) => new(PushOutcome.Replied, content, verdict);
}
