namespace WeChatActors.Server;

/// <summary>How an account shows answers that came too late for the chat.</summary>
/// <param name="Page">Whether there is a page that shows them while they are made. It needs <c>listen: public_url</c>.</param>
/// <param name="LinkExpires">How long a link to it is good: 10 min to 7 days, default 24 h.</param>
public sealed record AnswerOptions(bool Page, TimeSpan LinkExpires)
{
    /// <summary>What holds when the configuration says nothing.</summary>
    public static AnswerOptions Usual { get; } = new(true, TimeSpan.FromHours(24));
}
