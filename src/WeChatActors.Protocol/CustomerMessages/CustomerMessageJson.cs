using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>Customer-service messages as the platform takes them: bodies of message/custom/send and message/custom/typing. Chinese and emoji stand as
/// they are. Source: WeChat Official Accounts docs, 客服接口-发消息.</summary>
/// <remarks>Media must be media ids here: local files are uploaded before.</remarks>
public static class CustomerMessageJson
{
    /// <summary>The path that takes messages.</summary>
    public const string SendPath = "/cgi-bin/message/custom/send";

    /// <summary>The path that takes the typing line.</summary>
    public const string TypingPath = "/cgi-bin/message/custom/typing";

    /// <summary>The body of a message, UTF-8.</summary>
    /// <param name="to">Who gets it.</param>
    /// <param name="message">The message.</param>
    public static byte[] Send(OpenId to, CustomerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return PlatformBody.Write(json =>
        {
            json.WriteString("touser", to.Value);
            json.WriteString("msgtype", message.MsgType);
            json.WriteStartObject(message.MsgType);
            WriteContent(json, message);
            json.WriteEndObject();
            if (message.KfAccount is null) return;
            json.WriteStartObject("customservice");
            json.WriteString("kf_account", message.KfAccount);
            json.WriteEndObject();
        });
    }

    /// <summary>The body that begins or ends the typing line, UTF-8.</summary>
    /// <param name="to">Who sees it.</param>
    /// <param name="on">Whether it begins.</param>
    public static byte[] Typing(OpenId to, bool on) => PlatformBody.Write(json =>
    {
        json.WriteString("touser", to.Value);
        json.WriteString("command", on ? "Typing" : "CancelTyping");
    });

    private static void WriteContent(Utf8JsonWriter json, CustomerMessage message)
    {
        switch (message)
        {
            case TextPush text:
                json.WriteString("content", text.Content);
                break;
            case ImagePush image:
                json.WriteString("media_id", image.Media);
                break;
            case VoicePush voice:
                json.WriteString("media_id", voice.Media);
                break;
            case MpNewsPush news:
                json.WriteString("media_id", news.Media);
                break;
            case VideoPush video:
                json.WriteString("media_id", video.Media);
                WriteIfAny(json, "thumb_media_id", video.Thumb);
                WriteIfAny(json, "title", video.Title);
                WriteIfAny(json, "description", video.Description);
                break;
            case MusicPush music:
                WriteIfAny(json, "title", music.Title);
                WriteIfAny(json, "description", music.Description);
                json.WriteString("musicurl", music.Url);
                json.WriteString("hqmusicurl", music.HqUrl ?? music.Url);
                WriteIfAny(json, "thumb_media_id", music.Thumb);
                break;
            case NewsPush { Article: var article }:
                json.WriteStartArray("articles");
                json.WriteStartObject();
                json.WriteString("title", article.Title);
                json.WriteString("description", article.Description);
                json.WriteString("url", article.Url);
                json.WriteString("picurl", article.PicUrl);
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            case MpArticlePush article:
                json.WriteString("article_id", article.ArticleId);
                break;
            case MenuPush menu:
                WriteIfAny(json, "head_content", menu.Head);
                json.WriteStartArray("list");
                foreach (var entry in menu.Entries)
                {
                    json.WriteStartObject();
                    json.WriteString("id", entry.Id);
                    json.WriteString("content", entry.Content);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                WriteIfAny(json, "tail_content", menu.Tail);
                break;
            case CardPush card:
                json.WriteString("card_id", card.CardId);
                break;
            case MiniProgramPush page:
                json.WriteString("title", page.Title);
                json.WriteString("appid", page.AppId);
                json.WriteString("pagepath", page.Page);
                json.WriteString("thumb_media_id", page.Thumb);
                break;
            default:
                throw new ArgumentException($"A {message.GetType().Name} has no body.", nameof(message));
        }
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }
}
