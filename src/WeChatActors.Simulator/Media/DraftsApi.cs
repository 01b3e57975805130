using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>The draft box (草稿箱), and the old permanent articles that it replaced.</summary>
internal static class DraftsApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/draft/add", request => Add(request, ArticleState.Draft));
        table.Post("/cgi-bin/material/add_news", request => Add(request, ArticleState.Material));
        table.Post("/cgi-bin/draft/get", Get);
        table.Post("/cgi-bin/draft/delete", Delete);
        table.Post("/cgi-bin/draft/update", request => Update(request, ArticleState.Draft));
        table.Post("/cgi-bin/material/update_news", request => Update(request, ArticleState.Material));
        table.Get("/cgi-bin/draft/count", Count);
        table.Post("/cgi-bin/draft/batchget", List);
    }

    private static ApiAnswer Add(ApiRequest request, ArticleState state)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("articles");
        lock (account.Gate)
        {
            var articles = ArticleReader.Read(fields, account, request.Now);
            if (fields.Refusal is { } refusal) return refusal;
            var id = account.Chance.Text("article", 64);
            account.Articles.Put(new ArticleSet(id, state, articles, request.Now, request.Now));
            return new ApiAnswer.Json(new JsonObject { ["media_id"] = id });
        }
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("media_id");
        lock (account.Gate)
            return Find(fields, account, ArticleState.Draft) is { } draft
                ? new ApiAnswer.Json(new JsonObject
                {
                    ["news_item"] = ArticleJson.Items(request, draft),
                    ["create_time"] = draft.CreatedAt.ToUnixTimeSeconds(),
                    ["update_time"] = draft.UpdatedAt.ToUnixTimeSeconds(),
                })
                : fields.Refusal!;
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("media_id");
        lock (account.Gate)
        {
            if (Find(fields, account, ArticleState.Draft) is not { } draft) return fields.Refusal!;
            account.Articles.Remove(draft.Id);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer Update(ApiRequest request, ArticleState state)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("media_id", "index", "articles");
        lock (account.Gate)
        {
            if (Find(fields, account, state) is not { } set) return fields.Refusal!;
            var index = (int)fields.Within("index", 0, set.Articles.Length - 1, 40114, 0);
            var article = ArticleReader.ReadOne(fields.Object("articles", 44003), account, request.Now);
            if (fields.Refusal is { } refusal) return refusal;
            account.Articles.Put(set with { Articles = set.Articles.SetItem(index, article), UpdatedAt = request.Now });
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer Count(ApiRequest request)
    {
        lock (request.Account.Gate) return new ApiAnswer.Json(new JsonObject { ["total_count"] = request.Account.Articles.All(ArticleState.Draft).Count });
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var fields = BodyFields.Of(request).Only("offset", "count", "no_content");
        var part = ListPart.Read(fields);
        var withContent = !fields.Flag("no_content");
        if (fields.Refusal is { } refusal) return refusal;
        lock (request.Account.Gate)
            return new ApiAnswer.Json(part.Answer(request.Account.Articles.All(ArticleState.Draft), set => ArticleJson.Row(request, set, withContent)));
    }

    private static ArticleSet? Find(BodyFields fields, SimulatedAccount account, ArticleState state)
    {
        var id = fields.Text("media_id", 41006);
        var set = account.Articles.Find(id, state);
        if (set is null) fields.Refuse(40007, "media_id", state == ArticleState.Draft ? "is no draft" : "is no permanent article");
        return fields.Refusal is null ? set : null;
    }
}
