namespace WeChatActors.Protocol.Tests.CustomerMessages;

/// <summary>A message of every kind, with everything and with as little as it takes.</summary>
internal static class Pushes
{
    public static readonly CustomerMessage[] All =
    [
        new TextPush("您的包裹 7731 已发出 📦\n<a href=\"https://m.example.com/o/7731\">查看</a> & \"谢谢\""),
        new TextPush("Your parcel has left.") { KfAccount = "anna@example_store" },
        new ImagePush("MEDIA-example-img-01"),
        new VoicePush("MEDIA-example-amr-01"),
        new VideoPush("MEDIA-example-mp4-01", "MEDIA-example-thumb-01", "怎么收帐篷", "两分钟"),
        new VideoPush("MEDIA-example-mp4-01", null, null, null),
        new MusicPush("https://cdn.example.com/rain-64.mp3", "https://cdn.example.com/rain-256.mp3", "MEDIA-example-thumb-01", "雨", "Field recording"),
        new MusicPush("https://cdn.example.com/rain-64.mp3", null, "MEDIA-example-thumb-01", null, null),
        new NewsPush(new Article("秋季菜单 🍂", "From 1 October", "https://cdn.example.com/autumn.jpg", "https://m.example.com/autumn?a=1&b=2")),
        new MpNewsPush("MEDIA-example-news-01"),
        new MpArticlePush("ARTICLE-example-01"),
        new MenuPush("这个回答有用吗？", [new("101", "有用 👍"), new("102", "没用")], "谢谢"),
        new MenuPush(null, [new("1", "Yes")], null),
        new CardPush("pEXAMPLE-card-0001"),
        new MiniProgramPush("wx00example00000009", "pages/book/index?from=kf", "订座", "MEDIA-example-thumb-02"),
    ];
}
