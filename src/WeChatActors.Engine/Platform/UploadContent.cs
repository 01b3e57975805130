using System.Net;

namespace WeChatActors.Engine;

/// <summary>A long body on its way to the platform: as long as it moves it may take its time, and only then begins the wait for the answer.</summary>
internal sealed class UploadContent : HttpContent
{
    /// <summary>Shorter bodies are not watched, in bytes.</summary>
    public const int LongFrom = 64 * 1024;

    private readonly HttpContent _inner;
    private readonly CallLimit _limit;
    private readonly TimeSpan _stall;
    private readonly TimeSpan _answer;

    private UploadContent(HttpContent inner, CallLimit limit, TimeSpan stall, TimeSpan answer)
    {
        (_inner, _limit, _stall, _answer) = (inner, limit, stall, answer);
        foreach (var (name, values) in inner.Headers.NonValidated) Headers.TryAddWithoutValidation(name, values);
    }

    /// <summary>The body as it is, or watched when it is long or nobody knows how long.</summary>
    /// <param name="content">The body. Disposed with what is returned.</param>
    /// <param name="limit">The limit of the attempt.</param>
    /// <param name="stall">How long the body may stand still.</param>
    /// <param name="answer">How long the answer may take after its last byte.</param>
    public static HttpContent Of(HttpContent content, CallLimit limit, TimeSpan stall, TimeSpan answer) =>
        content.Headers.ContentLength is < LongFrom ? content : new UploadContent(content, limit, stall, answer);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _limit.Restart(_stall);
        await _inner.CopyToAsync(new Watched(stream, this), context, cancellationToken);
        _limit.Restart(_answer);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Watched(Stream stream, UploadContent upload) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await stream.WriteAsync(buffer, cancellationToken);
            upload._limit.Restart(upload._stall);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

        public override void Flush() => stream.Flush();

        public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
