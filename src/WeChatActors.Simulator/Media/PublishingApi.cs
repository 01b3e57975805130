using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Publishing drafts (发布能力), and the pages of articles.</summary>
internal static class PublishingApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/freepublish/submit", Submit);
        table.Post("/cgi-bin/freepublish/get", Get);
        table.Post("/cgi-bin/freepublish/delete", Delete);
        table.Post("/cgi-bin/freepublish/getarticle", GetArticle);
        table.Post("/cgi-bin/freepublish/batchget", List);
        table.Add("GET", Addresses.ArticlePath, ApiNeeds.None, Page);
    }

    private static ApiAnswer Submit(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("media_id");
        var draftId = fields.Text("media_id", 41006);
        lock (account.Gate)
        {
            if (account.Articles.Find(draftId, ArticleState.Draft) is not { } draft) fields.Refuse(40007, "media_id", "is no draft");
            else if (fields.Refusal is null)
            {
                var id = 2247500000 + account.Chance.Number("publish", 100_000_000);
                while (account.Articles.Job(id) is not null) id++;
                var articles = account.Articles.Move(draft, account.Chance.Text("published", 43), ArticleState.Published, request.Now);
                var job = new PublishJob(id, articles.Id, false);
                account.Articles.Put(job);
                var answer = new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok", ["publish_id"] = id.ToString(CultureInfo.InvariantCulture) };
                return new ApiAnswer.Json(answer) { After = () => Finish(request, job, articles) };
            }
            return fields.Refusal!;
        }
    }

    private static Task<PushRecord> Finish(ApiRequest request, PublishJob job, ArticleSet articles)
    {
        var account = request.Account;
        lock (account.Gate) account.Articles.Put(job with { Finished = true });
        ImmutableArray<PacketElement> items = [.. articles.Articles.Select((_, i) =>
            PacketElement.Of("item", PacketElement.Of("idx", i + 1), PacketElement.Of("article_url", request.Addresses.Article(articles.Id, i + 1))))];
        return request.Platform.Pusher.Push(account, SimulatedPacket.OfEvent(account.OperatorId, request.Platform.Clock.GetUtcNow(), "PUBLISHJOBFINISH",
            PacketElement.Of("PublishEventInfo",
                PacketElement.Of("publish_id", job.Id),
                PacketElement.Of("publish_status", 0),
                PacketElement.Of("article_id", articles.Id),
                PacketElement.Of("article_detail", [PacketElement.Of("count", items.Length), .. items]))));
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("publish_id");
        var id = fields.Digits("publish_id");
        lock (account.Gate)
        {
            if (id is null || account.Articles.Job(id.Value) is not { } job)
            {
                fields.Refuse(53502, "publish_id", "is not of a publication");
                return fields.Refusal!;
            }
            var answer = new JsonObject { ["publish_id"] = id.Value.ToString(CultureInfo.InvariantCulture), ["publish_status"] = 1, ["fail_idx"] = new JsonArray() };
            if (!job.Finished) return new ApiAnswer.Json(answer);
            var set = account.Articles.Find(job.ArticleId);
            answer["publish_status"] = set is null or { Gone: true } ? 5 : 0;
            answer["article_id"] = job.ArticleId;
            var urls = new JsonArray();
            for (var i = 1; i <= (set?.Articles.Length ?? 0); i++) urls.Add(new JsonObject { ["idx"] = i, ["article_url"] = request.Addresses.Article(job.ArticleId, i) });
            answer["article_detail"] = new JsonObject { ["count"] = urls.Count, ["item"] = urls };
            return new ApiAnswer.Json(answer);
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("article_id", "index");
        lock (account.Gate)
        {
            if (Find(fields, account) is not { } set) return fields.Refusal!;
            var index = (int)fields.Within("index", 0, set.Articles.Length, 40114, 0);
            if (fields.Refusal is { } refusal) return refusal;
            account.Articles.Put(set.TakeBack(index));
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer GetArticle(ApiRequest request)
    {
        var fields = BodyFields.Of(request).Only("article_id");
        lock (request.Account.Gate)
            return Find(fields, request.Account) is { } set
                ? new ApiAnswer.Json(new JsonObject { ["news_item"] = ArticleJson.Items(request, set) })
                : fields.Refusal!;
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var fields = BodyFields.Of(request).Only("offset", "count", "no_content");
        var part = ListPart.Read(fields);
        var withContent = !fields.Flag("no_content");
        if (fields.Refusal is { } refusal) return refusal;
        lock (request.Account.Gate)
            return new ApiAnswer.Json(part.Answer(
                [.. request.Account.Articles.All(ArticleState.Published).Where(set => !set.Gone)],
                set => ArticleJson.Row(request, set, withContent)));
    }

    private static ApiAnswer Page(ApiRequest request)
    {
        if (request.Platform.FindByAppId(request.Query.GetValueOrDefault("__biz", "")) is { } account)
            lock (account.Gate)
                if (account.Articles.Find(request.Query.GetValueOrDefault("mid", "")) is { } set
                    && int.TryParse(request.Query.GetValueOrDefault("idx", "1"), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index >= 1 && index <= set.Articles.Length && !set.Articles[index - 1].Deleted)
                {
                    var article = set.Articles[index - 1];
                    var title = WebUtility.HtmlEncode(article.Title);
                    var author = WebUtility.HtmlEncode(article.Author);
                    return new ApiAnswer.Page($"<!doctype html><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1><p>{author}</p>{article.Content}");
                }
        return MissingPage.Of("No such article", "This article does not exist, or it was deleted.");
    }

    private static ArticleSet? Find(BodyFields fields, SimulatedAccount account)
    {
        var id = fields.Text("article_id", 53600);
        var set = account.Articles.Find(id, ArticleState.Published);
        if (set is null or { Gone: true }) fields.Refuse(53600, "article_id", "is not of a published article");
        return fields.Refusal is null ? set : null;
    }
}
