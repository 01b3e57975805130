namespace WeChatActors.Protocol;

/// <summary>A reply as WeChat will take it.</summary>
/// <param name="Reply">The reply, cut if need be; null when the answer must be <c>success</c>.</param>
/// <param name="Note">What was cut or dropped and why, one sentence for the operator; null when nothing was.</param>
public readonly record struct FittedReply(PassiveReply? Reply, string? Note);

/// <summary>WeChat's limits on passive replies: a reply that breaks one is lost and the user sees a system notice instead.</summary>
public static class PassiveReplyLimits
{
    /// <summary>The longest text in bytes of UTF-8. Not in WeChat's documents: 2047 is the highest value that every report agrees on.</summary>
    public const int MaxTextBytes = 2047;

    /// <summary>Articles in answer to a message. Source: WeChat's announcement of October 2018.</summary>
    public const int MaxArticlesForMessage = 1;

    /// <summary>Articles in answer to an event. Source: WeChat's announcement of October 2018.</summary>
    public const int MaxArticlesForEvent = 8;

    /// <summary>Cuts a reply to the limits, or drops it when the packet takes no such reply.</summary>
    public static FittedReply Fit(PassiveReply reply, Packet packet) => throw new NotImplementedException();
}
