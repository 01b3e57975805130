namespace WeChatActors.Rules;

/// <summary>The maps of dialogs.</summary>
internal static class DialogShapes
{
    private static readonly Shape Actions = Shape.OneOrMore(Shape.Map("action"));
    private static readonly Shape Words = Shape.Either(Shape.Text, Shape.List(Shape.Text, 0));

    /// <summary>What a dialog does when another rule would answer.</summary>
    public static readonly string[] OtherRuleWords = ["ask", "switch", "ignore"];

    public static readonly MapShape Dialog = new(
        "dialog",
        new("slots", Shape.List(Shape.Map("slot"), 1, Rules.Dialog.MaxSlots), "What it asks for, in order.", "依次询问的内容。"),
        new("confirm", Shape.Either(Shape.Map("confirm"), Shape.Map("reply")), "The question after the last slot.", "最后的确认问题。"),
        new("cancel", Words, "Words that end it.", "取消用的词。"),
        new("timeout", Shape.Map("timeout"), "What it does when nobody answers.", "没人回答时怎么办。"),
        new("on_cancel", Actions, "What is done when the follower cancels.", "用户取消时执行。"),
        new("on_fail", Actions, "What is done after the last wrong answer.", "答错次数用完时执行。"),
        new("on_other_rule", Shape.Words(OtherRuleWords), "What it does when another rule would answer the message.", "别的规则也能回答时：先问、切换或忽略。"),
        FileShapes.Busy, FileShapes.Slow,
        new("done", Actions, "What is done with the answers.", "收集完成后执行。") { IsRequired = true },
        FileShapes.Tests)
    {
        AnyOf = ["slots", "confirm"],
    };

    public static readonly MapShape Slot = new(
        "slot",
        new("name", Shape.Text, "Its name in expressions.", "名字，供表达式使用。") { IsRequired = true },
        new("ask", Shape.Map("reply"), "The question.", "问题。") { IsRequired = true },
        new("type", Shape.Words(SlotType.Names), "How the answer is read; text when left out.", "答案的类型，默认文本。"),
        new("options", Shape.Either(Shape.OneOrMore(Shape.Text), Shape.Names(Shape.Any)), "The choices; a map gives their values.", "可选项；写成映射时给出对应的值。"),
        new("pattern", Shape.Text, "A regex that the text must match.", "文本须匹配的正则。"),
        new("check", Shape.Expression, "What must hold of the answer.", "答案须满足的条件。"),
        new("retry", Shape.Map("reply"), "What is said to a wrong answer.", "答错时说什么。"),
        new("tries", Shape.Whole(1, 100), "After how many wrong answers it gives up.", "最多答错几次。"),
        new("skip_if", Shape.Expression, "When it is not asked for.", "什么情况下跳过。"),
        new("secret", Shape.Bool, "Whether no log may keep the answer.", "答案是否不得记入日志。"));

    public static readonly MapShape Confirm = new(
        "confirm",
        new("ask", Shape.Map("reply"), "The question.", "问题。") { IsRequired = true },
        new("yes", Shape.OneOrMore(Shape.Text), "Words that agree.", "表示同意的词。"),
        new("no", Shape.OneOrMore(Shape.Text), "Words that do not; it begins again.", "表示不同意的词，会从头再问。"),
        new("retry", Shape.Map("reply"), "What is said to anything else.", "听不懂时说什么。"));

    public static readonly MapShape Timeout = new(
        "timeout",
        new("after", Shape.Duration, "How long it waits before it falls asleep.", "等多久之后休眠。"),
        new("do", Actions, "What it does then.", "休眠时执行。"),
        new("resume", Words, "Words that wake it.", "唤醒用的词。"),
        new("keep", Shape.Duration, "How long it sleeps before it ends.", "休眠多久之后结束。"))
    {
        AnyOf = ["after", "do", "resume", "keep"],
    };
}
