using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What can happen to a conversation. One that leads to a turn is kept as the turn's cause.</summary>
/// <param name="Fingerprint">The key, folded: an input that had its turn is recognised by it.</param>
/// <param name="ReceivedAt">When it arrived, UTC.</param>
public abstract record ConversationInput(PacketFingerprint Fingerprint, DateTimeOffset ReceivedAt)
{
    /// <summary>What makes it the same again. The kinds of input never share a key.</summary>
    public abstract string Key { get; }

    /// <summary>A packet was delivered, for the first time or again.</summary>
    /// <param name="Packet">The packet.</param>
    /// <param name="Fingerprint">Its key, folded.</param>
    /// <param name="Account">The account, as rules see it.</param>
    /// <param name="ReceivedAt">When the delivery arrived, UTC.</param>
    public sealed record Delivery(Packet Packet, PacketFingerprint Fingerprint, AccountView Account, DateTimeOffset ReceivedAt)
        : ConversationInput(Fingerprint, ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => Packet.Key.Value;
    }

    /// <summary>The person authorised a web page. No rule runs, and nobody is answered.</summary>
    /// <param name="Id">What makes it the same authorisation again: 1 to 64 letters and digits.</param>
    /// <param name="Profile">What the page learned.</param>
    /// <param name="ReceivedAt">When it arrived, UTC.</param>
    public sealed record Authorised(string Id, Profile Profile, DateTimeOffset ReceivedAt)
        : ConversationInput(PacketFingerprint.Of(new DeliveryKey(KeyOf(Id))), ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => KeyOf(Id);

        private static string KeyOf(string id) => "auth:" + id;
    }
}
