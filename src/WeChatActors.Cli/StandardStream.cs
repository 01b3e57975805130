using WeChatActors.Replay;

namespace WeChatActors.Cli;

/// <summary>One of the streams that a process is given to write to, which may lead to a full disk.</summary>
/// <param name="stream">The stream.</param>
/// <param name="failed">Hears what went wrong; may throw.</param>
internal sealed class StandardStream(Stream stream, Action<IOException> failed) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Where results go: a command whose results cannot be written has failed.</summary>
    public static StandardStream Out(Stream stream) => new(stream, static error => throw new OutputException(error));

    /// <summary>Where talk goes: nobody can be told that it cannot be written, and the work goes on without.</summary>
    public static StandardStream Error(Stream stream) => new(stream, static _ => { });

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (IOException error)
        {
            failed(error);
        }
    }

    /// <inheritdoc/>
    public override void Flush() => stream.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Results cannot be written where they were sent to.</summary>
/// <param name="error">Why.</param>
internal sealed class OutputException(IOException error)
    : Exception($"The output could not be written: {DiskFault.Describe(error)}{(DiskFault.IsFull(error) ? "; make room there, or send it elsewhere" : "")}.", error);
