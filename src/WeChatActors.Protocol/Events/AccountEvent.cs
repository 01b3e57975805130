using System.Diagnostics.CodeAnalysis;

namespace WeChatActors.Protocol;

/// <summary>An event that concerns the account, not one follower: it wakes no conversation, whoever its sender is.</summary>
public abstract record AccountEvent : Event
{
    private protected AccountEvent() { }

    [SetsRequiredMembers]
    private protected AccountEvent(ref PacketSource source) : base(ref source) { }

    /// <summary>None.</summary>
    public override OpenId? Conversation => null;
}
