namespace WeChatActors.Replay;

/// <content>Bodies in chunks.</content>
internal sealed partial class AnswerReader
{
    private const int MaxChunkLine = 256;

    /// <summary>What of a chunked body comes next.</summary>
    private enum ChunkPart
    {
        /// <summary>The line with the size of a chunk.</summary>
        Size,

        /// <summary>The bytes of a chunk.</summary>
        Data,

        /// <summary>The line end behind a chunk.</summary>
        DataEnd,

        /// <summary>The lines behind the last chunk.</summary>
        Trailer,
    }

    private AnswerProgress TakeChunks()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_at, _length - _at);
            if (_part == ChunkPart.Data)
            {
                var taken = (int)Math.Min(_promised, rest.Length);
                if (_bodyLength + taken > _chunked.Length) Array.Resize(ref _chunked, Math.Min(MaxBodyBytes, Math.Max(2 * _chunked.Length, Math.Max(_bodyLength + taken, SmallBuffer))));
                rest[..taken].CopyTo(_chunked.AsSpan(_bodyLength));
                (_at, _bodyLength, _promised) = (_at + taken, _bodyLength + taken, _promised - taken);
                if (_promised > 0) return Wait();
                _part = ChunkPart.DataEnd;
                continue;
            }
            var end = rest.IndexOf("\r\n"u8);
            if (end < 0) return rest.Length > MaxChunkLine ? BadChunk() : Wait();
            if (end > MaxChunkLine) return BadChunk();
            var line = rest[..end];
            _at += end + 2;
            switch (_part)
            {
                case ChunkPart.DataEnd when end > 0:
                    return BadChunk();
                case ChunkPart.DataEnd:
                    _part = ChunkPart.Size;
                    break;
                case ChunkPart.Size:
                    if (!TrySize(line, out _promised)) return BadChunk();
                    if (_promised > MaxBodyBytes - _bodyLength) return TooLong();
                    _part = _promised > 0 ? ChunkPart.Data : ChunkPart.Trailer;
                    break;
                case ChunkPart.Trailer when end == 0:
                    return _at == _length ? AnswerProgress.Complete : Surplus(_length - _at);
                case ChunkPart.Trailer:
                    // The sum of all trailers is bounded as the head is.
                    _promised += end + 2;
                    if (_promised > MaxHeadBytes) return NotHttp("The answer's headers are longer than 64 KiB.");
                    break;
            }
        }
    }

    /// <summary>What has been read makes room.</summary>
    private AnswerProgress Wait()
    {
        _buffer.AsSpan(_at, _length - _at).CopyTo(_buffer.AsSpan(_body));
        (_length, _at) = (_body + _length - _at, _body);
        return AnswerProgress.Partial;
    }

    private static bool TrySize(ReadOnlySpan<byte> line, out long size)
    {
        size = 0;
        if (line.IndexOf((byte)';') is >= 0 and var extension) line = line[..extension];
        line = line.TrimEnd(" \t"u8);
        if (line.Length is 0 or > 15) return false;
        foreach (var digit in line)
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
            size = size * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return true;
    }

    private AnswerProgress BadChunk() => NotHttp("The answer's body is said to come in chunks, but is not chunked; check Transfer-Encoding.");
}
