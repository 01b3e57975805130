namespace WeChatActors.Rules;

/// <summary>The maps of tests.</summary>
internal static class TestShapes
{
    private static readonly Shape Packet = Shape.Either(Shape.Text, Shape.Map("packet"));
    private static readonly Shape HttpAnswer = Shape.Either(Shape.Text, Shape.Map("http_mock")), LlmAnswer = Shape.Either(Shape.Text, Shape.Map("llm_mock"));

    // By host or by model; hosts have dots.
    private static readonly Shape HttpAnswers = Shape.Either(HttpAnswer, Shape.List(HttpAnswer), Shape.Names(Shape.OneOrMore(HttpAnswer), 1, "[.:/]|^localhost$"));
    private static readonly Shape LlmAnswers = Shape.Either(LlmAnswer, Shape.List(LlmAnswer), Shape.Names(Shape.OneOrMore(LlmAnswer)));

    private static readonly KeyShape[] StepKeys =
    [
        new("wait", Shape.Duration, "How long time passes first.", "先过去多久。"),
        new("in", Packet, "What the follower does: a text, or a packet as a map.", "用户发来的内容：文本，或用映射描述的消息。"),
        new("deliveries", Shape.Whole(1, 3), "How often the platform delivers it, five seconds apart.", "微信投递几次，间隔五秒。"),
        new("out", Shape.Either(Shape.Text, Shape.Map("expected_reply")), "The answer; ~ before it: contains.", "回复；以 ~ 开头表示包含，none 表示没有回复。"),
        new("within", Shape.Duration, "The longest that the answer may take.", "回复最多用多久。"),
        new("sent", Shape.Either(Shape.Text, Shape.Map("expected_push"), Shape.List(Shape.Either(Shape.Text, Shape.Map("expected_push")), 0)), "What is pushed, in order; none for nothing.", "依次推送的消息；none 表示没有。"),
        new("tags", Shape.OneOrMore(Shape.Text), "Tags afterwards; - before one that must not be there.", "之后的标签；前面加 - 表示不应有。"),
        new("set", Shape.Names(Shape.Any, 0), "Variables afterwards.", "之后的用户变量。"),
        new("http", HttpAnswers, "What answers HTTP calls: status, body, error, takes; a list in order, or by host.", "HTTP 调用的模拟回答：status、body、error、takes，可按顺序或按主机。"),
        new("llm", LlmAnswers, "What models answer: a text, text, error, takes, finish; a list in order, or by model.", "模型的模拟回答：文本，或 text、error、takes、finish，可按顺序或按模型。"),
    ];

    public static readonly MapShape Step = new("step", StepKeys);

    public static readonly MapShape Test = new(
        "test",
        [
            new("name", Shape.Text, "What it shows.", "测试名。"),
            new("at", Shape.Text, "When it begins.", "开始的时间。"),
            new("seed", Shape.Whole(0, int.MaxValue), "Chooses among random variants.", "随机种子。"),
            new("can_push", Shape.Bool, "Whether the account may push.", "账号能否主动推送。"),
            new("user", Shape.Names(Shape.Any, 0), "Variables and tags of the follower before it.", "测试前用户的变量和标签。"),
            .. StepKeys,
            new("say", Shape.Either(Shape.Text, Shape.Map("step"), Shape.List(Shape.Either(Shape.Text, Shape.Map("step")))), "Several steps: texts, or maps.", "多个步骤：文本或映射。"),
            new("after", Shape.OneOrMore(Shape.Either(Shape.Text, Shape.Map("step"))), "What happens after the first step.", "第一步之后发生的事。"),
        ]);

    /// <summary>A packet; any further element goes by its name in the XML.</summary>
    public static readonly MapShape Packets = new(
        "packet",
        new("text", Shape.Text, "A text message.", "文本消息。"),
        new("event", Shape.Text, "An event by name; key and scene beside it.", "事件名，旁边可写 key、scene。"),
        new("menu", Shape.Text, "A tap on a button with this key.", "点击该 KEY 的菜单按钮。"),
        new("scene", Shape.Text, "A scan of a QR code with this scene.", "扫描该场景的二维码。"),
        new("image", Shape.Either(Shape.Switch, Shape.Text), "A picture.", "图片消息。"),
        new("voice", Shape.Either(Shape.Switch, Shape.Text), "A voice message with these words.", "语音消息及识别结果。"),
        new("video", Shape.Either(Shape.Switch, Shape.Text), "A video.", "视频消息。"),
        new("location", Shape.Map("packet_location"), "A location.", "位置消息。"),
        new("link", Shape.Either(Shape.Text, Shape.Map("packet_link")), "A link.", "链接消息。"),
        new("type", Shape.Text, "Any other kind of message.", "其他消息类型。"))
    {
        IsOpen = true,
        AnyOf = ["text", "event", "menu", "scene", "image", "voice", "video", "location", "link", "type"],
    };

    public static readonly MapShape PacketLocation = new(
        "packet_location",
        new("lat", Shape.Number, "Degrees north.", "纬度。") { IsRequired = true },
        new("lon", Shape.Number, "Degrees east.", "经度。") { IsRequired = true },
        new("label", Shape.Text, "The address.", "地址。"),
        new("scale", Shape.Text, "The scale of the map.", "地图缩放。"));

    public static readonly MapShape PacketLink = new(
        "packet_link",
        new("url", Shape.Text, "The address.", "链接地址。") { IsRequired = true },
        new("title", Shape.Text, "The title.", "标题。"),
        new("description", Shape.Text, "The description.", "描述。"));

    // What a message shows is any of its parts, so its maps are left open.
    private static KeyShape Expected(string kind) => new(kind, Shape.Any, $"A message of kind {kind}.", $"{kind} 类型的消息。");

    public static readonly MapShape ExpectedReply = new(
        "expected_reply", [.. ((string[])["text", "image", "voice", "video", "music", "news", "transfer", "ai_transfer", "none"]).Select(Expected)]) { HasOneKey = true };

    public static readonly MapShape ExpectedPush = new(
        "expected_push",
        [
            .. ((string[])["text", "image", "voice", "video", "music", "news", "menu", "miniprogram", "card", "mpnews", "article"]).Select(Expected),
            new("as", Shape.Text, "The staff account that speaks.", "以哪个客服账号的身份。"),
        ]);

    public static readonly MapShape HttpMock = new(
        "http_mock",
        new("status", Shape.Whole(100, 599), "The status; 200 when left out.", "状态码，默认 200。"),
        new("body", Shape.Any, "The body.", "响应体。"),
        new("error", Shape.Text, "How it fails, such as timeout.", "失败原因，如 timeout。"),
        new("takes", Shape.Duration, "How long it takes.", "用时多久。"));

    public static readonly MapShape LlmMock = new(
        "llm_mock",
        new("text", Shape.Text, "What it says.", "模型说的话。"),
        new("error", Shape.Text, "How it fails, such as timeout.", "失败原因，如 timeout。"),
        new("takes", Shape.Duration, "How long it takes.", "用时多久。"),
        new("finish", Shape.Text, "Why it ended.", "结束原因。"));
}
