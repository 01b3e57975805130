using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Articles as the API answers them.</summary>
internal static class ArticleJson
{
    /// <summary><c>news_item</c>.</summary>
    public static JsonArray Items(ApiRequest request, ArticleSet set, bool withContent = true)
    {
        var items = new JsonArray();
        for (var i = 0; i < set.Articles.Length; i++) items.Add(Item(request, set, i, withContent));
        return items;
    }

    /// <summary>One row of a list: id, content, time.</summary>
    public static JsonObject Row(ApiRequest request, ArticleSet set, bool withContent) => new()
    {
        [set.State == ArticleState.Published ? "article_id" : "media_id"] = set.Id,
        ["content"] = new JsonObject
        {
            ["news_item"] = Items(request, set, withContent),
            ["create_time"] = set.CreatedAt.ToUnixTimeSeconds(),
            ["update_time"] = set.UpdatedAt.ToUnixTimeSeconds(),
        },
        ["update_time"] = set.UpdatedAt.ToUnixTimeSeconds(),
    };

    private static JsonObject Item(ApiRequest request, ArticleSet set, int index, bool withContent)
    {
        var article = set.Articles[index];
        var item = new JsonObject { ["article_type"] = article.Type, ["title"] = article.Title, ["author"] = article.Author, ["digest"] = article.Digest };
        if (withContent) item["content"] = article.Content;
        item["content_source_url"] = article.SourceUrl;
        item["thumb_media_id"] = article.ThumbMediaId;
        item["thumb_url"] = request.Addresses.Picture(article.ThumbMediaId);
        item["show_cover_pic"] = 0;
        item["need_open_comment"] = article.Comments ? 1 : 0;
        item["only_fans_can_comment"] = article.FollowersComment ? 1 : 0;
        item["url"] = request.Addresses.Article(set.Id, index + 1);
        if (article.Type == "newspic")
            item["image_info"] = new JsonObject { ["image_list"] = new JsonArray([.. article.Pictures.Select(id => new JsonObject { ["image_media_id"] = id })]) };
        if (set.State == ArticleState.Published) item["is_deleted"] = article.Deleted;
        return item;
    }
}
