using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>One call of the platform's API that a conversation owes. Immutable.</summary>
public abstract record OutboxItem
{
    private OutboxItem() { }

    /// <summary>A customer-service message: spends the ledger.</summary>
    /// <param name="Content">The message.</param>
    public sealed record Message(CustomerMessage Content) : OutboxItem;

    /// <summary>The typing line, shown for 15 s at most. Worth nothing when it is late.</summary>
    /// <param name="On">Whether it begins.</param>
    public sealed record Typing(bool On) : OutboxItem;

    /// <summary>A tag given or taken; the tag is created when the account has none of the name.</summary>
    /// <param name="Name">The tag's name.</param>
    /// <param name="Add">Whether it is given.</param>
    public sealed record Tag(string Name, bool Add) : OutboxItem;

    /// <summary>The operator's remark for the follower.</summary>
    /// <param name="Text">Under 30 bytes of UTF-8.</param>
    public sealed record Remark(string Text) : OutboxItem;

    /// <summary>A template message (模板消息), subscription notice (订阅通知) or one-time subscription message: needs no window.</summary>
    /// <param name="Kind">Which API.</param>
    /// <param name="Json">The body as the API takes it, an object without <c>touser</c>.</param>
    public sealed record Notice(NoticeKind Kind, string Json) : OutboxItem;
}

/// <summary>The messages that need no window.</summary>
public enum NoticeKind
{
    /// <summary>message/template/send.</summary>
    Template,

    /// <summary>message/subscribe/bizsend.</summary>
    Subscribe,

    /// <summary>message/template/subscribe.</summary>
    Once,
}
