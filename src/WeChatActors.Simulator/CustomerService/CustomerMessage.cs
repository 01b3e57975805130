using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace WeChatActors.Simulator;

/// <summary>Reads what a customer-service message holds, under the account's gate.</summary>
/// <remarks>Source: WeChat Official Accounts docs, "Send customer-service messages".</remarks>
internal static partial class CustomerMessage
{
    /// <summary>Bytes of a text, at most.</summary>
    public const int MostTextBytes = 2048;

    /// <summary>Entries of a menu message, at most. WeChat publishes no number; a phone shows no more without scrolling.</summary>
    public const int MostMenuEntries = 10;

    /// <summary>Bytes of one entry of a menu message, at most. WeChat publishes no number.</summary>
    public const int MostMenuEntryBytes = 128;

    /// <summary>The kinds of messages.</summary>
    public static ImmutableArray<string> Types { get; } =
        ["text", "image", "voice", "video", "music", "news", "mpnews", "mpnewsarticle", "msgmenu", "wxcard", "miniprogrampage"];

    /// <summary>The <c>msgtype</c>; one that does not exist is 40008.</summary>
    public static string TypeOf(BodyFields fields)
    {
        var type = fields.Optional("msgtype") ?? "";
        if (!Types.Contains(type)) fields.Refuse(40008, "msgtype", type.Length == 0 ? "is missing" : $"is '{type}'; there are {string.Join(", ", Types)}");
        return type;
    }

    /// <summary>The content of a message; null after a refusal.</summary>
    /// <param name="fields">The body.</param>
    /// <param name="request">The call.</param>
    /// <param name="type">Its msgtype.</param>
    public static ChatContent? Read(BodyFields fields, ApiRequest request, string type)
    {
        ChatContent? content = type switch
        {
            "text" => Text(fields.Object(type, 44004).Only("content")),
            "image" => new ImageContent(Media(fields.Object(type, 41006).Only("media_id"), request, "image")),
            "voice" => new VoiceContent(Media(fields.Object(type, 41006).Only("media_id"), request, "voice")),
            "video" => Video(fields.Object(type, 41006), request),
            "music" => Music(fields.Object(type, 41011), request),
            "news" => News(fields.Object(type, 44003).Only("articles")),
            "mpnews" => fields.Object(type, 41006).Only("media_id").ArticlesOf("media_id", request.Account) is { } set ? Single(fields, set, request) : null,
            "mpnewsarticle" => Published(fields.Object(type, 53600).Only("article_id"), request),
            "msgmenu" => Menu(fields.Object(type, 44005).Only("head_content", "list", "tail_content")),
            "wxcard" => new CardContent(fields.Object(type, 41012).Text("card_id", 41012)),
            "miniprogrampage" => MiniProgram(fields.Object(type, 41011), request),
            _ => null,
        };
        return fields.Refusal is null ? content : null;
    }

    /// <summary>A text within its limit.</summary>
    public static TextContent Text(BodyFields text)
    {
        var content = text.Text("content", 44004);
        text.Optional("content", MostTextBytes, 45002);
        foreach (Match match in MiniProgramLink().Matches(content))
            if (!IsAppId(match.Groups[1].Value)) text.Refuse(45086, "content", "holds a data-miniprogram-appid that is no AppID");
        return new TextContent(content);
    }

    /// <summary>Whether it looks like an AppID; which mini programs are linked is not modelled.</summary>
    public static bool IsAppId(string text) => text.StartsWith("wx", StringComparison.Ordinal) && text.Length > 2;

    private static string Media(BodyFields fields, ApiRequest request, params ReadOnlySpan<string> types) =>
        fields.MediaId("media_id", request.Account, request.Now, types);

    private static string Thumb(BodyFields fields, ApiRequest request) => fields.MediaId("thumb_media_id", request.Account, request.Now, "thumb", "image");

    private static VideoContent Video(BodyFields video, ApiRequest request)
    {
        video.Only("media_id", "thumb_media_id", "title", "description");
        return new VideoContent(Media(video, request, "video"), video.Optional("title"), video.Optional("description"), Thumb(video, request));
    }

    private static MusicContent Music(BodyFields music, ApiRequest request)
    {
        music.Only("title", "description", "musicurl", "hqmusicurl", "thumb_media_id");
        return new MusicContent(
            music.Optional("title"), music.Optional("description"), music.Text("musicurl", 41010), music.Optional("hqmusicurl"), Thumb(music, request));
    }

    private static NewsContent News(BodyFields news)
    {
        var articles = news.Objects("articles");
        if (articles.Count == 0) news.Refuse(44003, "articles", "holds no article");
        if (articles.Count > 1) news.Refuse(45008, "articles", $"holds {articles.Count} articles, limit 1");
        return new NewsContent([.. articles.Select(article =>
        {
            article.Only("title", "description", "url", "picurl");
            return new Article(article.Text("title", 40227), article.Optional("description"), article.Optional("picurl"), article.Optional("url"));
        })]);
    }

    private static NewsContent Single(BodyFields fields, ArticleSet set, ApiRequest request)
    {
        if (set.Articles.Length > 1) fields.Refuse(45008, "mpnews.media_id", $"stands for {set.Articles.Length} articles, limit 1");
        return set.Cards(request.Addresses);
    }

    private static NewsContent? Published(BodyFields fields, ApiRequest request)
    {
        var id = fields.Text("article_id", 53600);
        if (request.Account.Articles.Find(id, ArticleState.Published) is { } set) return set.Cards(request.Addresses);
        fields.Refuse(53600, "article_id", "is not of a published article");
        return null;
    }

    private static MenuMessageContent Menu(BodyFields menu)
    {
        var list = menu.Objects("list");
        if (list.Count == 0) menu.Refuse(44005, "list", "holds no entry");
        if (list.Count > MostMenuEntries) menu.Refuse(45098, "list", $"holds {list.Count} entries, limit {MostMenuEntries}");
        ImmutableArray<MenuEntry> entries = [.. list.Select(entry =>
        {
            entry.Only("id", "content");
            entry.Optional("content", MostMenuEntryBytes, 45099);
            return new MenuEntry(entry.Text("id", 41011), entry.Text("content", 44004));
        })];
        return new MenuMessageContent(menu.Optional("head_content"), entries, menu.Optional("tail_content"));
    }

    private static MiniProgramContent MiniProgram(BodyFields page, ApiRequest request)
    {
        page.Only("title", "appid", "pagepath", "thumb_media_id");
        var appId = page.Text("appid", 40166);
        if (!IsAppId(appId)) page.Refuse(40166, "appid", $"is '{appId}', no AppID");
        return new MiniProgramContent(page.Optional("title"), appId, page.Text("pagepath", 40165), Thumb(page, request));
    }

    [GeneratedRegex("data-miniprogram-appid\\s*=\\s*[\"']?([^\"'\\s>]*)")]
    private static partial Regex MiniProgramLink();
}
