namespace WeChatActors.Rules;

/// <summary>The maps of rules and their conditions.</summary>
internal static class RuleShapes
{
    private static readonly Shape Texts = Shape.OneOrMore(Shape.Text);
    private static readonly Shape Conditions = Shape.Either(Shape.Map("condition"), Shape.List(Shape.Map("condition")));

    /// <summary>The kinds of message.</summary>
    public static readonly string[] TypeWords = ["text", "image", "voice", "video", "shortvideo", "location", "link", "event"];

    /// <summary>The conditions in the order in which they are tried.</summary>
    private static readonly KeyShape[] ConditionKeys =
    [
        new("default", Shape.True, "Always holds: the catch-all.", "总是成立，用来兜底。"),
        new("type", Shape.OneOrMore(Shape.Words(TypeWords)), "The kind of message.", "消息类型。"),
        new("event", Texts, "The name of an event, such as subscribe or SCAN.", "事件名，如 subscribe、SCAN。"),
        new("menu", Texts, "The key of a button of the custom menu.", "自定义菜单按钮的 KEY。"),
        new("scene", Texts, "The scene of a QR code that was scanned.", "扫描的二维码场景值。"),
        new("exact", Texts, "The words are one of these.", "文字完全一致（不分大小写、全半角）。"),
        new("prefix", Texts, "The words begin with one of these.", "文字以此开头。"),
        new("keyword", Texts, "The words hold one of these.", "文字里包含此词。"),
        new("regex", Texts, "A pattern matches; its groups are m.NAME.", "正则匹配，分组用 m.名字 引用。"),
        new("near", Shape.OneOrMore(Shape.Map("place")), "A location within a radius; sets m.distance.", "位置在半径之内，距离是 m.distance。"),
        new("time", Texts, "A span of the day such as \"09:00-18:00\".", "一天里的时段，如 \"09:00-18:00\"，可跨午夜。"),
        new("days", Texts, "Days of the week such as mon-fri.", "星期，如 mon-fri 或 周一至周五。"),
        new("dates", Texts, "Days such as 2026-02-01..2026-02-28.", "日期范围，如 2026-02-01..2026-02-28。"),
        new("tag", Texts, "The follower has one of the tags.", "用户有其中一个标签。"),
        new("window_closes_in", Shape.OneOrMore(Shape.Duration), "So long before nothing more may be pushed.", "距离客服消息窗口关闭还有这么久时。"),
        new("dialog", Texts, "The dialog is open; none for no dialog.", "正处于该对话中；none 表示没有对话。"),
        new("any", Conditions, "At least one of these holds.", "其中任意一个成立。"),
        new("all", Conditions, "All of these hold.", "全部成立。"),
        new("not", Conditions, "None of these holds.", "都不成立。"),
        new("if", Shape.Expression, "An expression is true.", "表达式为真。"),
    ];

    public static readonly MapShape Condition = new("condition", ConditionKeys) { AnyOf = [.. ConditionKeys.Select(key => key.Name)] };

    public static readonly MapShape Rule = new(
        "rule",
        [
            new("id", Shape.Text, "Its name, unique over all files.", "规则的名字，在所有文件里唯一。"),
            new("priority", Shape.Whole(-1_000_000, 1_000_000), "Higher is tried earlier; 0 when left out.", "优先级，大的先试，默认 0。"),
            new("continue", Shape.Bool, "Whether later rules may run after it.", "执行后是否继续尝试后面的规则。"),
            new("when", Shape.Map("condition"), "What must hold; every key.", "条件，每个键都要成立。"),
            new("do", Shape.OneOrMore(Shape.Map("action")), "What it does, in order.", "依次执行的动作。"),
            new("reply", Shape.Map("reply"), "Its only action: the answer.", "唯一的动作：回复。"),
            FileShapes.Busy, FileShapes.Slow,
            new("placeholder", Shape.Template, "What stands in for its answer when that takes too long.", "回答太慢时先回复的占位语。"),
            FileShapes.Tests,
            .. ConditionKeys,
        ])
    {
        OneOf = [["do", "reply"]],
        AnyOf = ["when", .. ConditionKeys.Select(key => key.Name)],
    };

    public static readonly MapShape Place = new(
        "place",
        new("lat", Shape.Number, "Degrees north.", "纬度。") { IsRequired = true },
        new("lon", Shape.Number, "Degrees east.", "经度。") { IsRequired = true },
        new("radius", Shape.Text, "How far, such as 500m or 5km.", "半径，如 500m、5km。") { IsRequired = true });
}
