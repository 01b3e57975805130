using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>The user typed a text, or tapped an entry of a menu message.</summary>
public sealed record TextMessage : Message
{
    /// <inheritdoc/>
    public TextMessage() { }

    [SetsRequiredMembers]
    internal TextMessage(ref PacketSource source) : base(ref source)
    {
        Content = source.Content();
        BizMsgMenuId = source.Text("bizmsgmenuid");
    }

    /// <summary>The text as typed; line breaks are LF. Empty when the packet had no Content.</summary>
    public required string Content { get; init; }

    /// <summary>Id of the tapped entry of a menu message, <c>0</c> for an id that is not numeric; null for a typed text.</summary>
    public string? BizMsgMenuId { get; init; }

    /// <summary>Whether it stands for a kind of message that WeChat does not forward, such as a bought sticker.</summary>
    /// <remarks>WeChat then sends a fixed Chinese sentence as <see cref="Content"/>; only its beginning is known for certain.</remarks>
    public bool IsUnsupportedPlaceholder => Content.StartsWith("【收到不支持的消息类型", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string MsgType => "text";

    /// <inheritdoc/>
    public override string? Text => Content;

    /// <summary>A tap on a menu message counts as a menu click, although it arrives as text.</summary>
    public override WindowScene Opens => BizMsgMenuId is null ? WindowScene.UserMessage : WindowScene.MenuClick;
}
