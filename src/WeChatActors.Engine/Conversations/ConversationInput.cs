using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What can happen to a conversation.</summary>
public abstract record ConversationInput
{
    private ConversationInput() { }

    /// <summary>A packet was delivered, for the first time or again.</summary>
    /// <param name="Packet">The packet.</param>
    /// <param name="Fingerprint">Its key, folded.</param>
    /// <param name="Account">The account, as rules see it.</param>
    /// <param name="ReceivedAt">When the delivery arrived, UTC.</param>
    public sealed record Delivery(Packet Packet, PacketFingerprint Fingerprint, AccountView Account, DateTimeOffset ReceivedAt)
        : ConversationInput;
}
