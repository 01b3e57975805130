namespace WeChatActors.Engine;

/// <summary>Gets an event of a stream.</summary>
/// <param name="name">Its name; empty for an ordinary one.</param>
/// <param name="data">Its data, lines joined by LF; UTF-8, unless the sender is wrong.</param>
/// <returns>Whether more is wanted.</returns>
internal delegate bool OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);

/// <summary>Reads server-sent events as they come, in pieces of any size. While it waits between events it holds next to nothing.</summary>
/// <param name="onEvent">Gets them.</param>
/// <param name="most">The longest event, in bytes.</param>
/// <remarks>Source: the HTML standard, "Server-sent events". Unlike there an event at the end of the stream counts also when no empty line follows,
/// for servers forget it.</remarks>
internal sealed class EventStream(OnEvent onEvent, int most)
{
    private byte[] _line = [];
    private int _lineLength;
    private byte[] _data = [];
    private int _dataLength;
    private bool _hasData;
    private byte[] _name = [];
    private bool _afterReturn;

    /// <summary>Whether an event was longer than is read.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Reads on.</summary>
    /// <returns>Whether more is wanted.</returns>
    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_afterReturn)
            {
                _afterReturn = false;
                if (bytes[0] == '\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }
            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0) return Keep(ref _line, ref _lineLength, bytes);
            _afterReturn = bytes[end] == '\r';
            if (!TakeLine(bytes[..end])) return false;
            bytes = bytes[(end + 1)..];
        }
        return true;
    }

    /// <summary>Says that nothing more comes.</summary>
    public void End()
    {
        if (_lineLength > 0 && !TakeLine([])) return;
        if (_hasData) Dispatch();
    }

    private bool TakeLine(ReadOnlySpan<byte> rest)
    {
        if (_lineLength == 0) return Line(rest);
        if (!Keep(ref _line, ref _lineLength, rest)) return false;
        var length = _lineLength;
        _lineLength = 0;
        return Line(_line.AsSpan(0, length));
    }

    private bool Line(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return Dispatch();
        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        if (value.StartsWith(" "u8)) value = value[1..];
        if (field.SequenceEqual("data"u8))
        {
            if (_hasData && !Keep(ref _data, ref _dataLength, "\n"u8)) return false;
            _hasData = true;
            return Keep(ref _data, ref _dataLength, value);
        }
        if (field.SequenceEqual("event"u8)) _name = value.ToArray();
        // Comments, ids, times to reconnect and what nobody knows say nothing to us.
        return true;
    }

    private bool Dispatch()
    {
        var (had, length, name) = (_hasData, _dataLength, _name);
        (_hasData, _dataLength, _name) = (false, 0, []);
        return !had || onEvent(name, _data.AsSpan(0, length));
    }

    private bool Keep(ref byte[] buffer, ref int length, ReadOnlySpan<byte> bytes)
    {
        if (length + bytes.Length > most)
        {
            IsTooLong = true;
            return false;
        }
        if (length + bytes.Length > buffer.Length) Array.Resize(ref buffer, Math.Max(length + bytes.Length, 2 * buffer.Length));
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
        return true;
    }
}
