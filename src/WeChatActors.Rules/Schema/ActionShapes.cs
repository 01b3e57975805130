namespace WeChatActors.Rules;

/// <summary>The maps of actions.</summary>
internal static class ActionShapes
{
    private static readonly Shape Actions = Shape.OneOrMore(Shape.Map("action"));

    private static readonly KeyShape[] Kinds =
    [
        new("reply", Shape.Map("reply"), "Answers, for free; a second one is pushed.", "被动回复，免费；同一轮第二条会改为推送。"),
        new("send", Shape.Map("message"), "Pushes a customer-service message.", "发送客服消息，会消耗窗口里的条数。"),
        new("set", Shape.Names(Shape.Any), "Sets variables of the follower, user.NAME.", "设置用户变量，用 user.名字 读取。"),
        new("unset", Shape.OneOrMore(Shape.Text), "Removes variables of the follower.", "删除用户变量。"),
        new("if", Shape.Expression, "Chooses: then, or else.", "判断，成立执行 then，否则执行 else。"),
        new("switch", Shape.Expression, "Chooses among cases by a value.", "按值选择 cases 里的一项。"),
        new("later", Shape.Map("later"), "Acts later, by a durable timer.", "稍后执行，重启也不丢。"),
        new("http", Shape.Map("http"), "Asks another system.", "调用外部接口。"),
        new("llm", Shape.Map("llm"), "Asks a language model.", "询问大模型。"),
        new("tag", Shape.Map("tag"), "Gives and takes tags.", "打标签、去标签。"),
        new("remark", Shape.Template, "Sets the operator's remark for the follower.", "设置用户备注名。"),
        new("pause", Shape.Either(Shape.Duration, Shape.Map("pause")), "Is silent while a human speaks.", "机器人暂停，由人工服务。"),
        new("dialog", Shape.Text, "Opens a dialog.", "打开对话。"),
        new("end", Shape.True, "Leaves the open dialog.", "结束当前对话。"),
        new("metric", Shape.Either(Shape.Text, Shape.Map("metric")), "Counts something for the operator.", "计数，供运营查看。"),
        new("log", Shape.Template, "Notes something for the operator.", "记录一条备注。"),
    ];

    /// <summary>The keys by which actions are known.</summary>
    public static readonly string[] KindNames = [.. Kinds.Select(kind => kind.Name)];

    public static readonly MapShape Action = new(
        "action",
        [
            .. Kinds,
            new("then", Actions, "What is done when 'if' holds.", "if 成立时执行。"),
            new("else", Actions, "What is done otherwise; of 'send', when nothing is left to send with.", "否则执行；用在 send 时，表示窗口里没有条数可用时。"),
            new("cases", Shape.Either(Shape.Names(Actions), Shape.List(Shape.Map("case"))), "What is done by value.", "每个值对应的动作。"),
            new("as", Shape.Template, "The staff account that speaks, such as anna@shop.", "以哪个客服账号的身份发送。"),
        ])
    {
        OneOf = [KindNames],
        Beside = [("then", ["if"]), ("else", ["if", "switch", "send"]), ("cases", ["switch"]), ("as", ["send"]), ("if", ["then", "else"]), ("switch", ["cases"])],
    };

    public static readonly MapShape Case = new(
        "case",
        new("is", Shape.OneOrMore(Shape.Text), "The value, or a list of values.", "值，或多个值。") { IsRequired = true },
        new("do", Actions, "What is done then.", "对应的动作。") { IsRequired = true });

    public static readonly MapShape Later = new(
        "later",
        new("after", Shape.Expression, "After so long, such as 40s or 2h.", "多久之后，如 40s、2h，也可用表达式。"),
        new("at", Shape.Expression, "At a time of day, a day, or a moment.", "在几点、哪天，或表达式给出的时刻。"),
        new("do", Actions, "What is done then.", "到时执行的动作。") { IsRequired = true },
        new("unless", Shape.Expression, "When it holds then, nothing is done.", "到时若成立就不执行。"))
    {
        OneOf = [["after", "at"]],
    };

    public static readonly MapShape Tag = new(
        "tag",
        new("add", Shape.OneOrMore(Shape.Template), "Tags to give.", "要打的标签。"),
        new("remove", Shape.OneOrMore(Shape.Template), "Tags to take.", "要去掉的标签。"))
    {
        AnyOf = ["add", "remove"],
    };

    public static readonly MapShape Pause = new(
        "pause",
        new("for", Shape.Duration, "How long at most.", "最长多久。"),
        new("until", Shape.Words("kf_close_session"), "What ends it.", "结束的标志：人工会话关闭。"))
    {
        AnyOf = ["for", "until"],
    };

    public static readonly MapShape Metric = new(
        "metric",
        new("name", Shape.Text, "What is counted.", "指标名。") { IsRequired = true },
        new("by", Shape.Expression, "How much is added; 1 when left out.", "增加多少，默认 1。"));

    /// <summary>The methods of an HTTP call, and the forms of its body.</summary>
    public static readonly string[] Methods = ["get", "post", "put", "delete"], Bodies = ["json", "form", "text"];

    private static readonly KeyShape
        Deadline = new("deadline", Shape.Duration, "How long it may take, 100ms to 10m.", "最长等待时间，100ms 到 10m。"),
        Into = new("into", Shape.Text, "The name that its result gets in expressions.", "结果的名字，供后面的表达式使用。");

    public static readonly MapShape Http = new(
        "http",
        new("get", Shape.Template, "The address to get.", "GET 的地址。"),
        new("post", Shape.Template, "The address to post to.", "POST 的地址。"),
        new("put", Shape.Template, "The address to put to.", "PUT 的地址。"),
        new("delete", Shape.Template, "The address to delete.", "DELETE 的地址。"),
        new("headers", Shape.Names(Shape.Template, 0), "Headers by name.", "请求头。"),
        new("json", Shape.Any, "The body as JSON; $name is the value of an expression.", "JSON 请求体，$名字 表示变量的值。"),
        new("form", Shape.Names(Shape.Template, 0), "The body as a form.", "表单请求体。"),
        new("text", Shape.Template, "The body as text.", "文本请求体。"),
        Deadline, Into,
        new("retry", Shape.Whole(0, 5), "How many more attempts after a failure.", "失败后再试几次。"),
        new("once", Shape.Bool, "Whether every attempt carries the same idempotency key.", "每次尝试是否带同一个幂等键。"))
    {
        OneOf = [Methods],
    };

    public static readonly MapShape Llm = new(
        "llm",
        new("model", Shape.Text, "The model's name in the configuration; default when left out.", "配置里的模型名，默认 default。"),
        new("system", Shape.Template, "Its instructions.", "系统提示词。"),
        new("prompt", Shape.Template, "The question; what the user said when left out.", "问题，默认是用户说的话。"),
        new("history", Shape.Whole(0, 20), "How many exchanges before this one it is told.", "带上之前几轮问答。"),
        Deadline, Into,
        new("reply", Shape.Bool, "Whether its answer is replied.", "是否直接作为回复。"),
        new("fallback", Shape.Either(Shape.Template, Actions), "What is said or done when it gives no answer.", "没有回答时说什么或做什么。"))
    {
        AnyOf = ["into", "reply"],
    };
}
