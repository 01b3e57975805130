namespace WeChatActors.Rules;

/// <summary>The maps of replies and messages.</summary>
internal static class MessageShapes
{
    private static readonly KeyShape
        Title = new("title", Shape.Template, "The title.", "标题。"),
        Description = new("description", Shape.Template, "The description.", "描述。"),
        Media = new("media", Shape.Template, "A media id, or a file beside the rules.", "素材 id，或规则旁边的文件。"),
        Thumb = new("thumb", Shape.Template, "The picture: a media id, or a file.", "缩略图：素材 id 或文件。"),
        Url = new("url", Shape.Template, "The address.", "链接地址。"),
        HqUrl = new("hq_url", Shape.Template, "The address of the better recording.", "高音质链接。"),
        Picture = new("picture", Shape.Template, "The address of the picture.", "图片链接。"),
        Text = new("text", Shape.Template, "A text.", "文本。"),
        Image = new("image", Shape.Template, "A picture: a media id, or a file.", "图片：素材 id 或文件。"),
        Voice = new("voice", Shape.Template, "A voice clip: a media id, or a file.", "语音：素材 id 或文件。");

    public static readonly MapShape Article = new("article", Title with { IsRequired = true }, Description, Picture, Url);

    public static readonly MapShape ReplyVideo = new("reply_video", Media with { IsRequired = true }, Title, Description);

    public static readonly MapShape ReplyMusic = new("reply_music", Thumb, Title, Description, Url, HqUrl);

    public static readonly MapShape ReplyMap = new(
        "reply_map",
        Text, Image, Voice,
        new("video", Shape.Either(Shape.Template, Shape.Map("reply_video")), "A video.", "视频。"),
        new("music", Shape.Map("reply_music"), "Music.", "音乐。"),
        new("news", Shape.Either(Shape.Map("article"), Shape.List(Shape.Map("article"), 1, 8)), "Articles; a message shows one.", "图文；回复消息时只显示一条。"),
        new("transfer", Shape.Either(Shape.Switch, Shape.Template), "Hands over to a human, or to this staff account.", "转人工客服，可指定客服账号。"),
        new("ai_transfer", Shape.Switch, "Hands over to WeChat's own answers.", "转给微信的智能回复。"),
        new("none", Shape.Switch, "Says nothing.", "什么也不回。"),
        new("one_of", Shape.List(Shape.Map("reply")), "One of these by chance.", "随机选一个。"))
    {
        HasOneKey = true,
    };

    public static readonly MapShape SendVideo = new("send_video", Media with { IsRequired = true }, Thumb, Title, Description);

    public static readonly MapShape SendMusic = new("send_music", Url with { IsRequired = true }, HqUrl, Thumb with { IsRequired = true }, Title, Description);

    public static readonly MapShape MiniProgram = new(
        "miniprogram",
        new("app_id", Shape.Template, "The Mini Program's AppID.", "小程序的 AppID。") { IsRequired = true },
        new("page", Shape.Template, "Its page.", "小程序页面。") { IsRequired = true },
        Title with { IsRequired = true }, Thumb with { IsRequired = true });

    public static readonly MapShape MenuMessage = new(
        "menu_message",
        new("head", Shape.Template, "What stands above the entries.", "条目上方的文字。"),
        new("items", Shape.Either(Shape.List(Shape.Template), Shape.Names(Shape.Template)), "The entries; a map gives their ids.", "条目；写成映射时键是条目 id。") { IsRequired = true },
        new("tail", Shape.Template, "What stands below them.", "条目下方的文字。"));

    public static readonly MapShape MessageMap = new(
        "message_map",
        Text, Image, Voice,
        new("video", Shape.Either(Shape.Template, Shape.Map("send_video")), "A video.", "视频。"),
        new("music", Shape.Map("send_music"), "Music.", "音乐。"),
        new("news", Shape.Either(Shape.Map("article"), Shape.List(Shape.Map("article"), 1, 1)), "Exactly one article.", "一条图文。"),
        new("menu", Shape.Map("menu_message"), "A menu message.", "菜单消息。"),
        new("miniprogram", Shape.Map("miniprogram"), "A Mini Program.", "小程序卡片。"),
        new("card", Shape.Template, "A card id.", "卡券 id。"),
        new("mpnews", Shape.Template, "The media id of articles.", "图文素材 id。"),
        new("article", Shape.Template, "The id of a published article.", "已发布文章 id。"),
        new("one_of", Shape.List(Shape.Map("message")), "One of these by chance.", "随机选一个。"))
    {
        HasOneKey = true,
    };
}
