using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>Something a user typed or sent. Source: WeChat Official Accounts docs, 接收普通消息.</summary>
public abstract record Message : Packet
{
    /// <summary>For packets made by hand, as tests and simulators do.</summary>
    protected Message() { }

    [SetsRequiredMembers]
    private protected Message(ref PacketSource source) : base(ref source)
    {
        MsgId = source.MsgId;
        MsgDataId = source.Text("MsgDataId");
        Idx = source.Int("Idx");
    }

    /// <summary>The 64-bit message id as digits (kept as text: it does not fit a double); null when WeChat left it out.</summary>
    public string? MsgId { get; init; }

    /// <summary>Id of the article the user wrote from; null otherwise.</summary>
    public string? MsgDataId { get; init; }

    /// <summary>Position of that article in its push, from 1; null otherwise.</summary>
    public int? Idx { get; init; }

    /// <inheritdoc/>
    public override ReplyAbility Reply => ReplyAbility.Allowed;

    /// <inheritdoc/>
    public override WindowScene Opens => WindowScene.UserMessage;
}
