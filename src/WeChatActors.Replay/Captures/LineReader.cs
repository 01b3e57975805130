namespace WeChatActors.Replay;

/// <summary>How the next line was found.</summary>
internal enum LineRead
{
    /// <summary>It is whole.</summary>
    Whole,

    /// <summary>It is the last one, and nothing ends it.</summary>
    Cut,

    /// <summary>It is longer than lines may be; it was skipped.</summary>
    TooLong,

    /// <summary>There is none.</summary>
    End,
}

/// <summary>Takes a stream apart into lines, in bounded memory. Zero bytes before a line are skipped: a file that is being written ends with them.</summary>
/// <param name="stream">The stream; not disposed.</param>
/// <param name="maxBytes">The longest line that is given.</param>
internal sealed class LineReader(Stream stream, int maxBytes)
{
    private const int MaxSkipped = 64 * 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _searched;
    private bool _ended;

    /// <summary>The line without its end; valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>How many zero bytes stood before it.</summary>
    public long Zeros { get; private set; }

    /// <summary>How many bytes were read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads the next line.</summary>
    public ValueTask<LineRead> Next(CancellationToken ct)
    {
        Zeros = 0;
        return SkipZeros() && FindEnd() is var end and >= 0 ? new(Take(end, LineRead.Whole)) : ReadOn(ct);
    }

    private async ValueTask<LineRead> ReadOn(CancellationToken ct)
    {
        while (true)
        {
            var isThere = SkipZeros();
            if (isThere && FindEnd() is var end and >= 0) return Take(end, LineRead.Whole);
            if (_ended) return isThere ? Take(_end - _start, LineRead.Cut) : LineRead.End;
            if (_end - _start > maxBytes) return await SkipLine(ct);
            await Fill(ct);
        }
    }

    /// <summary>Whether anything but zeros is in the buffer.</summary>
    private bool SkipZeros()
    {
        if (_searched > 0) return true;
        var zeros = _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept((byte)0);
        if (zeros < 0) zeros = _end - _start;
        (_start, Zeros) = (_start + zeros, Zeros + zeros);
        return _start < _end;
    }

    private int FindEnd()
    {
        var at = _buffer.AsSpan(_start + _searched, _end - _start - _searched).IndexOf((byte)'\n');
        if (at >= 0) return _searched + at;
        _searched = _end - _start;
        return -1;
    }

    private LineRead Take(int length, LineRead how)
    {
        Number++;
        var line = _buffer.AsMemory(_start, length);
        _start += Math.Min(length + 1, _end - _start);
        _searched = 0;
        if (line.Length > maxBytes) how = LineRead.TooLong;
        Line = line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
        return how;
    }

    private async ValueTask<LineRead> SkipLine(CancellationToken ct)
    {
        // A line without end is given in pieces: whoever reads gives up some day.
        for (var until = Bytes + MaxSkipped; !_ended && Bytes < until;)
        {
            if (FindEnd() is var end and >= 0) return Take(end, LineRead.TooLong);
            (_start, _end, _searched) = (0, 0, 0);
            await Fill(ct);
        }
        Number++;
        (_start, _searched) = (_end, 0);
        return LineRead.TooLong;
    }

    private async ValueTask Fill(CancellationToken ct)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        Bytes += read;
        _ended = read == 0;
    }
}
