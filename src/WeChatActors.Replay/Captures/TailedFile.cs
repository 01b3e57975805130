namespace WeChatActors.Replay;

/// <summary>A file that is being written, or was left by a killed process, with the lines that stand in its <see cref="Tail"/> only. What is appended later does not
/// count: a replay against the very bot whose capture it reads would else never end.</summary>
internal sealed class TailedFile : ForwardStream
{
    private readonly FileStream _file;
    private readonly FileStream? _tail;
    private readonly long _end;
    private long _at;

    /// <summary>Reads a file that ends in <c>.open</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path.</param>
    public TailedFile(FileStream file, string path)
    {
        _file = file;
        try
        {
            _tail = new FileStream(path[..^CaptureName.Open.Length] + CaptureName.Tail, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        }
        catch (FileNotFoundException)
        {
            // Everything is in the file.
        }
        _end = Math.Max(_tail is null ? 0 : Tail.End(_tail.SafeFileHandle), RandomAccess.GetLength(file.SafeFileHandle));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, _end - _at)];
        var read = RandomAccess.Read(_file.SafeFileHandle, buffer, _at);
        if (read == 0 && _tail is not null) read = Tail.Read(_tail.SafeFileHandle, _at, buffer);
        // What left the tail meanwhile is in the file now.
        if (read == 0) read = RandomAccess.Read(_file.SafeFileHandle, buffer, _at);
        _at += read;
        return read;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _tail?.Dispose();
        base.Dispose(disposing);
    }
}
