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
/// otherwise, so that older values keep seeing what they saw. Appending is O(1) amortised, and a look-up scans adjacent memory.</remarks>
public sealed class AnsweredPackets
{
    /// <summary>How long a packet is surely recognised. WeChat delivers again within about 15 s.</summary>
    public static readonly TimeSpan Minimum = TimeSpan.FromSeconds(60);

    /// <summary>How long a packet is recognised while fewer than <see cref="Few"/> are held: longer than a signed query stays
    /// fresh, so that a captured delivery cannot be played back to a conversation of ordinary pace.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(15);

    /// <summary>So many packets are kept for <see cref="Usual"/>; beyond that, only those younger than <see cref="Minimum"/>.</summary>
    public const int Few = 32;

    private sealed class Slots(int capacity)
    {
        public readonly AnsweredPacket[] Items = new AnsweredPacket[capacity];

        // Half of each fingerprint once more, side by side: nearly every look-up is for a new packet and ends here, in a few
        // vector comparisons.
        public readonly ulong[] Lows = new ulong[capacity];

        public int Taken;
    }

    /// <summary>No packets.</summary>
    public static AnsweredPackets None { get; } = new(new Slots(0), 0, 0);

    private readonly Slots _slots;
    private readonly int _start;
    private readonly int _end;

    private AnsweredPackets(Slots slots, int start, int end) => (_slots, _start, _end) = (slots, start, end);

    /// <summary>How many packets are held.</summary>
    public int Count => _end - _start;

    /// <summary>The packets, oldest first.</summary>
    public ReadOnlySpan<AnsweredPacket> AsSpan() => _slots.Items.AsSpan(_start, _end - _start);

    /// <summary>Finds the turn of a packet that was answered before.</summary>
    public bool TryFind(PacketFingerprint packet, out AnsweredPacket answered)
    {
        var lows = _slots.Lows.AsSpan(_start, _end - _start);
        for (var i = lows.LastIndexOf(packet.Low); i >= 0; i = lows[..i].LastIndexOf(packet.Low))
        {
            answered = _slots.Items[_start + i];
            if (answered.Packet == packet) return true;
        }
        answered = default;
        return false;
    }

    /// <summary>Adds the newest packet and forgets those that are too old at its time.</summary>
    public AnsweredPackets Add(AnsweredPacket packet)
    {
        var first = _start;
        while (first < _end && IsForgotten(_slots.Items[first].At, packet.At, _end - first)) first++;

        if (_end < _slots.Items.Length && Interlocked.CompareExchange(ref _slots.Taken, _end + 1, _end) == _end)
        {
            _slots.Items[_end] = packet;
            _slots.Lows[_end] = packet.Packet.Low;
            return new(_slots, first, _end + 1);
        }
        var held = _end - first;
        var grown = new Slots(held == 0 ? 1 : Math.Max(4, held * 2));
        _slots.Items.AsSpan(first, held).CopyTo(grown.Items);
        _slots.Lows.AsSpan(first, held).CopyTo(grown.Lows);
        grown.Items[held] = packet;
        grown.Lows[held] = packet.Packet.Low;
        grown.Taken = held + 1;
        return new(grown, 0, held + 1);
    }

    /// <summary>Whether a packet answered at a time need not be recognised any more when so many are held.</summary>
    public static bool IsForgotten(DateTimeOffset at, DateTimeOffset now, int held) =>
        now - at > Usual || (held > Few && now - at > Minimum);
}
