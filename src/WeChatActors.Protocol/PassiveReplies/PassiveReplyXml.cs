using System.Buffers;
using System.Diagnostics;

namespace WeChatActors.Protocol;

/// <summary>Writes passive replies as WeChat reads them. Source: WeChat Official Accounts docs, 被动回复用户消息.</summary>
public static class PassiveReplyXml
{
    /// <summary>Writes one reply as compact XML on one line, without declaration: strings in CDATA, <c>]]&gt;</c> split over two
    /// sections, characters that XML 1.0 forbids left out, CR and CR LF written as LF (a reader would make LF of them anyway).</summary>
    /// <param name="output">Where the UTF-8 goes. Nothing else is allocated.</param>
    /// <param name="reply">The reply; <see cref="PassiveReplyLimits.Fit"/> has cut it to WeChat's limits.</param>
    /// <param name="toUserName">The user: the packet's FromUserName.</param>
    /// <param name="fromUserName">The account: the packet's ToUserName.</param>
    /// <param name="createTime">Seconds since 1970 UTC; WeChat does not evaluate it.</param>
    public static void Write(IBufferWriter<byte> output, PassiveReply reply, string toUserName, string fromUserName, long createTime)
    {
        var xml = new XmlOutput(output);
        xml.Raw("<xml>"u8);
        xml.Element("ToUserName"u8, toUserName);
        xml.Element("FromUserName"u8, fromUserName);
        xml.Element("CreateTime"u8, createTime);
        xml.Element("MsgType"u8, reply.MsgType);
        WriteBody(xml, reply);
        xml.Raw("</xml>"u8);
    }

    private static void WriteBody(XmlOutput xml, PassiveReply reply)
    {
        switch (reply)
        {
            case TextReply text:
                xml.Element("Content"u8, text.Content);
                break;
            case ImageReply image:
                xml.Raw("<Image>"u8);
                xml.Element("MediaId"u8, image.MediaId);
                xml.Raw("</Image>"u8);
                break;
            case VoiceReply voice:
                xml.Raw("<Voice>"u8);
                xml.Element("MediaId"u8, voice.MediaId);
                xml.Raw("</Voice>"u8);
                break;
            case VideoReply video:
                xml.Raw("<Video>"u8);
                xml.Element("MediaId"u8, video.MediaId);
                xml.Element("Title"u8, video.Title);
                xml.Element("Description"u8, video.Description);
                xml.Raw("</Video>"u8);
                break;
            case MusicReply music:
                xml.Raw("<Music>"u8);
                xml.Element("Title"u8, music.Title);
                xml.Element("Description"u8, music.Description);
                xml.Element("MusicUrl"u8, music.MusicUrl);
                xml.Element("HQMusicUrl"u8, music.HqMusicUrl);
                xml.Element("ThumbMediaId"u8, music.ThumbMediaId);
                xml.Raw("</Music>"u8);
                break;
            case NewsReply news:
                WriteArticles(xml, news);
                break;
            case TransferReply transfer:
                if (transfer.KfAccount is null) break;
                xml.Raw("<TransInfo>"u8);
                xml.Element("KfAccount"u8, transfer.KfAccount);
                xml.Raw("</TransInfo>"u8);
                break;
            case AiTransferReply:
                break;
            case DeviceReply device:
                WriteDevice(xml, device);
                break;
            default:
                throw new UnreachableException($"No XML for {reply.GetType().Name}.");
        }
    }

    private static void WriteArticles(XmlOutput xml, NewsReply news)
    {
        xml.Element("ArticleCount"u8, news.Articles.Length);
        xml.Raw("<Articles>"u8);
        foreach (var article in news.Articles)
        {
            xml.Raw("<item>"u8);
            xml.Element("Title"u8, article.Title);
            xml.Element("Description"u8, article.Description);
            xml.Element("PicUrl"u8, article.PicUrl);
            xml.Element("Url"u8, article.Url);
            xml.Raw("</item>"u8);
        }
        xml.Raw("</Articles>"u8);
    }

    private static void WriteDevice(XmlOutput xml, DeviceReply reply)
    {
        switch (reply)
        {
            case DeviceTextReply text:
                xml.Element("DeviceType"u8, text.DeviceType);
                xml.Element("DeviceID"u8, text.DeviceId);
                xml.Element("Content"u8, text.Content);
                WriteSession(xml, text.SessionId);
                break;
            case DeviceEventReply happened:
                xml.Element("DeviceType"u8, happened.DeviceType);
                xml.Element("DeviceID"u8, happened.DeviceId);
                xml.Element("Content"u8, happened.Content);
                xml.Element("Event"u8, happened.Event);
                WriteSession(xml, happened.SessionId);
                break;
            case DeviceStatusReply status:
                xml.Element("DeviceType"u8, status.DeviceType);
                xml.Element("DeviceID"u8, status.DeviceId);
                xml.Element("DeviceStatus"u8, status.Connected ? 1 : 0);
                break;
            case HardwareReply hardware:
                xml.Raw("<HardWare>"u8);
                xml.Element("MessageView"u8, hardware.MessageView);
                xml.Element("MessageAction"u8, hardware.MessageAction);
                xml.Raw("</HardWare>"u8);
                xml.Element("FuncFlag"u8, 0);
                break;
            default:
                throw new UnreachableException($"No XML for {reply.GetType().Name}.");
        }
    }

    /// <summary>Bare digits as in the samples; anything else, which the packet may have held, goes into CDATA.</summary>
    private static void WriteSession(XmlOutput xml, string sessionId)
    {
        if (sessionId.Length == 0 || sessionId.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            xml.Element("SessionID"u8, sessionId);
            return;
        }
        xml.Raw("<SessionID>"u8);
        xml.Text(sessionId);
        xml.Raw("</SessionID>"u8);
    }
}
