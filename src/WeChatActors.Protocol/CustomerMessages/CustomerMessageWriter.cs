using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>Writes a customer-service message in the words of the rule language, such as <c>{"type":"text","text":"..."}</c>: the form in which it is
/// stored and in which the admin API takes and shows it. <see cref="CustomerMessageReader"/> reads it.</summary>
public static class CustomerMessageWriter
{
    /// <summary>Writes it as one object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="message">The message; what is null in it is left out.</param>
    public static void Write(Utf8JsonWriter json, CustomerMessage message)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(message);
        json.WriteStartObject();
        switch (message)
        {
            case TextPush text:
                Write(json, "text", ("text", text.Content));
                break;
            case ImagePush image:
                Write(json, "image", ("media", image.Media));
                break;
            case VoicePush voice:
                Write(json, "voice", ("media", voice.Media));
                break;
            case VideoPush video:
                Write(json, "video", ("media", video.Media), ("thumb", video.Thumb), ("title", video.Title), ("description", video.Description));
                break;
            case MusicPush music:
                Write(json, "music", ("url", music.Url), ("hq_url", music.HqUrl), ("thumb", music.Thumb), ("title", music.Title), ("description", music.Description));
                break;
            case NewsPush { Article: var article }:
                Write(json, "news", ("title", article.Title), ("description", article.Description), ("picture", article.PicUrl), ("url", article.Url));
                break;
            case MpNewsPush news:
                Write(json, "mpnews", ("media", news.Media));
                break;
            case MpArticlePush article:
                Write(json, "article", ("article", article.ArticleId));
                break;
            case MenuPush menu:
                Write(json, "menu", ("head", menu.Head));
                json.WriteStartArray("items");
                foreach (var entry in menu.Entries)
                {
                    json.WriteStartObject();
                    json.WriteString("id", entry.Id);
                    json.WriteString("content", entry.Content);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                if (menu.Tail is not null) json.WriteString("tail", menu.Tail);
                break;
            case MiniProgramPush page:
                Write(json, "miniprogram", ("app_id", page.AppId), ("page", page.Page), ("title", page.Title), ("thumb", page.Thumb));
                break;
            case CardPush card:
                Write(json, "card", ("card", card.CardId));
                break;
            default:
                throw new ArgumentException($"A {message.GetType().Name} has no written form.", nameof(message));
        }
        if (message.KfAccount is not null) json.WriteString("as", message.KfAccount);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string type, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        json.WriteString("type", type);
        foreach (var (name, value) in members)
            if (value is not null) json.WriteString(name, value);
    }
}
