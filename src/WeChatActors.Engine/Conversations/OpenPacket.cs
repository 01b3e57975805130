using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>A packet that was taken and whose deliveries have no answer yet, or whose turn has yet to run. Immutable.</summary>
/// <param name="Packet">The packet.</param>
/// <param name="Fingerprint">Its key, folded.</param>
/// <param name="Seq">The line of the log that took it.</param>
/// <param name="FirstAt">When its first delivery arrived, UTC.</param>
public sealed record OpenPacket(Packet Packet, PacketFingerprint Fingerprint, long Seq, DateTimeOffset FirstAt)
{
    /// <summary>How many deliveries arrived; those since the last commit are forgotten with the process.</summary>
    public int Deliveries { get; init; } = 1;

    /// <summary>Whether its deliveries have their answer: a placeholder, an early reply or <c>success</c>. What its turn says goes elsewhere.</summary>
    public bool IsSettled { get; init; }

    /// <summary>When the first of the texts came that are collected into this one, UTC; null when nothing is collected.</summary>
    public DateTimeOffset? CollectFrom { get; init; }

    /// <summary>Until when they are collected, UTC; null when nothing is.</summary>
    public DateTimeOffset? CollectUntil { get; init; }

    /// <summary>The words of all texts that became one, line by line; null when it is alone.</summary>
    public string? Joined { get; init; }

    /// <summary>The packet as rules see it: with the words of all texts that became one.</summary>
    public Packet About => Joined is not null && Packet is TextMessage text ? text with { Content = Joined } : Packet;

    /// <summary>Whether its words answer a secret question, so that nothing beside its answer may repeat them.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The reply that its turn came to when no carrier was open: the next delivery takes it.</summary>
    public PassiveReply? Ready { get; init; }
}
