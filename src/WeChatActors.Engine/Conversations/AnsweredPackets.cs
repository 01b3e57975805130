using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>A packet, or another input, that had its turn, and the answer every further delivery of it gets.</summary>
/// <param name="Packet">The packet's key, or the other input's.</param>
/// <param name="At">When the turn was decided, UTC; also the CreateTime of its reply.</param>
/// <param name="Seq">Which turn of the conversation it was.</param>
/// <param name="Reply">The reply; null for <c>success</c>.</param>
public readonly record struct AnsweredPacket(PacketFingerprint Packet, DateTimeOffset At, long Seq, PassiveReply? Reply);

/// <summary>The packets a conversation still recognises, oldest first. Immutable: <see cref="Add"/> gives another value.</summary>
/// <remarks>Values share one growing array: an append takes the slot behind its own last one when nobody took it yet, and copies
/// otherwise, so that older values keep seeing what they saw. Appending is O(1) amortised and a packet takes 40 bytes; a look-up scans
/// adjacent memory.</remarks>
public readonly struct AnsweredPackets : IEquatable<AnsweredPackets>
{
    /// <summary>How long a packet is surely recognised. WeChat delivers again within about 15 s.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromSeconds(60);

    /// <summary>How long a packet is recognised while fewer than <see cref="Few"/> are held: longer than a signed query stays
    /// fresh, so that a captured delivery cannot be played back to a conversation of ordinary pace.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <summary>So many packets are kept for <see cref="Usual"/>; beyond that, only those younger than <see cref="Minimum"/>.</summary>
    public const int Few = 32;

    /// <summary>No packets.</summary>
    public static AnsweredPackets None => default;

    private readonly Slots? _slots;
    private readonly int _start;
    private readonly int _end;

    private AnsweredPackets(Slots slots, int start, int end) => (_slots, _start, _end) = (slots, start, end);

    /// <summary>How many packets are held.</summary>
    public int Count => _end - _start;

    /// <summary>The packets, oldest first; a copy.</summary>
    public AnsweredPacket[] ToArray()
    {
        var packets = new AnsweredPacket[Count];
        for (var i = 0; i < packets.Length; i++) packets[i] = _slots!.Read(_start + i);
        return packets;
    }

    /// <summary>Finds the turn of a packet that was answered before.</summary>
    public bool TryFind(PacketFingerprint packet, out AnsweredPacket answered)
    {
        var lows = _slots is null ? [] : _slots.Lows.AsSpan(_start, Count);
        for (var i = lows.LastIndexOf(packet.Low); i >= 0; i = lows[..i].LastIndexOf(packet.Low))
        {
            answered = _slots!.Read(_start + i);
            if (answered.Packet == packet) return true;
        }
        answered = default;
        return false;
    }

    /// <summary>Adds the newest packet and forgets those that are too old at its time.</summary>
    public AnsweredPackets Add(in AnsweredPacket packet)
    {
        var first = _start;
        while (first < _end && IsForgotten(_slots!.At(first), packet.At, _end - first)) first++;

        if (_slots is not null && _slots.TryTake(_end))
        {
            _slots.Write(_end, packet);
            return new(_slots, first, _end + 1);
        }
        var held = _end - first;
        var grown = new Slots(held == 0 ? 1 : Math.Max(4, held * 2));
        _slots?.CopyTo(grown, first, held);
        grown.TryTake(held);
        grown.Write(held, packet);
        return new(grown, 0, held + 1);
    }

    /// <summary>Whether a packet answered at a time need not be recognised any more when so many are held.</summary>
    public static bool IsForgotten(DateTimeOffset at, DateTimeOffset now, int held) =>
        now - at > Usual || (held > Few && now - at > Minimum);

    /// <summary>Whether it is the same value, not only one that holds the same packets.</summary>
    public bool Equals(AnsweredPackets other) => ReferenceEquals(_slots, other._slots) && _start == other._start && _end == other._end;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AnsweredPackets other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_slots, _start, _end);

    /// <summary>Whether both are the same value.</summary>
    public static bool operator ==(AnsweredPackets left, AnsweredPackets right) => left.Equals(right);

    /// <summary>Whether they are different values.</summary>
    public static bool operator !=(AnsweredPackets left, AnsweredPackets right) => !left.Equals(right);

    private sealed class Slots(int capacity)
    {
        private readonly Slot[] _items = new Slot[capacity];
        private int _taken;

        // Half of each fingerprint, side by side: nearly every look-up is for a new packet and ends here, in a few vector comparisons.
        public readonly ulong[] Lows = new ulong[capacity];

        /// <summary>Takes a slot if it is the next one.</summary>
        public bool TryTake(int slot) => slot < _items.Length && Interlocked.CompareExchange(ref _taken, slot + 1, slot) == slot;

        public DateTimeOffset At(int slot) => new(_items[slot].Ticks, TimeSpan.Zero);

        public AnsweredPacket Read(int slot)
        {
            ref readonly var item = ref _items[slot];
            return new(new PacketFingerprint(item.High, Lows[slot]), new DateTimeOffset(item.Ticks, TimeSpan.Zero), item.Seq, item.Reply);
        }

        public void Write(int slot, in AnsweredPacket packet)
        {
            _items[slot] = new Slot(packet.Packet.High, packet.At.UtcTicks, packet.Seq, packet.Reply);
            Lows[slot] = packet.Packet.Low;
        }

        /// <summary>Copies slots to the beginning of others, which are taken there.</summary>
        public void CopyTo(Slots other, int first, int count)
        {
            _items.AsSpan(first, count).CopyTo(other._items);
            Lows.AsSpan(first, count).CopyTo(other.Lows);
            other._taken = count;
        }
    }

    private readonly record struct Slot(ulong High, long Ticks, long Seq, PassiveReply? Reply);
}
