using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>A line of JSON that is being written, in memory that is used again.</summary>
internal sealed class LineBuffer
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\', 127]);

    private const int TimeLength = 26;

    private readonly byte[] _time = new byte[TimeLength + 7];
    private long _second = -1;
    private byte[] _bytes = new byte[8 * 1024];
    private int _length;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins anew.</summary>
    public void Clear() => _length = 0;

    /// <summary>Leaves only the first bytes.</summary>
    public void CutAt(int length) => _length = Math.Min(_length, length);

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Writes part of a JSON text.</summary>
    /// <param name="text">Valid UTF-8.</param>
    public void Text(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0)
            {
                Raw(text);
                return;
            }
            var room = Room(plain + 6);
            text[..plain].CopyTo(room);
            _length += plain;
            Escape(text[plain], room[plain..]);
            text = text[(plain + 1)..];
        }
    }

    /// <summary>Writes part of a JSON text.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        var written = Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));
        var bytes = _bytes.AsSpan(_length, written);
        if (bytes.ContainsAny(Escaped)) Text(bytes.ToArray());
        else _length += written;
    }

    /// <summary>Writes bytes in base64.</summary>
    public void Base64(ReadOnlySpan<byte> bytes)
    {
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, Room(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _length += written;
    }

    /// <summary>Writes a time to the microsecond, such as <c>2026-03-02T02:00:00.123456Z</c>.</summary>
    public void Time(DateTimeOffset at)
    {
        var (second, ticks) = long.DivRem(at.UtcTicks, TimeSpan.TicksPerSecond);
        if (second != _second)
        {
            // What comes in the same second begins alike.
            Utf8Formatter.TryFormat(new DateTime(second * TimeSpan.TicksPerSecond, DateTimeKind.Utc), _time, out _, new StandardFormat('O'));
            _second = second;
        }
        Raw(_time.AsSpan(0, TimeLength - 6));
        Utf8Formatter.TryFormat(ticks / TimeSpan.TicksPerMicrosecond, Room(7), out _, new StandardFormat('D', 6));
        _bytes[_length + 6] = (byte)'Z';
        _length += 7;
    }

    /// <summary>Writes milliseconds with at most two decimals.</summary>
    public void Milliseconds(TimeSpan span)
    {
        const long TicksPerHundredth = TimeSpan.TicksPerMillisecond / 100;
        var (whole, hundredths) = long.DivRem(Math.Max(0, (span.Ticks + TicksPerHundredth / 2) / TicksPerHundredth), 100);
        Number(whole);
        if (hundredths == 0) return;
        var (tenths, rest) = int.DivRem((int)hundredths, 10);
        ReadOnlySpan<byte> decimals = [(byte)'.', (byte)('0' + tenths), (byte)('0' + rest)];
        Raw(rest == 0 ? decimals[..2] : decimals);
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(long number)
    {
        Utf8Formatter.TryFormat(number, Room(24), out var written);
        _length += written;
    }

    private void Escape(byte letter, Span<byte> room)
    {
        var (second, length) = letter switch
        {
            (byte)'"' or (byte)'\\' => (letter, 2),
            (byte)'\n' => ((byte)'n', 2),
            (byte)'\r' => ((byte)'r', 2),
            (byte)'\t' => ((byte)'t', 2),
            _ => ((byte)'u', 6),
        };
        room[0] = (byte)'\\';
        room[1] = second;
        if (length == 6)
        {
            room[2] = room[3] = (byte)'0';
            room[4] = (byte)"0123456789abcdef"[letter >> 4];
            room[5] = (byte)"0123456789abcdef"[letter & 15];
        }
        _length += length;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + length));
        return _bytes.AsSpan(_length);
    }
}
