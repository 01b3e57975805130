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
        json.WriteStartObject();
        WriteMembers(json, message);
        json.WriteEndObject();
    }

    /// <summary>Writes its members into an object that may have others.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="message">The message; what is null in it is left out.</param>
    public static void WriteMembers(Utf8JsonWriter json, CustomerMessage message)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteString("type", Type(message));
        switch (message)
        {
            case TextPush text:
                Write(json, ("text", text.Content));
                break;
            case ImagePush image:
                Write(json, ("media", image.Media));
                break;
            case VoicePush voice:
                Write(json, ("media", voice.Media));
                break;
            case VideoPush video:
                Write(json, ("media", video.Media), ("thumb", video.Thumb), ("title", video.Title), ("description", video.Description));
                break;
            case MusicPush music:
                Write(json, ("url", music.Url), ("hq_url", music.HqUrl), ("thumb", music.Thumb), ("title", music.Title), ("description", music.Description));
                break;
            case NewsPush { Article: var article }:
                Write(json, ("title", article.Title), ("description", article.Description), ("picture", article.PicUrl), ("url", article.Url));
                break;
            case MpNewsPush news:
                Write(json, ("media", news.Media));
                break;
            case MpArticlePush article:
                Write(json, ("article", article.ArticleId));
                break;
            case MenuPush menu:
                Write(json, ("head", menu.Head));
                json.WriteStartArray("items");
                foreach (var entry in menu.Entries)
                {
                    json.WriteStartObject();
                    Write(json, ("id", entry.Id), ("content", entry.Content));
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                Write(json, ("tail", menu.Tail));
                break;
            case MiniProgramPush page:
                Write(json, ("app_id", page.AppId), ("page", page.Page), ("title", page.Title), ("thumb", page.Thumb));
                break;
            case CardPush card:
                Write(json, ("card", card.CardId));
                break;
        }
        Write(json, ("as", message.KfAccount));
    }

    /// <summary>The type of a message in the words of the rule language: <c>text</c>, <c>menu</c>, <c>article</c>.</summary>
    public static string Type(CustomerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message switch
        {
            TextPush or ImagePush or VoicePush or VideoPush or MusicPush or NewsPush => message.MsgType,
            MpNewsPush => "mpnews",
            MpArticlePush => "article",
            MenuPush => "menu",
            MiniProgramPush => "miniprogram",
            CardPush => "card",
            _ => throw new ArgumentException($"A {message.GetType().Name} has no written form.", nameof(message)),
        };
    }

    private static void Write(Utf8JsonWriter json, params ReadOnlySpan<(string Name, string? Value)> members)
    {
        foreach (var (name, value) in members)
            if (value is not null) json.WriteString(name, value);
    }
}
