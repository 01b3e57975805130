namespace WeChatActors.Server;

/// <summary>A sentence of the answer page.</summary>
/// <param name="Chinese">As it stands first.</param>
/// <param name="English">The same below it.</param>
internal readonly record struct AnswerWords(string Chinese, string English)
{
    public static AnswerWords Unknown { get; } = new("没有这个回答。请打开完整的链接，或回到公众号回复 1 查看。", "There is no such answer. Open the whole link, or reply 1 in the chat.");

    public static AnswerWords Expired { get; } = new("链接已过期。请回到公众号回复 1 查看，或再问一次。", "This link has expired. Reply 1 in the chat, or ask once more.");

    public static AnswerWords Method { get; } = new("这个页面只能打开，不能提交。", "This page can only be opened.");

    public static AnswerWords TooMany { get; } = new("打开的页面太多了，请关掉几个，稍后再刷新。", "Too many pages are open. Close some and reload in a moment.");

    public static AnswerWords Busy { get; } = new("现在看的人太多，请稍后再刷新，或回到公众号回复 1。", "Too many people are reading now. Reload in a moment, or reply 1 in the chat.");

    public static AnswerWords Unavailable { get; } = new("现在读不到，请稍后再刷新。", "It cannot be read now. Reload in a moment.");

    public static AnswerWords Working { get; } = new("正在想……", "Thinking …");

    public static AnswerWords Ready { get; } = new("马上就好……", "Almost there …");

    public static AnswerWords Done { get; } = new("回答完了", "That is all.");

    public static AnswerWords InChat { get; } = new("回答已经发到聊天里了", "The answer was sent to the chat.");

    public static AnswerWords OnlyInChat { get; } = new("这个回答不是文字，请回到公众号回复 1 查看", "This answer is no text. Reply 1 in the chat to get it.");

    public static AnswerWords Gone { get; } = new("这个回答已经不在了，请回到公众号再问一次", "This answer is not kept any more. Ask once more in the chat.");

    public static AnswerWords TooLong { get; } = new("还没有好，请稍后刷新", "It is not there yet. Reload in a moment.");

    public static AnswerWords Waiting(int before) => before == 0
        ? Working
        : new(FormattableString.Invariant($"前面还有 {before} 个问题……"), FormattableString.Invariant($"{before} before it …"));
}
