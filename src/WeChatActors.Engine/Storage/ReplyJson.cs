using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>A passive reply as JSON, in the words of the rule language, for the turn log and the admin API.</summary>
public static class ReplyJson
{
    /// <summary>Writes a reply as an object with its type and fields.</summary>
    public static void Write(Utf8JsonWriter json, PassiveReply reply)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, reply.MsgType);
        switch (reply)
        {
            case TextReply text:
                json.WriteString("text"u8, text.Content);
                break;
            case ImageReply image:
                json.WriteString("media"u8, image.MediaId);
                break;
            case VoiceReply voice:
                json.WriteString("media"u8, voice.MediaId);
                break;
            case VideoReply video:
                json.WriteString("media"u8, video.MediaId);
                Optional(json, "title", video.Title);
                Optional(json, "description", video.Description);
                break;
            case MusicReply music:
                Optional(json, "thumb", music.ThumbMediaId);
                Optional(json, "title", music.Title);
                Optional(json, "description", music.Description);
                Optional(json, "url", music.MusicUrl);
                Optional(json, "hq_url", music.HqMusicUrl);
                break;
            case NewsReply news:
                json.WriteStartArray("articles"u8);
                foreach (var article in news.Articles) WriteArticle(json, article);
                json.WriteEndArray();
                break;
            case TransferReply transfer:
                Optional(json, "agent", transfer.KfAccount);
                break;
            case AiTransferReply:
                break;
            default:
                throw new InvalidOperationException($"A reply of type {reply.MsgType} has no stored form.");
        }
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static PassiveReply Read(JsonElement json) => json.GetProperty("type"u8).GetString() switch
    {
        "text" => new TextReply(Text(json, "text")),
        "image" => new ImageReply(Text(json, "media")),
        "voice" => new VoiceReply(Text(json, "media")),
        "video" => new VideoReply(Text(json, "media"), Optional(json, "title"), Optional(json, "description")),
        "music" => new MusicReply(
            Optional(json, "thumb"), Optional(json, "title"), Optional(json, "description"),
            Optional(json, "url"), Optional(json, "hq_url")),
        "news" => new NewsReply([.. json.GetProperty("articles"u8).EnumerateArray().Select(ReadArticle)]),
        "transfer_customer_service" => new TransferReply(Optional(json, "agent")),
        "transfer_biz_ai_ivr" => new AiTransferReply(),
        var other => throw new JsonException($"'{other}' is not a stored reply type; the database was written by a newer version."),
    };

    private static void WriteArticle(Utf8JsonWriter json, Article article)
    {
        json.WriteStartObject();
        json.WriteString("title"u8, article.Title);
        json.WriteString("description"u8, article.Description);
        json.WriteString("picture"u8, article.PicUrl);
        json.WriteString("url"u8, article.Url);
        json.WriteEndObject();
    }

    internal static Article ReadArticle(JsonElement json) =>
        new(Text(json, "title"), Text(json, "description"), Text(json, "picture"), Text(json, "url"));

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static string? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new JsonException($"'{name}' is null in a stored reply.");
}
