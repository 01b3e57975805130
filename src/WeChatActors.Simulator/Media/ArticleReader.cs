using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatActors.Simulator;

/// <summary>Reads articles from the bodies of draft/add, draft/update and add_news.</summary>
internal static partial class ArticleReader
{
    /// <summary>Articles of one set, at most.</summary>
    public const int MostArticles = 8;

    /// <summary>Pictures of one newspic, at most.</summary>
    public const int MostPictures = 20;

    private const int MostContentBytes = 1 << 20;

    /// <summary>The list <c>articles</c>.</summary>
    public static ImmutableArray<WrittenArticle> Read(BodyFields fields, SimulatedAccount account, DateTimeOffset now)
    {
        var items = fields.Objects("articles");
        if (items.Count == 0) fields.Refuse(44003, "articles", "holds no article");
        if (items.Count > MostArticles) fields.Refuse(45008, "articles", $"holds {items.Count} articles, limit {MostArticles}");
        return [.. items.Select(item => ReadOne(item, account, now))];
    }

    /// <summary>One article.</summary>
    public static WrittenArticle ReadOne(BodyFields fields, SimulatedAccount account, DateTimeOffset now)
    {
        fields.Only("article_type", "title", "author", "digest", "content", "content_source_url", "thumb_media_id", "show_cover_pic", "need_open_comment",
            "only_fans_can_comment", "image_info", "cover_info", "product_info", "pic_crop_235_1", "pic_crop_1_1", "crop_percent_list", "thumb_url", "url");
        var type = fields.Optional("article_type") ?? "news";
        if (type is not ("news" or "newspic")) fields.Refuse(40035, "article_type", $"is '{type}'; there are news and newspic");
        var content = Script().Replace(fields.Text("content", 44003), "");
        if (Characters(content) >= 20_000) fields.Refuse(45002, "content", "has 20,000 characters or more");
        if (Encoding.UTF8.GetByteCount(content) > MostContentBytes) fields.Refuse(45002, "content", "has more than 1 MB");
        var digest = Short(fields, "digest", 120, 45004);
        var article = new WrittenArticle(Short(fields, "title", 32, 45003), content)
        {
            Type = type,
            Author = Short(fields, "author", 16, 40192),
            Digest = digest.Length > 0 ? digest : Beginning(content),
            SourceUrl = fields.Optional("content_source_url", 1024, 41039) ?? "",
            Comments = fields.Flag("need_open_comment"),
            FollowersComment = fields.Flag("only_fans_can_comment"),
        };
        if (article.Title.Length == 0) fields.Refuse(40227, "title", "is empty");
        if (article.SourceUrl.Length > 0 && !WebAddress.Is(article.SourceUrl)) fields.Refuse(41039, "content_source_url", "is no http(s) address");
        return type == "newspic" ? WithPictures(article, fields, account, now) : article with { ThumbMediaId = Picture(fields, "thumb_media_id", account, now) };
    }

    private static WrittenArticle WithPictures(WrittenArticle article, BodyFields fields, SimulatedAccount account, DateTimeOffset now)
    {
        var info = fields.Object("image_info", 41026).Only("image_list");
        var list = info.Objects("image_list");
        if (list.Count is 0 or > MostPictures) info.Refuse(40215, "image_list", $"holds {list.Count} pictures, not from 1 to {MostPictures}");
        return article with { Pictures = [.. list.Select(item => Picture(item.Only("image_media_id"), "image_media_id", account, now))] };
    }

    private static string Picture(BodyFields fields, string name, SimulatedAccount account, DateTimeOffset now)
    {
        var id = fields.Text(name, 41006);
        if (account.Media.Find(id, now) is not { ExpiresAt: null, Type: "image" or "thumb" }) fields.Refuse(40007, name, "is no picture of the permanent material");
        return id;
    }

    private static string Short(BodyFields fields, string name, int characters, int tooLong)
    {
        var text = fields.Optional(name) ?? "";
        if (Characters(text) is var count && count > characters) fields.Refuse(tooLong, name, $"has {count} characters, limit {characters}");
        return text;
    }

    private static string Beginning(string html)
    {
        var text = new StringInfo(Tag().Replace(html, "").Trim());
        return text.LengthInTextElements > 54 ? text.SubstringByTextElements(0, 54) : text.String;
    }

    private static int Characters(string text) => text.EnumerateRunes().Count();

    [GeneratedRegex("<script\\b.*?(</script\\s*>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Script();

    // A tag ends before the next begins: to look for its end in all that follows would take a million '<' minutes.
    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Tag();
}
