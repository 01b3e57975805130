using System.Buffers;
using System.Globalization;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>Writes the requests of one lane; its memory is used again for the next.</summary>
/// <param name="mint">What all packets share.</param>
internal sealed class PacketWriter(PacketMint mint)
{
    private const int KeptBytes = 64 * 1024;

    private ArrayBufferWriter<byte> _packet = new(1024);
    private ArrayBufferWriter<byte> _envelope = new();
    private ArrayBufferWriter<byte> _request = new(2048);
    private byte[] _to = [];

    /// <summary>The ToUserName of the packet that was written last; empty when it has none.</summary>
    public string To { get; private set; } = "";

    /// <summary>Writes the request for a packet: OpenID, CreateTime and MsgId new where they stand, the rest byte for byte; encrypted and signed.</summary>
    /// <returns>Head and body; valid until the next is written.</returns>
    public ReadOnlyMemory<byte> Write(Flight flight)
    {
        Reset(ref _packet);
        Reset(ref _envelope);
        Reset(ref _request);
        var now = mint.Seconds;
        Splice(flight, now);
        Span<char> timestamp = stackalloc char[20];
        now.TryFormat(timestamp, out var length, provider: CultureInfo.InvariantCulture);
        Span<char> nonce = stackalloc char[10];
        mint.NextNonce().TryFormat(nonce, out _, provider: CultureInfo.InvariantCulture);

        _request.Write(mint.Target.Span);
        mint.Signer.Sign(_request, _envelope, _packet.WrittenSpan, To, flight.OpenId, timestamp[..length], nonce);
        var body = (_envelope.WrittenCount > 0 ? _envelope : _packet).WrittenSpan;
        _request.Write(mint.Headers.Span);
        Number(_request, body.Length);
        _request.Write("\r\n\r\n"u8);
        _request.Write(body);
        return _request.WrittenMemory;
    }

    private void Splice(Flight flight, long now)
    {
        var xml = flight.Packet.Xml.Span;
        var places = flight.Places;
        NoteTo(places.To is { } to ? xml[to.Start..to.End] : default);
        var created = now;
        if (places.MsgId is null && places.CreateTime is { } own)
        {
            var hash = default(HashCode);
            hash.AddBytes(xml[..own.Start]);
            hash.AddBytes(xml[own.End..]);
            created = mint.EventTime(flight.OpenId, hash.ToHashCode(), now);
        }
        // In whatever order they stand: the one that comes next is put in its place.
        var at = 0;
        while (Next(places, at) is { } place)
        {
            _packet.Write(xml[at..place.Start]);
            if (place == places.CreateTime) Number(_packet, created);
            else if (place == places.MsgId) Number(_packet, mint.NextMsgId());
            else if (place == places.From && flight.OpenId != flight.Packet.From) Text(flight.OpenId);
            else if (place == places.To && mint.NewTo is not null) Text(mint.NewTo);
            else _packet.Write(xml[place.Start..place.End]);
            at = place.End;
        }
        _packet.Write(xml[at..]);
        if (mint.NewTo is not null && places.To is not null) To = mint.NewTo;
    }

    private static Stretch? Next(in PacketPlaces places, int from)
    {
        Stretch? next = null;
        Look(places.To);
        Look(places.From);
        Look(places.CreateTime);
        Look(places.MsgId);
        return next;

        void Look(Stretch? place)
        {
            if (place is { } seen && seen.Start >= from && !(seen.Start > next?.Start)) next = seen;
        }
    }

    /// <summary>Nearly all packets of a run are for the same account, so its name is not made anew.</summary>
    private void NoteTo(ReadOnlySpan<byte> to)
    {
        if (to.SequenceEqual(_to) && To.Length > 0 == to.Length > 0) return;
        _to = to.ToArray();
        To = Encoding.UTF8.GetString(to);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, _packet);

    private static void Number(ArrayBufferWriter<byte> output, long number)
    {
        number.TryFormat(output.GetSpan(20), out var length, provider: CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    /// <summary>One huge packet must not make every lane huge for ever.</summary>
    private static void Reset(ref ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > KeptBytes) buffer = new ArrayBufferWriter<byte>(1024);
        else buffer.ResetWrittenCount();
    }
}
