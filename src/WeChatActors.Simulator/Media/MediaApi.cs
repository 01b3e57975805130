using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>Temporary media: upload, download, pictures for articles, videos for messages to many.</summary>
internal static class MediaApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Add("POST", "/cgi-bin/media/upload", ApiNeeds.Token | ApiNeeds.Files, Upload);
        table.Add("POST", "/cgi-bin/media/uploadimg", ApiNeeds.Token | ApiNeeds.Files, UploadArticlePicture);
        table.Post("/cgi-bin/media/uploadvideo", UploadVideo);
        table.Get("/cgi-bin/media/get", Get);
        table.Add("GET", Addresses.PicturePath, ApiNeeds.None, Open);
        table.Add("GET", Addresses.VideoPath, ApiNeeds.None, Open);
    }

    /// <summary>The file of the form field <c>media</c>; null without.</summary>
    public static ApiFile? UploadedFile(this ApiRequest request) => request.Files.FirstOrDefault(file => file.Field == "media");

    /// <summary>A file as a download is answered.</summary>
    public static ApiAnswer Download(MediaFile file) =>
        new ApiAnswer.File(file.Data, file.ContentType, $"{file.Id}.{FileFormat.Of(file.Data)?.Extension ?? "bin"}");

    private static ApiAnswer Upload(ApiRequest request)
    {
        var account = request.Account;
        var type = request.Query.GetValueOrDefault("type", "");
        if (MediaRule.Of(type, permanent: false) is not { } rule) return MediaRule.NoSuchType(type);
        var upload = request.UploadedFile();
        var (format, refusal) = rule.Check(upload);
        if (refusal is not null) return refusal;
        lock (account.Gate)
        {
            var id = account.Chance.Text("media", 64);
            var file = new MediaFile(id, type, format!.ContentType, upload!.Data.ToArray(), request.Now, request.Now + MediaShelf.Lifetime)
            {
                FileName = upload.FileName,
            };
            account.Media.Add(file);
            return Uploaded(file);
        }
    }

    private static ApiAnswer UploadArticlePicture(ApiRequest request)
    {
        var account = request.Account;
        var upload = request.UploadedFile();
        var (format, refusal) = MediaRule.ArticlePicture.Check(upload);
        if (refusal is not null) return refusal;
        lock (account.Gate)
        {
            var id = account.Chance.Text("picture", 43);
            var file = new MediaFile(id, MediaRule.ArticlePicture.Type, format!.ContentType, upload!.Data.ToArray(), request.Now, null);
            account.Media.Add(file);
            return new ApiAnswer.Json(new JsonObject { ["url"] = request.Addresses.Picture(file.Id) });
        }
    }

    // Gives a video the title and the text with which it can be sent to many.
    private static ApiAnswer UploadVideo(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("media_id", "title", "description");
        var (title, introduction) = (fields.Optional("title"), fields.Optional("description"));
        lock (account.Gate)
        {
            var id = fields.MediaId("media_id", account, request.Now, "video");
            if (fields.Refusal is { } refusal) return refusal;
            var video = account.Media.Find(id, request.Now)! with
            {
                Id = account.Chance.Text("media", 64), Type = "mpvideo", Title = title, Introduction = introduction,
                CreatedAt = request.Now, ExpiresAt = request.Now + MediaShelf.Lifetime,
            };
            account.Media.Add(video);
            return Uploaded(video with { Type = "video" });
        }
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        if (request.Query.GetValueOrDefault("media_id") is not { Length: > 0 } id) return ApiAnswer.Fail(41006);
        lock (request.Account.Gate)
            return request.Account.Media.Find(id, request.Now) switch
            {
                null => ApiAnswer.Fail(40007, $"'{id}' is unknown or has expired"),
                { Type: "picture" } => ApiAnswer.Fail(40007, $"'{id}' is a picture of an article, which has an address and no media_id"),
                { Type: "video" or "shortvideo" or "mpvideo" } => new ApiAnswer.Json(new JsonObject { ["video_url"] = request.Addresses.Video(id) }),
                var file => Download(file),
            };
    }

    // Browsers come here without an access_token, as they do to the platform's picture and video hosts.
    private static ApiAnswer Open(ApiRequest request)
    {
        if (request.Platform.FindByAppId(request.Query.GetValueOrDefault("appid", "")) is { } account)
            lock (account.Gate)
                if (account.Media.Find(request.Query.GetValueOrDefault("id", ""), request.Now) is { } file)
                    return new ApiAnswer.File(file.Data, file.ContentType, null);
        return MissingPage.Of("No such file", "This file does not exist, or it has expired.");
    }

    private static ApiAnswer.Json Uploaded(MediaFile file) =>
        new(new JsonObject { ["type"] = file.Type, ["media_id"] = file.Id, ["created_at"] = file.CreatedAt.ToUnixTimeSeconds() });
}
