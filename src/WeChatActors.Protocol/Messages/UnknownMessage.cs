using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>A packet whose MsgType this engine does not know: count it, answer <c>success</c>, wake no conversation.</summary>
public sealed record UnknownMessage : Message
{
    /// <inheritdoc/>
    public UnknownMessage() { }

    [SetsRequiredMembers]
    internal UnknownMessage(ref PacketSource source) : base(ref source) => SentType = source.MsgType;

    /// <summary>The MsgType element as sent.</summary>
    public required string SentType { get; init; }

    /// <inheritdoc/>
    public override string MsgType => SentType;

    /// <summary>None.</summary>
    public override OpenId? Conversation => null;

    /// <summary>None.</summary>
    public override ReplyAbility Reply => ReplyAbility.None;

    /// <summary>None.</summary>
    public override WindowScene Opens => WindowScene.None;
}
