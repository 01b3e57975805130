using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>Words that followers say to dialogs, and sentences that dialogs say, when the file gives none.</summary>
internal static class DialogWords
{
    /// <summary>Words that agree.</summary>
    public static readonly IReadOnlySet<string> Yes = Set(
        "是", "是的", "对", "对的", "好", "好的", "好吧", "可以", "可以的", "确认", "确定", "行", "行的", "嗯", "嗯嗯", "没错", "没问题", "同意", "yes", "y", "ok", "okay", "好呀", "好啊");

    /// <summary>Words that do not.</summary>
    public static readonly IReadOnlySet<string> No = Set(
        "否", "不", "不是", "不是的", "不对", "不好", "不行", "不可以", "不要", "不用", "错", "错了", "有误", "不同意", "重填", "重来", "修改", "no", "n");

    /// <summary>Words that wake a dialog.</summary>
    public static readonly string[] Resume = ["继续"];

    public const string Cancelled = "已取消";

    public const string Refused = "这个不行，请换一个。";

    public const string Leave = "要先离开当前的对话吗？回复“是”离开，回复其他内容继续。";

    /// <summary>Whether what a follower said is among folded words, whatever sign ends it.</summary>
    public static bool Has(IReadOnlySet<string> words, ReadOnlySpan<char> said)
    {
        if (said.Length is 0 or > 64) return false;
        var text = said.ToString();
        return words.Contains(text) || words.Contains(SpokenText.Bare(text));
    }

    /// <summary>A set of folded words.</summary>
    public static IReadOnlySet<string> Set(params IEnumerable<string> words) => words.Select(word => TextFold.Fold(word)).ToImmutableHashSet(StringComparer.Ordinal);
}
