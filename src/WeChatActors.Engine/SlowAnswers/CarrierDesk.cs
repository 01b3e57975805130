using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace WeChatActors.Engine;

/// <summary>The carriers that are held open in this process, by conversation. What belongs to one conversation is touched only by its own turns.</summary>
internal sealed class CarrierDesk
{
    private readonly ConcurrentDictionary<ConversationId, List<(PacketFingerprint Packet, HeldCarrier Carrier)>> _held = new();

    /// <summary>Holds a carrier of a packet.</summary>
    public HeldCarrier Hold(ConversationId id, PacketFingerprint packet)
    {
        var carrier = new HeldCarrier();
        var all = _held.GetOrAdd(id, static _ => []);
        all.RemoveAll(static held => !held.Carrier.IsOpen);
        all.Add((packet, carrier));
        return carrier;
    }

    /// <summary>The packets of which a carrier is open.</summary>
    public ImmutableArray<PacketFingerprint> Open(ConversationId id)
    {
        if (!_held.TryGetValue(id, out var all)) return [];
        var open = ImmutableArray.CreateBuilder<PacketFingerprint>(all.Count);
        foreach (var (packet, carrier) in all)
            if (carrier.IsOpen) open.Add(packet);
        if (open.Count == 0) _held.TryRemove(id, out _);
        return open.DrainToImmutable();
    }

    /// <summary>Answers every carrier of a packet.</summary>
    public void Answer(ConversationId id, PacketFingerprint packet, Answer answer)
    {
        if (!_held.TryGetValue(id, out var all)) return;
        foreach (var (held, carrier) in all)
            if (held == packet && carrier.IsOpen) carrier.Complete(answer);
        all.RemoveAll(static held => !held.Carrier.IsOpen);
        if (all.Count == 0) _held.TryRemove(id, out _);
    }
}
