namespace WeChatActors.Protocol;

/// <summary>The user typed a text, or tapped an entry of a menu message.</summary>
public sealed record TextMessage : Message
{
    /// <summary>The text as typed; line breaks are LF. Empty when the packet had no Content.</summary>
    public required string Content { get; init; }

    /// <summary>Id of the tapped entry of a menu message, <c>0</c> for an id that is not numeric; null for a typed text.</summary>
    public string? BizMsgMenuId { get; init; }

    /// <inheritdoc/>
    public override string MsgType => "text";

    /// <inheritdoc/>
    public override string? Text => Content;

    /// <summary>A tap on a menu message counts as a menu click, although it arrives as text.</summary>
    public override WindowScene Opens => BizMsgMenuId is null ? WindowScene.UserMessage : WindowScene.MenuClick;
}
