using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Permanent material (永久素材).</summary>
internal static class MaterialsApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Add("POST", "/cgi-bin/material/add_material", ApiNeeds.Token | ApiNeeds.Files, Add);
        table.Post("/cgi-bin/material/get_material", Get);
        table.Post("/cgi-bin/material/del_material", Delete);
        table.Get("/cgi-bin/material/get_materialcount", Count);
        table.Post("/cgi-bin/material/batchget_material", List);
    }

    private static ApiAnswer Add(ApiRequest request)
    {
        var account = request.Account;
        var type = request.Query.GetValueOrDefault("type") ?? request.Fields.GetValueOrDefault("type", "");
        if (MediaRule.Of(type, permanent: true) is not { } rule) return MediaRule.NoSuchType(type);
        var upload = request.UploadedFile();
        var (format, refusal) = rule.Check(upload);
        if (refusal is not null) return refusal;
        var (title, introduction) = ("", "");
        if (type == "video")
        {
            if (Description(request) is not { } description)
                return ApiAnswer.Fail(41011, "A video needs the form field 'description', a JSON object with title and introduction.");
            (title, introduction) = (description.Text("title", 40227), description.Optional("introduction") ?? "");
            if (description.Refusal is { } wrong) return wrong;
        }
        lock (account.Gate)
        {
            if (Of(account, type).Count >= rule.Capacity)
                return ApiAnswer.Fail(45074, string.Create(CultureInfo.InvariantCulture, $"This account keeps {rule.Capacity:N0} pieces of {type} already."));
            var file = new MediaFile(account.Chance.Text("material", 43), type, format!.ContentType, upload!.Data.ToArray(), request.Now, null)
            {
                FileName = upload.FileName, Title = title, Introduction = introduction,
            };
            account.Media.Add(file);
            var answer = new JsonObject { ["media_id"] = file.Id };
            if (type is "image" or "thumb") answer["url"] = request.Addresses.Picture(file.Id);
            return new ApiAnswer.Json(answer);
        }
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("media_id");
        var id = fields.Text("media_id", 41006);
        lock (account.Gate)
        {
            if (account.Articles.Find(id, ArticleState.Material) is { } set)
                return new ApiAnswer.Json(new JsonObject { ["news_item"] = ArticleJson.Items(request, set) });
            if (Find(fields, id, request) is not { } file) return fields.Refusal!;
            return file.Type != "video" ? MediaApi.Download(file) : new ApiAnswer.Json(new JsonObject
            {
                ["title"] = file.Title, ["description"] = file.Introduction, ["down_url"] = request.Addresses.Video(id),
            });
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("media_id");
        var id = fields.Text("media_id", 41006);
        lock (account.Gate)
        {
            var articles = account.Articles.Find(id, ArticleState.Material);
            if (articles is null && Find(fields, id, request) is null) return fields.Refusal!;
            if (account.Menus.Uses(id)) return ApiAnswer.Fail(48005, "A menu button shows it.");
            if (articles is not null) account.Articles.Remove(id);
            else account.Media.Remove(id);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer Count(ApiRequest request)
    {
        var account = request.Account;
        lock (account.Gate)
            return new ApiAnswer.Json(new JsonObject
            {
                ["voice_count"] = Of(account, "voice").Count,
                ["video_count"] = Of(account, "video").Count,
                ["image_count"] = Of(account, "image").Count,
                ["news_count"] = account.Articles.All(ArticleState.Material).Count,
            });
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("type", "offset", "count");
        var type = fields.Optional("type");
        if (type is not ("image" or "video" or "voice" or "news")) fields.Refuse(45162, "type", $"is '{type}'; there are image, video, voice and news");
        var part = ListPart.Read(fields);
        if (fields.Refusal is { } refusal) return refusal;
        lock (account.Gate)
        {
            if (type == "news")
                return new ApiAnswer.Json(part.Answer(account.Articles.All(ArticleState.Material), set => ArticleJson.Row(request, set, withContent: true)));
            return new ApiAnswer.Json(part.Answer(Of(account, type!), file => new JsonObject
            {
                ["media_id"] = file.Id,
                ["name"] = type == "video" ? file.Title : file.FileName,
                ["update_time"] = file.CreatedAt.ToUnixTimeSeconds(),
                ["url"] = type == "image" ? request.Addresses.Picture(file.Id) : "",
            }));
        }
    }

    private static MediaFile? Find(BodyFields fields, string id, ApiRequest request)
    {
        var file = request.Account.Media.Find(id, request.Now);
        if (file is { ExpiresAt: null, Type: not "picture" } && fields.Refusal is null) return file;
        fields.Refuse(40007, "media_id", "is no permanent material");
        return null;
    }

    // The newest first.
    private static List<MediaFile> Of(SimulatedAccount account, string type) =>
        [.. account.Media.All.Where(file => file.ExpiresAt is null && file.Type == type).OrderByDescending(file => file.CreatedAt)];

    private static BodyFields? Description(ApiRequest request)
    {
        if (!request.Fields.TryGetValue("description", out var text)) return null;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object ? BodyFields.Of(json.RootElement.Clone()).Only("title", "introduction") : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
