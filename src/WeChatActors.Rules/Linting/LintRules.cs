using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>The checks of rule files, by the ids that findings end with.</summary>
public static class LintRules
{
    /// <summary>All of them, by id.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
        Warns("contradiction",
            "The rule's conditions cannot hold together, so it never runs.",
            "规则的条件互相矛盾，永远不会执行。",
            "Take one of the conditions out, or make two rules of it."),
        Mends("emoticon", Severity.Warning,
            "An emoticon such as [微笑] stands without quotes, which is a list in YAML.",
            "[微笑] 这样的表情没有加引号，在 YAML 里是列表。",
            "Put it in quotes."),
        Warns("empty-include",
            "An include with a wildcard fits no file.",
            "include 的通配符没有匹配到任何文件。",
            "Mend the path, which is relative to the file that has it, or take it out."),
        Warns("literal-braces",
            "{{ }} stands where it is not evaluated and is taken as it is.",
            "{{ }} 写在不会求值的地方，会原样保留。",
            "Use 'if' to compare with an expression, or take the braces out."),
        Warns("long-text",
            "A reply is longer than WeChat shows and will be cut.",
            "回复超过微信允许的长度，会被截断。",
            "Shorten it, or send the rest as a second message."),
        Warns("many-articles",
            "Several articles answer a message, to which WeChat shows one.",
            "对普通消息回复多条图文，微信只显示一条。",
            "Keep the first, or answer with a text that links the others."),
        Warns("menu-limits",
            "A menu message has more or longer entries than WeChat is known to take.",
            "菜单消息的条目太多或太长，微信可能拒收。",
            "Shorten the entries, or split the message."),
        Warns("missing-group",
            "An expression names a regex group that the rule does not have.",
            "表达式引用了规则正则里没有的分组。",
            "Name the group as the regex does: (?<name>...)."),
        Warns("missing-name",
            "An expression names something that does not exist, so it is null.",
            "表达式引用了不存在的名字，值为 null。",
            "Write the name as it is spelt where it is given; the sentence lists those that are known."),
        Mends("missing-version", Severity.Error,
            "The file does not say the version of the rule language.",
            "文件没有写规则语言的版本。",
            "Begin the file with 'version: 1'."),
        Warns("no-carrier",
            "A reply that only a message's first answer can be stands where there is none.",
            "只能作为消息首个回复的内容，写在了没有回复机会的地方。",
            "Put it first, in a rule that answers messages."),
        Warns("no-window",
            "A message is sent in answer to an event that opens no window, without 'else'.",
            "事件不会打开客服消息窗口，send 却没有写 else。",
            "Say with 'else' what to do when nothing is left to send with."),
        Error("refused-regex",
            "A regex needs what the engine that cannot hang does not have.",
            "正则用到了不会卡死的引擎不支持的语法。",
            "Write it without lookaround, backreferences and atomic groups, or split the rule."),
        Warns("shadowed",
            "A rule never runs, because rules before it answer all that it would.",
            "前面的规则已经抢先回答，这条规则永远不会执行。",
            "Give it a higher priority, or take it out."),
        Warns("unhandled-call",
            "A call may fail, and nothing looks at how it ended.",
            "外部调用可能失败，却没有处理失败的分支。",
            "Look at NAME.ok with 'if' and 'else', or give 'fallback'."),
        Mends("unknown-key", Severity.Error,
            "A map has a key that it may not have.",
            "写了不认识的键。",
            "Write one of the keys that the sentence lists."),
        Warns("unnamed-later",
            "A rule arms timers but has no id, by which they find it again.",
            "规则用了 later 却没有 id，改动文件后定时器会找不到它。",
            "Give the rule an 'id'."),
        Warns("unread-result",
            "A call names its result, and nothing reads it.",
            "外部调用的结果起了名字，却没有人用。",
            "Leave 'into' out when the result does not matter."),
        Warns("unset-variable",
            "An expression reads a variable of the follower that nothing sets.",
            "表达式读取了从未设置过的用户变量。",
            "Set it with 'set', or mend the name."),
        Mends("yaml11", Severity.Warning,
            "A word without quotes is text here, but another value in YAML 1.1, which other programs read.",
            "没有引号的词在这里是文本，在 YAML 1.1 里却是别的值。",
            "Put it in quotes."),
    ];

    private static readonly FrozenDictionary<string, LintRule> ById = All.ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The check with an id; null when there is none.</summary>
    public static LintRule? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ById.GetValueOrDefault(id);
    }

    private static LintRule Warns(string id, string english, string chinese, string remedy) => new(id, Severity.Warning, english, chinese, remedy);

    private static LintRule Error(string id, string english, string chinese, string remedy) => new(id, Severity.Error, english, chinese, remedy);

    private static LintRule Mends(string id, Severity severity, string english, string chinese, string remedy) => new(id, severity, english, chinese, remedy, IsMechanical: true);
}
