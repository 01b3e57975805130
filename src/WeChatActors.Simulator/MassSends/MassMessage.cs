using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>Reads what a mass message holds, under the account's gate.</summary>
/// <param name="Content">What each receiver sees, in order.</param>
/// <param name="Articles">The articles in it; null for none.</param>
/// <param name="Deletable">Whether it may be taken back.</param>
internal sealed record MassMessage(ImmutableArray<ChatContent> Content, ArticleSet? Articles, bool Deletable)
{
    /// <summary>Pictures of one message, at most.</summary>
    public const int MostPictures = 20;

    private static readonly ImmutableArray<string> Types = ["text", "image", "voice", "mpvideo", "video", "mpnews"];

    /// <summary>The members of a body; a <c>msgtype</c> that does not exist is 40008, a card 45113.</summary>
    /// <param name="request">The call.</param>
    /// <param name="preview">A preview knows music too.</param>
    /// <param name="more">Members beside those of every mass message.</param>
    public static BodyFields Fields(ApiRequest request, bool preview, params ReadOnlySpan<string> more)
    {
        var fields = BodyFields.Of(request);
        var type = fields.Optional("msgtype") ?? "";
        string[] types = preview ? [.. Types, "music"] : [.. Types];
        if (type == "wxcard") fields.Refuse(45113, "msgtype", "is 'wxcard'; cards are not sent to many any more");
        else if (!types.Contains(type)) fields.Refuse(40008, "msgtype", type.Length == 0 ? "is missing" : $"is '{type}'; there are {string.Join(", ", types)}");
        return fields.Only([.. more, .. types, "msgtype", "images", "wxcard", "send_ignore_reprint", "clientmsgid"]);
    }

    /// <summary>The content; null after a refusal.</summary>
    /// <param name="fields">The body.</param>
    /// <param name="request">The call.</param>
    public static MassMessage? Read(BodyFields fields, ApiRequest request)
    {
        var type = fields.Optional("msgtype") ?? "";
        var message = type switch
        {
            "text" => Plain(CustomerMessage.Text(fields.Object(type, 44004).Only("content"))),
            "image" => Images(fields, request),
            "voice" => Plain(new VoiceContent(fields.Object(type, 41006).Only("media_id").MediaId("media_id", request.Account, request.Now, "voice"))),
            "mpvideo" or "video" => Video(fields.Object(type, 41006).Only("media_id", "title", "description"), request),
            "mpnews" => News(fields.Object(type, 41006).Only("media_id"), request),
            "music" when CustomerMessage.Read(fields, request, type) is { } music => Plain(music),
            _ => null,
        };
        return fields.Refusal is null ? message : null;
    }

    private static MassMessage Plain(ChatContent content) => new([content], null, false);

    private static MassMessage Images(BodyFields fields, ApiRequest request)
    {
        if (!fields.Has("images"))
            return Plain(new ImageContent(fields.Object("image", 41006).Only("media_id").MediaId("media_id", request.Account, request.Now, "image")));
        var images = fields.Object("images", 41006).Only("media_ids", "recommend", "need_open_comment", "only_fans_can_comment");
        var ids = images.Texts("media_ids");
        if (ids.Count is 0 or > MostPictures) images.Refuse(40215, "media_ids", $"holds {ids.Count} pictures, not from 1 to {MostPictures}");
        foreach (var id in ids)
            if (request.Account.Media.Find(id, request.Now) is not { Type: "image" })
                images.Refuse(40007, "media_ids", $"holds '{id}', which is no picture or has expired");
        images.Optional("recommend");
        images.Flag("need_open_comment");
        images.Flag("only_fans_can_comment");
        return new MassMessage([.. ids.Select(id => new ImageContent(id))], null, false);
    }

    private static MassMessage Video(BodyFields video, ApiRequest request)
    {
        var id = video.Text("media_id", 41006);
        var file = request.Account.Media.Find(id, request.Now);
        if (file is not { Type: "mpvideo" }) video.Refuse(40007, "media_id", "is no living media id of media/uploadvideo");
        return new MassMessage([new VideoContent(id, video.Optional("title") ?? file?.Title, video.Optional("description") ?? file?.Introduction)], null, true);
    }

    private static MassMessage? News(BodyFields news, ApiRequest request) =>
        news.ArticlesOf("media_id", request.Account) is { } set ? new MassMessage([set.Cards(request.Addresses)], set, true) : null;
}
