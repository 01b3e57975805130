using WeChatActors.Protocol;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>What can happen to a conversation. One that leads to a turn is kept as the turn's cause.</summary>
/// <param name="Fingerprint">The key, folded: an input that had its turn is recognised by it. Default for what cannot come twice.</param>
/// <param name="ReceivedAt">When it arrived, UTC.</param>
public abstract record ConversationInput(PacketFingerprint Fingerprint, DateTimeOffset ReceivedAt)
{
    /// <summary>What makes it the same again. The kinds of input never share a key.</summary>
    public abstract string Key { get; }

    /// <summary>A packet was delivered, for the first time or again.</summary>
    /// <param name="Packet">The packet.</param>
    /// <param name="Fingerprint">Its key, folded.</param>
    /// <param name="ReceivedAt">When the delivery arrived, UTC.</param>
    public sealed record Delivery(Packet Packet, PacketFingerprint Fingerprint, DateTimeOffset ReceivedAt)
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
        : ConversationInput(FingerprintOf("auth:" + Id), ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => "auth:" + Id;
    }

    /// <summary>A call ended, well or not.</summary>
    /// <param name="Id">The call.</param>
    /// <param name="Result">A map; <c>ok</c> says whether it worked.</param>
    /// <param name="Took">How long it took.</param>
    /// <param name="ReceivedAt">When it ended, UTC.</param>
    public sealed record CallEnded(CallId Id, Value Result, TimeSpan Took, DateTimeOffset ReceivedAt) : ConversationInput(default, ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => "call:" + Id;
    }

    /// <summary>The carriers of a packet must be answered now, or left to the platform's next delivery.</summary>
    /// <param name="Packet">The packet.</param>
    /// <param name="ReceivedAt">When their budget ended, UTC.</param>
    public sealed record CarriersDue(PacketFingerprint Packet, DateTimeOffset ReceivedAt) : ConversationInput(default, ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => FormattableString.Invariant($"due:{Packet.High:x16}{Packet.Low:x16}:{ReceivedAt.ToUnixTimeMilliseconds()}");
    }

    /// <summary>Time to look whether there is something to go on with: a queued packet, a due timer, a lost call, or an answer that another process came to.</summary>
    /// <param name="ReceivedAt">When, UTC.</param>
    public sealed record Continue(DateTimeOffset ReceivedAt) : ConversationInput(default, ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => FormattableString.Invariant($"go:{ReceivedAt.ToUnixTimeMilliseconds()}");
    }

    /// <summary>A row of the outbox ended.</summary>
    /// <param name="Entry">The row.</param>
    /// <param name="Outcome">How: sent, refused, expired or unknown.</param>
    /// <param name="ReceivedAt">When, UTC.</param>
    public sealed record PushEnded(OutboxEntry Entry, OutboxOutcome Outcome, DateTimeOffset ReceivedAt)
        : ConversationInput(FingerprintOf(KeyOf(Entry)), ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => KeyOf(Entry);

        private static string KeyOf(OutboxEntry entry) => FormattableString.Invariant($"push:{entry.Id}");
    }

    /// <summary>An operator, a page or another program wants something.</summary>
    /// <param name="Id">What makes it the same command again: the caller's idempotency key, or one made for it.</param>
    /// <param name="Command">What.</param>
    /// <param name="ReceivedAt">When, UTC.</param>
    public sealed record Commanded(string Id, ConversationCommand Command, DateTimeOffset ReceivedAt)
        : ConversationInput(FingerprintOf("op:" + Id), ReceivedAt)
    {
        /// <inheritdoc/>
        public override string Key => "op:" + Id;
    }

    /// <summary>Whether an input of a key may arrive more than once, so that its answer must be remembered.</summary>
    internal static bool CanComeAgain(string key) =>
        !key.StartsWith("call:", StringComparison.Ordinal) && !key.StartsWith("due:", StringComparison.Ordinal) && !key.StartsWith("go:", StringComparison.Ordinal);

    private static PacketFingerprint FingerprintOf(string key) => PacketFingerprint.Of(new DeliveryKey(key));
}
