using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace WeChatActors.Protocol;

/// <summary>A mistake in a message that somebody wrote.</summary>
/// <param name="Path">Where: names joined by dots, <c>items[2].id</c>; empty for the message itself.</param>
/// <param name="Sentence">What is there, and what is expected.</param>
public readonly record struct MessageMistake(string Path, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => Path.Length == 0 ? Sentence : $"{Path}: {Sentence}";
}

/// <summary>What became of reading a message.</summary>
/// <param name="Message">The message; null when there is a mistake.</param>
/// <param name="Mistakes">All of them, in the order of the members; empty when the message was read.</param>
public readonly record struct MessageRead(CustomerMessage? Message, ImmutableArray<MessageMistake> Mistakes);

/// <summary>Reads a customer-service message in the words of the rule language, such as <c>{"type":"text","text":"..."}</c>.</summary>
public static class CustomerMessageReader
{
    /// <summary>The longest text, in bytes of UTF-8: five messages of 2,048, which is what one message of the user grants.</summary>
    public const int MaxTextBytes = 5 * CustomerMessageLimits.MaxTextBytes;

    private static readonly string[] Types = ["text", "image", "voice", "video", "music", "news", "mpnews", "article", "menu", "miniprogram", "card"];

    /// <summary>Reads what somebody wrote, and says everything that is wrong with it.</summary>
    /// <param name="json">The message.</param>
    public static MessageRead Read(JsonElement json)
    {
        var fields = new MessageFields(json, "", [], strict: true);
        var message = Read(fields);
        return fields.Mistakes.Count > 0 ? new(null, [.. fields.Mistakes]) : new(message, []);
    }

    /// <summary>Reads what <see cref="CustomerMessageWriter"/> wrote. Its content is taken as it is.</summary>
    /// <param name="json">The message.</param>
    /// <exception cref="JsonException">It has another form.</exception>
    public static CustomerMessage ReadStored(JsonElement json)
    {
        var fields = new MessageFields(json, "", [], strict: false);
        var message = Read(fields);
        return message is not null && fields.Mistakes.Count == 0 ? message : throw new JsonException($"The stored message has another form, perhaps of a newer version: {string.Join(" ", fields.Mistakes)}");
    }

    /// <summary>Says of which kind a value is, for a sentence.</summary>
    internal static string Describe(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => $"the number {json.GetRawText()}",
        JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        JsonValueKind.Null => "null",
        _ => "nothing",
    };

    private static CustomerMessage? Read(MessageFields fields)
    {
        if (!fields.IsObject($"{{\"type\": \"text\", \"text\": \"...\"}}")) return null;
        var type = fields.Text("type", 1, 20);
        if (type is null) return null;
        CustomerMessage? message = type switch
        {
            "text" => new TextPush(fields.Text("text", 1, MaxTextBytes) ?? ""),
            "image" => new ImagePush(fields.Media("media")),
            "voice" => new VoicePush(fields.Media("media")),
            "video" => new VideoPush(fields.Media("media"), fields.MediaIfAny("thumb"), fields.Optional("title"), fields.Optional("description")),
            "music" => new MusicPush(fields.Url("url"), fields.UrlIfAny("hq_url"), fields.MediaIfAny("thumb"), fields.Optional("title"), fields.Optional("description")),
            "news" => new NewsPush(new Article(fields.Text("title", 1, 512) ?? "", fields.Optional("description") ?? "", fields.UrlIfAny("picture") ?? "", fields.Url("url"))),
            "mpnews" => new MpNewsPush(fields.Media("media")),
            "article" => new MpArticlePush(fields.Text("article", 1, 256) ?? ""),
            "menu" => new MenuPush(fields.Optional("head"), Items(fields), fields.Optional("tail")),
            "miniprogram" => new MiniProgramPush(fields.Text("app_id", 1, 64) ?? "", fields.Text("page", 1, 1024) ?? "", fields.Text("title", 1, 512) ?? "", fields.Media("thumb")),
            "card" => new CardPush(fields.Text("card", 1, 128) ?? ""),
            _ => null,
        };
        if (message is null)
        {
            fields.Mistake("type", $"'{type}' is no kind of message; there are {string.Join(", ", Types)}.");
            return null;
        }
        message = message with { KfAccount = fields.OptionalWithin("as", 64) };
        fields.RefuseOthers();
        return message;
    }

    private static ImmutableArray<MenuEntry> Items(MessageFields fields)
    {
        var entries = ImmutableArray.CreateBuilder<MenuEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in fields.Items("items", CustomerMessageLimits.MaxMenuEntries))
        {
            if (!item.IsObject("{\"id\": \"1\", \"content\": \"...\"}")) continue;
            var (id, content) = (item.Text("id", 1, 20), item.Text("content", 1, CustomerMessageLimits.MaxMenuEntryBytes));
            if (id is not null && fields.IsStrict)
            {
                if (id.AsSpan().ContainsAnyExceptInRange('0', '9')) item.Mistake("id", $"'{id}' holds something else than digits; write digits, because a tap brings the id back as a number.");
                else if (!seen.Add(id)) item.Mistake("id", $"'{id}' stands twice; give each entry an id of its own.");
            }
            item.RefuseOthers();
            entries.Add(new(id ?? "", content ?? ""));
        }
        return entries.DrainToImmutable();
    }
}
