namespace WeChatActors.Engine;

/// <summary>A body whose beginning was looked at already: that, and then the rest as it arrives.</summary>
/// <param name="seen">The beginning.</param>
/// <param name="rest">What follows; null for nothing. Disposed with this.</param>
/// <param name="stall">How long one read may wait.</param>
/// <param name="time">Measures it.</param>
internal sealed class AnswerBody(ReadOnlyMemory<byte> seen, Stream? rest, TimeSpan stall, TimeProvider time) : Stream
{
    private ReadOnlyMemory<byte> _seen = seen;
    private CallLimit? _limit;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_seen.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _seen.Length);
            _seen[..count].CopyTo(buffer);
            _seen = _seen[count..];
            return count;
        }
        if (rest is null) return 0;
        _limit ??= new CallLimit(time);
        try
        {
            var read = rest.ReadAsync(buffer, _limit.Token);
            if (read.IsCompleted) return await read;
            using var watch = _limit.Begin(stall, cancellationToken);
            return await read;
        }
        catch (OperationCanceledException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"The platform's answer stood still for {CallLimit.Seconds(stall)}.", error);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Readers on a network wait; none of ours blocks a thread for it.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read the platform's answer with ReadAsync.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest?.Dispose();
            _limit?.Dispose();
        }
        base.Dispose(disposing);
    }
}
