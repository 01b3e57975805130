using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>What the outbox owes as JSON, in the words of the rule language, for the store, the turn log and the admin API.</summary>
public static class OutboxJson
{
    /// <summary>Writes an item as an object with its type and fields.</summary>
    public static void Write(Utf8JsonWriter json, OutboxItem item)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteFields(json, item);
        json.WriteEndObject();
    }

    internal static void Write(IBufferWriter<byte> output, OutboxItem item)
    {
        var json = StoredJson.Writer(output);
        Write(json, item);
        json.Flush();
    }

    /// <summary>An item's type: that of a message in the words of <c>send</c>, or <c>typing</c>, <c>tag</c>, <c>remark</c>, <c>template</c>,
    /// <c>subscribe</c> and <c>once</c>.</summary>
    public static string Type(OutboxItem item) => item switch
    {
        OutboxItem.Message message => Type(message.Content),
        OutboxItem.Typing => "typing",
        OutboxItem.Tag => "tag",
        OutboxItem.Remark => "remark",
        OutboxItem.Notice notice => notice.Kind switch
        {
            NoticeKind.Template => "template",
            NoticeKind.Subscribe => "subscribe",
            NoticeKind.Once => "once",
            _ => throw new InvalidOperationException($"A notice of kind {notice.Kind} has no stored form."),
        },
        _ => throw new InvalidOperationException($"{item.GetType().Name} has no stored form."),
    };

    /// <summary>The state of a row, in one word.</summary>
    public static string Word(OutboxState state) => state switch
    {
        OutboxState.Waiting => "waiting",
        OutboxState.Sending => "sending",
        OutboxState.Sent => "sent",
        OutboxState.Refused => "refused",
        OutboxState.Expired => "expired",
        OutboxState.Unknown => "unknown",
        _ => throw new InvalidOperationException($"The state {state} has no stored form."),
    };

    /// <summary>The state of a word; null when it is none.</summary>
    public static OutboxState? State(string? word) => word switch
    {
        "waiting" => OutboxState.Waiting,
        "sending" => OutboxState.Sending,
        "sent" => OutboxState.Sent,
        "refused" => OutboxState.Refused,
        "expired" => OutboxState.Expired,
        "unknown" => OutboxState.Unknown,
        _ => null,
    };

    /// <summary>Reads what <see cref="Write(Utf8JsonWriter, OutboxItem)"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static OutboxItem Read(JsonElement json) => StoredJson.OptionalText(json, "type") switch
    {
        "typing" => new OutboxItem.Typing(json.GetProperty("on"u8).GetBoolean()),
        "tag" => StoredJson.OptionalText(json, "add") is { } added
            ? new OutboxItem.Tag(added, Add: true)
            : new OutboxItem.Tag(StoredJson.Text(json, "remove"), Add: false),
        "remark" => new OutboxItem.Remark(StoredJson.Text(json, "text")),
        "template" => new OutboxItem.Notice(NoticeKind.Template, Body(json)),
        "subscribe" => new OutboxItem.Notice(NoticeKind.Subscribe, Body(json)),
        "once" => new OutboxItem.Notice(NoticeKind.Once, Body(json)),
        _ => new OutboxItem.Message(ReadMessage(json) with { KfAccount = StoredJson.OptionalText(json, "agent") }),
    };

    internal static void WriteFields(Utf8JsonWriter json, OutboxItem item)
    {
        json.WriteString("type"u8, Type(item));
        switch (item)
        {
            case OutboxItem.Message message:
                WriteMessage(json, message.Content);
                StoredJson.WriteText(json, "agent", message.Content.KfAccount);
                break;
            case OutboxItem.Typing typing:
                json.WriteBoolean("on"u8, typing.On);
                break;
            case OutboxItem.Tag tag:
                json.WriteString(tag.Add ? "add"u8 : "remove"u8, tag.Name);
                break;
            case OutboxItem.Remark remark:
                json.WriteString("text"u8, remark.Text);
                break;
            case OutboxItem.Notice notice:
                WriteBody(json, notice.Json);
                break;
        }
    }

    private static string Type(CustomerMessage message) => message switch
    {
        MpNewsPush => "mpnews",
        MpArticlePush => "mparticle",
        MenuPush => "menu",
        MiniProgramPush => "miniprogram",
        CardPush => "card",
        TextPush or ImagePush or VoicePush or VideoPush or MusicPush or NewsPush => message.MsgType,
        _ => throw new InvalidOperationException($"A message of type {message.MsgType} has no stored form."),
    };

    private static void WriteMessage(Utf8JsonWriter json, CustomerMessage message)
    {
        switch (message)
        {
            case TextPush text:
                json.WriteString("text"u8, text.Content);
                break;
            case ImagePush image:
                json.WriteString("media"u8, image.Media);
                break;
            case VoicePush voice:
                json.WriteString("media"u8, voice.Media);
                break;
            case VideoPush video:
                json.WriteString("media"u8, video.Media);
                WriteCaption(json, video.Thumb, video.Title, video.Description);
                break;
            case MusicPush music:
                json.WriteString("url"u8, music.Url);
                StoredJson.WriteText(json, "hq_url", music.HqUrl);
                WriteCaption(json, music.Thumb, music.Title, music.Description);
                break;
            case NewsPush news:
                json.WriteStartArray("articles"u8);
                ReplyJson.WriteArticle(json, news.Article);
                json.WriteEndArray();
                break;
            case MpNewsPush news:
                json.WriteString("media"u8, news.Media);
                break;
            case MpArticlePush article:
                json.WriteString("article_id"u8, article.ArticleId);
                break;
            case MenuPush menu:
                StoredJson.WriteText(json, "head", menu.Head);
                json.WriteStartArray("entries"u8);
                foreach (var entry in menu.Entries)
                {
                    json.WriteStartObject();
                    json.WriteString("id"u8, entry.Id);
                    json.WriteString("text"u8, entry.Content);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                StoredJson.WriteText(json, "tail", menu.Tail);
                break;
            case MiniProgramPush program:
                json.WriteString("app_id"u8, program.AppId);
                json.WriteString("page"u8, program.Page);
                json.WriteString("title"u8, program.Title);
                json.WriteString("thumb"u8, program.Thumb);
                break;
            case CardPush card:
                json.WriteString("card_id"u8, card.CardId);
                break;
        }
    }

    private static CustomerMessage ReadMessage(JsonElement json) => StoredJson.OptionalText(json, "type") switch
    {
        "text" => new TextPush(StoredJson.Text(json, "text")),
        "image" => new ImagePush(StoredJson.Text(json, "media")),
        "voice" => new VoicePush(StoredJson.Text(json, "media")),
        "video" => new VideoPush(
            StoredJson.Text(json, "media"), StoredJson.OptionalText(json, "thumb"), StoredJson.OptionalText(json, "title"),
            StoredJson.OptionalText(json, "description")),
        "music" => new MusicPush(
            StoredJson.Text(json, "url"), StoredJson.OptionalText(json, "hq_url"), StoredJson.OptionalText(json, "thumb"),
            StoredJson.OptionalText(json, "title"), StoredJson.OptionalText(json, "description")),
        "news" => new NewsPush(ReplyJson.ReadArticle(json.GetProperty("articles"u8)[0])),
        "mpnews" => new MpNewsPush(StoredJson.Text(json, "media")),
        "mparticle" => new MpArticlePush(StoredJson.Text(json, "article_id")),
        "menu" => new MenuPush(
            StoredJson.OptionalText(json, "head"),
            StoredJson.List(json, "entries", static entry => new MenuEntry(StoredJson.Text(entry, "id"), StoredJson.Text(entry, "text"))),
            StoredJson.OptionalText(json, "tail")),
        "miniprogram" => new MiniProgramPush(
            StoredJson.Text(json, "app_id"), StoredJson.Text(json, "page"), StoredJson.Text(json, "title"), StoredJson.Text(json, "thumb")),
        "card" => new CardPush(StoredJson.Text(json, "card_id")),
        var other => throw StoredJson.Unknown("item of the outbox", other),
    };

    private static void WriteCaption(Utf8JsonWriter json, string? thumb, string? title, string? description)
    {
        StoredJson.WriteText(json, "thumb", thumb);
        StoredJson.WriteText(json, "title", title);
        StoredJson.WriteText(json, "description", description);
    }

    // To the letter: a number that is written otherwise may be another one to the platform.
    private static void WriteBody(Utf8JsonWriter json, string body)
    {
        json.WritePropertyName("body"u8);
        if (IsObject(body)) json.WriteRawValue(body, skipInputValidation: true);
        else json.WriteStringValue(body);
    }

    private static string Body(JsonElement json)
    {
        var body = json.GetProperty("body"u8);
        return body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText();
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
