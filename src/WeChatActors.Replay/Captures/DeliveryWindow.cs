using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeChatActors.Protocol;

namespace WeChatActors.Replay;

/// <summary>Puts the deliveries of packets together and the packets in the order of their arrival: lines stand in the order in which answers were
/// complete. Holds no more than a bounded part of a capture.</summary>
/// <param name="maxBytes">How much is held at most; beyond that, the oldest is given before its time.</param>
internal sealed class DeliveryWindow(long maxBytes = 32 * 1024 * 1024)
{
    /// <summary>How long an answered packet is held: lines of others that arrived before it may still follow.</summary>
    public static readonly TimeSpan Answered = TimeSpan.FromSeconds(6);

    /// <summary>How long a packet without a good answer is held: WeChat delivers it again within this time.</summary>
    public static readonly TimeSpan Unanswered = TimeSpan.FromSeconds(20);

    /// <summary>How many keys of packets that were given are still known, so that a late delivery is not taken for a new packet.</summary>
    private const int Known = 100_000;

    /// <summary>What a packet takes beside its texts, and what its place in the order takes.</summary>
    private const int Overhead = 512, PlaceOverhead = 64;

    private readonly Dictionary<UInt128, Held> _held = [];
    private readonly Dictionary<UInt128, Held> _latest = [];
    private readonly PriorityQueue<Held, (DateTimeOffset At, long Order)> _order = new();
    private readonly Dictionary<UInt128, DateTimeOffset> _known = [];
    private readonly Queue<(UInt128 Key, DateTimeOffset At)> _knownOrder = new();
    private readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal);
    private long _bytes;
    private long _count;

    /// <summary>How many deliveries came after their packet had been given, and are left out.</summary>
    public long Late { get; private set; }

    /// <summary>Where the first of them stands.</summary>
    public (string File, long Line) FirstLate { get; private set; }

    /// <summary>How many bytes are held, about.</summary>
    public long Bytes => _bytes + (long)PlaceOverhead * _order.Count;

    /// <summary>Takes one line.</summary>
    public void Add(string file, long line, CapturedDelivery delivery)
    {
        var packet = (PacketReader.Read(delivery.Packet.Span) as PacketResult.Parsed)?.Packet;
        var (key, name) = KeysOf(delivery, packet);
        if (IsKnown(key, delivery.At) || (HidesText(delivery.Packet.Span) && IsKnown(name, delivery.At)))
        {
            if (Late++ == 0) FirstLate = (file, line);
            return;
        }
        if (Find(key, name, delivery) is { } held)
        {
            _bytes -= held.Bytes;
            // The line of a delivery that was held open stands behind that of the next one.
            if (held.Add(file, line, delivery)) _order.Enqueue(held, (held.At, _count++));
            _bytes += held.Bytes;
            return;
        }
        held = new Held(key, name, file, line, delivery, packet?.FromUserName ?? "", KindOf(packet));
        _held[key] = _latest[name] = held;
        _order.Enqueue(held, (delivery.At, _count++));
        _bytes += held.Bytes;
    }

    /// <summary>The next packet that nothing can precede or follow any more.</summary>
    /// <param name="now">The arrival of the line that was read last.</param>
    public CapturedPacket? Take(DateTimeOffset now) =>
        Oldest() is { } held && (Bytes > maxBytes || now - held.At >= (held.IsAnswered ? Answered : Unanswered)) ? Give(held) : null;

    /// <summary>The next packet, when no more lines follow.</summary>
    public CapturedPacket? TakeRest() => Oldest() is { } held ? Give(held) : null;

    private Held? Oldest()
    {
        while (_order.TryPeek(out var held, out var place))
        {
            if (place.At == held.At && !held.IsGiven) return held;
            _order.Dequeue();
        }
        return null;
    }

    private CapturedPacket Give(Held held)
    {
        _order.Dequeue();
        held.IsGiven = true;
        if (_held.GetValueOrDefault(held.Key) == held) _held.Remove(held.Key);
        if (_latest.GetValueOrDefault(held.Name) == held) _latest.Remove(held.Name);
        _bytes -= held.Bytes;
        Remember(held.Key, held.At);
        if (held.Name != held.Key) Remember(held.Name, held.At);
        return held.ToPacket();
    }

    /// <summary>The packet that a delivery is one of; null when it is the first of its own.</summary>
    private Held? Find(UInt128 key, UInt128 name, CapturedDelivery delivery)
    {
        if (_held.TryGetValue(key, out var same) && IsNear(same.At, delivery.At)) return same;
        // Of the deliveries of one packet some may stand in the capture without its words: it was not known any more whether they were secret.
        if (!_latest.TryGetValue(name, out var latest) || !IsNear(latest.At, delivery.At)) return null;
        return HidesText(delivery.Packet.Span) || HidesText(latest.Packet.Span) ? latest : null;
    }

    private bool IsKnown(UInt128 key, DateTimeOffset at) => _known.TryGetValue(key, out var given) && IsNear(given, at);

    private void Remember(UInt128 key, DateTimeOffset at)
    {
        if (_knownOrder.Count == Known)
        {
            var oldest = _knownOrder.Dequeue();
            if (_known.GetValueOrDefault(oldest.Key) == oldest.At) _known.Remove(oldest.Key);
        }
        _known[key] = at;
        _knownOrder.Enqueue((key, at));
    }

    private static bool IsNear(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= Unanswered;

    private static bool HidesText(ReadOnlySpan<byte> packet) => packet.IndexOf(">***<"u8) >= 0;

    private string KindOf(Packet? packet)
    {
        if (packet is null) return "unreadable";
        if (packet is not Event happened) return packet.MsgType;
        if (_kinds.TryGetValue(happened.Name, out var kind)) return kind;
        kind = $"event {happened.Name}";
        if (_kinds.Count < 1000 && kind.Length <= 128) _kinds.Add(happened.Name, kind);
        return kind;
    }

    /// <summary>What makes two lines deliveries of one packet, its bytes included, and what WeChat tells packets apart by. Unreadable ones have only bytes.</summary>
    private static (UInt128 Key, UInt128 Name) KeysOf(CapturedDelivery delivery, Packet? packet)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var hash = new SpanText(stackalloc byte[2048]);
        hash.Add(delivery.Account ?? "");
        hash.Add("\n");
        if (packet is not null) hash.Add(packet.Key.Value);
        else hash.Add(delivery.Packet.Span);
        SHA256.HashData(hash.Written, digest);
        var name = BinaryPrimitives.ReadUInt128LittleEndian(digest);
        var key = name;
        if (packet is not null)
        {
            hash.Add(delivery.Packet.Span);
            SHA256.HashData(hash.Written, digest);
            key = BinaryPrimitives.ReadUInt128LittleEndian(digest);
        }
        hash.Dispose();
        return (key, name);
    }

    private ref struct SpanText(Span<byte> space)
    {
        private Span<byte> _space = space;
        private byte[]? _rented;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _space[.._length];

        public void Add(string text) => _length += Encoding.UTF8.GetBytes(text, Room(3 * text.Length));

        public void Add(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(Room(bytes.Length));
            _length += bytes.Length;
        }

        public readonly void Dispose()
        {
            if (_rented is { } rented) System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }

        private Span<byte> Room(int length)
        {
            if (_space.Length - _length < length)
            {
                var larger = System.Buffers.ArrayPool<byte>.Shared.Rent(2 * (_length + length));
                Written.CopyTo(larger);
                Dispose();
                _space = larger;
                _rented = larger;
            }
            return _space[_length..];
        }
    }

    /// <summary>A packet whose deliveries are being put together.</summary>
    private sealed class Held(UInt128 key, UInt128 name, string file, long line, CapturedDelivery first, string from, string kind)
    {
        private (string File, long Line, DateTimeOffset At) _first = (file, line, first.At);
        private CapturedDelivery _counts = first;
        private (string File, long Line) _countsAt = (file, line);
        private int _deliveries = 1;

        public UInt128 Key => key;

        public UInt128 Name => name;

        public ReadOnlyMemory<byte> Packet => _counts.Packet;

        public DateTimeOffset At => _first.At;

        public bool IsGiven { get; set; }

        public long Bytes =>
            Overhead + _counts.Packet.Length + 2L * (_counts.Query.Length + from.Length + kind.Length + (_counts.Answer?.Length ?? 0) + (_counts.Rule?.Length ?? 0) + (_counts.Account?.Length ?? 0));

        public bool IsAnswered => _counts.Status == 200;

        /// <summary>Takes another delivery; whether it is earlier than the others.</summary>
        public bool Add(string otherFile, long otherLine, CapturedDelivery delivery)
        {
            _deliveries++;
            // The first good answer is the one that WeChat showed.
            if (delivery.Status == 200 && (!IsAnswered || delivery.At < _counts.At)) (_counts, _countsAt) = (delivery, (otherFile, otherLine));
            if (delivery.At >= _first.At) return false;
            _first = (otherFile, otherLine, delivery.At);
            return true;
        }

        public CapturedPacket ToPacket() => new()
        {
            File = _first.File, Line = _first.Line, At = _first.At, Account = _counts.Account, Xml = _counts.Packet, From = from, Kind = kind,
            Rule = _counts.Rule, Answer = IsAnswered ? _counts.Answer ?? "" : null, Deliveries = _deliveries, AnswerFile = _countsAt.File, AnswerLine = _countsAt.Line,
        };
    }
}
