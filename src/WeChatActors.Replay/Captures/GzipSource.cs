using System.IO.Compression;

namespace WeChatActors.Replay;

/// <summary>The bytes of a .gz file for whoever unpacks them. <see cref="GZipStream"/> takes a file that is cut off for one that has ended; behind the
/// last byte it is given one that begins no part of a .gz file, and only who is in the middle of one asks for more.</summary>
internal sealed class GzipSource : ForwardStream
{
    private readonly Stream _file;
    private bool _ended;

    private GzipSource(Stream file) => _file = file;

    /// <summary>Unpacks a file; reading what is cut off is an <see cref="InvalidDataException"/>.</summary>
    /// <param name="file">The file, disposed with what is returned.</param>
    public static GZipStream Unpack(Stream file) => new(new GzipSource(file), CompressionMode.Decompress);

    public override int Read(Span<byte> buffer)
    {
        var read = _file.Read(buffer);
        return read > 0 || buffer.IsEmpty ? read : End(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _file.ReadAsync(buffer, cancellationToken);
        return read > 0 || buffer.IsEmpty ? read : End(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private int End(Span<byte> buffer)
    {
        // An empty file stays one.
        if (_file.Length == 0) return 0;
        if (_ended) throw new InvalidDataException("its compressed data is cut off");
        _ended = true;
        buffer[0] = 0xFF;
        return 1;
    }
}
