namespace WeChatActors.Rules;

/// <summary>The maps of a rule file as a whole.</summary>
internal static class FileShapes
{
    /// <summary>What overlapping messages do.</summary>
    public static readonly string[] BusyWords = ["queue", "merge", "interrupt", "ignore"];

    /// <summary>How slow answers are brought.</summary>
    public static readonly string[] SlowWords = ["auto", "push", "stretch", "placeholder"];

    public static readonly KeyShape
        Busy = new("busy", Shape.Words(BusyWords), "What messages do that arrive while one runs.", "上一条还没答完时，新消息怎么办：排队、合并、打断或忽略。"),
        Slow = new("slow", Shape.Words(SlowWords), "How an answer that takes long is brought.", "回答慢时怎么送达：自动、主动推送、等微信重试、先回占位语。"),
        Tests = new("tests", Shape.OneOrMore(Shape.Map("test")), "Conversations that must go as they are written here.", "测试：写好的对话必须照样进行。");

    public static readonly MapShape File = new(
        "file",
        new("version", Shape.Whole(1, 1), "The version of the rule language: 1.", "规则语言的版本：1。") { IsRequired = true },
        new("include", Shape.OneOrMore(Shape.Text), "Other rule files, relative to this one; * and ? stand for any characters.", "引入的其他规则文件，相对本文件的路径，可用 * 和 ?。"),
        new("vars", Shape.Names(Shape.Any, 0), "Constants, named in expressions.", "常量，可在表达式里使用。"),
        new("lists", Shape.Names(Shape.OneOrMore(Shape.Text), 0), "Lists of texts, named as $name in conditions.", "文本列表，条件里写 $名字 引用。"),
        new("defaults", Shape.Map("defaults"), "What holds for all rules.", "对所有规则生效的默认值。"),
        new("menu", Shape.List(Shape.Map("top_button"), 1, 3), "The custom menu of the account.", "公众号的自定义菜单。"),
        new("rules", Shape.List(Shape.Map("rule"), 0), "The rules, tried by priority and then in this order.", "规则，按优先级、再按书写顺序尝试。"),
        new("dialogs", Shape.Names(Shape.Map("dialog"), 0), "Dialogs by name, which ask for several things in turn.", "对话：依次询问几项信息，按名字打开。"),
        Tests);

    public static readonly MapShape Defaults = new(
        "defaults",
        Busy, Slow,
        new("placeholder", Shape.Template, "What stands in for an answer that takes too long; it knows link and pull.", "回答太慢时先回复的占位语，可用 link 和 pull。"),
        new("pull", Shape.Either(Shape.Text, Shape.List(Shape.Text, 0)), "Words that fetch an answer which was not there in time.", "用来取回迟到回答的词。"),
        new("reserve", Shape.Whole(0, 20), "How many messages of the window are kept back from slow answers.", "为其他用途保留的客服消息条数。"),
        new("after_pause", Shape.Text, "What begins the first answer after a human spoke.", "人工服务结束后，机器人第一句话的开头。"),
        new("cancel", Shape.Either(Shape.Text, Shape.List(Shape.Text, 0)), "Words that end any dialog.", "结束任何对话的词。"));

    private static readonly KeyShape Name = new("name", Shape.Text, "The caption.", "按钮名称。") { IsRequired = true };

    private static readonly KeyShape[] Types =
    [
        .. MenuButton.KeyTypes.Select(type => new KeyShape(type, Shape.Text, $"WeChat's button type {type}: its key, or the id of what it shows.", $"微信按钮类型 {type}：事件的 KEY，或所展示素材的 id。")),
        new("view", Shape.Text, "Opens this page.", "打开网页。"),
        new("miniprogram", Shape.Map("button_miniprogram"), "Opens a Mini Program.", "打开小程序。"),
    ];

    public static readonly MapShape Button = new("button", [Name, .. Types]) { OneOf = [[.. Types.Select(type => type.Name)]] };

    public static readonly MapShape TopButton = new(
        "top_button", [Name, .. Types, new("items", Shape.List(Shape.Map("button"), 1, 5), "One to five buttons of a submenu.", "二级菜单，一到五项。")])
    {
        OneOf = [[.. Types.Select(type => type.Name), "items"]],
    };

    public static readonly MapShape ButtonMiniProgram = new(
        "button_miniprogram",
        new("app_id", Shape.Text, "The Mini Program's AppID.", "小程序的 AppID。") { IsRequired = true },
        new("page", Shape.Text, "Its page.", "小程序页面。") { IsRequired = true },
        new("url", Shape.Text, "The page for clients that are too old.", "旧版微信打开的网页。") { IsRequired = true });
}
