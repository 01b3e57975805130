using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Judges a reply's plain XML: who, what, and whether everything the kind needs is there.</summary>
internal static class ReplyCheck
{
    /// <summary>Judges a reply to a packet that takes one.</summary>
    public static PassiveAnswer Check(ReplyElements reply, in AnsweredPacket packet, AnswerRules rules)
    {
        if ((FindAddressFault(reply, packet, rules) ?? FindTimeFault(reply) ?? reply.Require("MsgType", out _)) is { } fault) return PassiveAnswer.Fault(fault);
        return reply.Text("MsgType") switch
        {
            "text" => Text(reply),
            "image" => Media(reply, rules, "Image/MediaId", "image", id => new ImageContent(id), new Sentence("Replied with a picture.", "已回复图片。")),
            "voice" => Media(reply, rules, "Voice/MediaId", "voice", id => new VoiceContent(id), new Sentence("Replied with a voice clip.", "已回复语音。")),
            "video" => Media(
                reply, rules, "Video/MediaId", "video", id => new VideoContent(id, Filled(reply, "Video/Title"), Filled(reply, "Video/Description")),
                new Sentence("Replied with a video.", "已回复视频。")),
            "music" => Music(reply, rules),
            "news" => News(reply, packet),
            "transfer_customer_service" => HandOver(reply, packet),
            "transfer_biz_ai_ivr" => packet.IsMessage
                ? PassiveAnswer.Nothing("The message is handed to the account's AI reply; nothing is shown.", "消息已转交该账号的 AI 回复；不显示任何内容。")
                : PassiveAnswer.Fault("transfer_biz_ai_ivr answers messages only; an event cannot be handed to the AI reply.", "transfer_biz_ai_ivr 只能回复消息；事件不能转交 AI 回复。"),
            "device_text" or "device_event" or "device_status" or "hardware" =>
                PassiveAnswer.Fault("A reply of the hardware platform answers only the packets of a device.", "硬件平台的回复只能用于设备的报文。"),
            var other => PassiveAnswer.Fault(
                $"MsgType is {BodyExcerpt.Quote(other!)}; a reply is text, image, voice, video, music, news or transfer_customer_service, in lower case.",
                $"MsgType 为 {BodyExcerpt.Quote(other!)}；被动回复只有 text、image、voice、video、music、news、transfer_customer_service，且须小写。"),
        };
    }

    private static Sentence? FindAddressFault(ReplyElements reply, in AnsweredPacket packet, AnswerRules rules)
    {
        if (reply.Require("ToUserName", out var to) is { } noReceiver) return noReceiver;
        if (reply.Require("FromUserName", out var from) is { } noSender) return noSender;
        if (to == packet.From && from == packet.To) return null;
        if (to == packet.To && from == packet.From)
        {
            return new Sentence(
                "ToUserName and FromUserName are those of the packet; they must be swapped: to the follower, from the account.",
                "ToUserName 和 FromUserName 照抄了报文，须对调：发给关注者，来自公众号。");
        }
        if (!rules.QuotesNames)
        {
            return to != packet.From
                ? new Sentence("ToUserName is not the packet's FromUserName, the follower's OpenID.", "ToUserName 不是报文的 FromUserName，即关注者的 OpenID。")
                : new Sentence("FromUserName is not the packet's ToUserName, the account's original id.", "FromUserName 不是报文的 ToUserName，即公众号的原始 ID。");
        }
        return to != packet.From
            ? new Sentence(
                $"ToUserName is {BodyExcerpt.Quote(to)}; it must be the packet's FromUserName, the follower's OpenID.",
                $"ToUserName 为 {BodyExcerpt.Quote(to)}；须为报文的 FromUserName，即关注者的 OpenID。")
            : new Sentence(
                $"FromUserName is {BodyExcerpt.Quote(from)}; it must be the packet's ToUserName, the account's original id.",
                $"FromUserName 为 {BodyExcerpt.Quote(from)}；须为报文的 ToUserName，即公众号的原始 ID。");
    }

    private static Sentence? FindTimeFault(ReplyElements reply)
    {
        if (reply.Require("CreateTime", out var time) is { } fault) return fault;
        return long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? null
            : new Sentence(
                $"CreateTime is {BodyExcerpt.Quote(time)}; it must be seconds since 1970 in digits.", $"CreateTime 为 {BodyExcerpt.Quote(time)}；须为 1970 年起的秒数，只含数字。");
    }

    private static PassiveAnswer Text(ReplyElements reply)
    {
        if (reply.Text("Content") is "") return PassiveAnswer.Fault("Content is empty; to say nothing, answer success.", "Content 为空；不想回复请应答 success。");
        if (reply.Require("Content", out var content) is { } fault) return PassiveAnswer.Fault(fault);
        var count = Encoding.UTF8.GetByteCount(content);
        var (bytes, limit) = (Sentence.Digits(count), Sentence.Digits(PassiveReplyLimits.MaxTextBytes));
        if (count > PassiveReplyLimits.MaxTextBytes)
            return PassiveAnswer.Fault($"Content is {bytes} bytes of UTF-8, the limit is {limit}.", $"Content 有 {bytes} 字节（UTF-8），上限为 {limit}。");
        return Replied(new TextContent(content), new Sentence($"Replied with a text of {bytes} {(count == 1 ? "byte" : "bytes")}.", $"已回复 {bytes} 字节的文本。"));
    }

    private static PassiveAnswer Media(ReplyElements reply, AnswerRules rules, string path, string type, Func<string, ChatContent> content, Sentence verdict)
    {
        if ((reply.Require(path, out var id) ?? FindMediaFault(rules, id, path, type)) is { } fault) return PassiveAnswer.Fault(fault);
        return Replied(content(id), verdict);
    }

    private static PassiveAnswer Music(ReplyElements reply, AnswerRules rules)
    {
        const string path = "Music/ThumbMediaId";
        var thumb = Filled(reply, path);
        if (thumb is not null && FindMediaFault(rules, thumb, path, "thumb") is { } fault) return PassiveAnswer.Fault(fault);
        if (!reply.Holds("Music/")) return PassiveAnswer.Fault("Music is missing or holds nothing.", "缺少 Music，或其中没有内容。");
        return Replied(
            new MusicContent(
                Filled(reply, "Music/Title"), Filled(reply, "Music/Description"), Filled(reply, "Music/MusicUrl"), Filled(reply, "Music/HQMusicUrl"), thumb),
            thumb is null
                ? new Sentence(
                    $"Replied with music. {path} is missing; it is documented as required, though SDKs leave it out.", $"已回复音乐。缺少 {path}；文档规定必填，但一些 SDK 省略它。")
                : new Sentence("Replied with music.", "已回复音乐。"));
    }

    private static PassiveAnswer HandOver(ReplyElements reply, in AnsweredPacket packet)
    {
        if (!packet.IsMessage) return PassiveAnswer.Fault(
                "transfer_customer_service answers messages only; an event cannot be handed to the human agents.", "transfer_customer_service 只能回复消息；事件不能转给人工客服。");
        var agent = Filled(reply, "TransInfo/KfAccount");
        var whom = agent is null ? new Sentence("the human agents", "人工客服") : new Sentence($"the agent {BodyExcerpt.Quote(agent)}", $"客服 {BodyExcerpt.Quote(agent)}");
        return PassiveAnswer.Nothing($"The follower is handed to {whom.English}; nothing is shown.", $"关注者已转给{whom.Chinese}；不显示任何内容。") with { HandsOver = true, Agent = agent };
    }

    private static PassiveAnswer News(ReplyElements reply, in AnsweredPacket packet)
    {
        if (reply.Require("ArticleCount", out var count) is { } fault) return PassiveAnswer.Fault(fault);
        var items = reply.Items();
        if (items.IsEmpty) return PassiveAnswer.Fault("Articles/item is missing; a news reply has at least one article.", "缺少 Articles/item；图文回复至少要有一篇文章。");
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number != items.Length)
            return PassiveAnswer.Fault($"ArticleCount is {BodyExcerpt.Quote(count)}, but the number of items is {items.Length}.", $"ArticleCount 为 {BodyExcerpt.Quote(count)}，但 item 有 {items.Length} 个。");
        var articles = ImmutableArray.CreateBuilder<Article>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            foreach (var name in ArticleElements)
            {
                if (!items[i].ContainsKey(name))
                {
                    return PassiveAnswer.Fault(
                        $"Article {i + 1} has no {name}; each has Title, Description, PicUrl and Url.", $"第 {i + 1} 篇文章缺少 {name}；每篇都要有 Title、Description、PicUrl 和 Url。");
                }
            }
            if (items[i]["Title"].Length == 0 || items[i]["Url"].Length == 0)
            {
                var empty = items[i]["Title"].Length == 0 ? "Title" : "Url";
                return PassiveAnswer.Fault($"Article {i + 1} has an empty {empty}.", $"第 {i + 1} 篇文章的 {empty} 为空。");
            }
            articles.Add(new Article(items[i]["Title"], items[i]["Description"], items[i]["PicUrl"], items[i]["Url"]));
        }
        var limit = packet.IsMessage ? PassiveReplyLimits.MaxArticlesForMessage : PassiveReplyLimits.MaxArticlesForEvent;
        if (articles.Count <= limit)
        {
            return Replied(
                new NewsContent(articles.ToImmutable()),
                new Sentence(articles.Count == 1 ? "Replied with 1 article." : $"Replied with {articles.Count} articles.", $"已回复 {articles.Count} 篇图文。"));
        }
        return Replied(
            new NewsContent([.. articles.Take(limit)]),
            new Sentence(
                $"Replied with {articles.Count} articles, of which {limit} {(limit == 1 ? "is" : "are")} shown: {(packet.IsMessage ? "a message" : "an event")} is answered with at most {limit}.",
                $"已回复 {articles.Count} 篇图文，只显示 {limit} 篇：回复{(packet.IsMessage ? "消息" : "事件")}最多 {limit} 篇。"));
    }

    private static readonly ImmutableArray<string> ArticleElements = ["Title", "Description", "PicUrl", "Url"];

    /// <summary>Whether the file lives and is of the kind; a picture does for a thumbnail.</summary>
    private static Sentence? FindMediaFault(AnswerRules rules, string id, string path, string type)
    {
        if (rules.FindMedia is null) return null;
        if (rules.FindMedia(id) is not { } file)
        {
            return new Sentence(
                $"{path} is {BodyExcerpt.Quote(id)}: no such media id, or it has expired; temporary files live 3 days.",
                $"{path} 为 {BodyExcerpt.Quote(id)}：没有这个 media_id，或已过期；临时素材有效期 3 天。");
        }
        return file.Type == type || (type == "thumb" && file.Type == "image")
            ? null
            : new Sentence(
                $"{path} is {BodyExcerpt.Quote(id)}: that file is of type {file.Type}, but {type} is needed.",
                $"{path} 为 {BodyExcerpt.Quote(id)}：该素材的类型是 {file.Type}，此处需要 {type}。");
    }

    private static string? Filled(ReplyElements reply, string path) => reply.Text(path) is { Length: > 0 } text ? text : null;

    private static PassiveAnswer Replied(ChatContent content, Sentence verdict) => new(PushOutcome.Replied, content, verdict);
}
