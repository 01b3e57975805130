using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>A body that goes to the platform as it arrives from the caller, no faster than the platform takes it. It can be sent once.</summary>
/// <param name="beginning">What was read of it already.</param>
/// <param name="rest">The rest.</param>
/// <param name="total">All of it, in bytes; null when the caller does not say.</param>
/// <param name="clock">Ends the call when the platform takes nothing, or does not answer afterwards.</param>
internal sealed class StreamedBody(ReadOnlyMemory<byte> beginning, PipeReader rest, long? total, UploadClock clock) : HttpContent
{
    /// <summary>Why the caller's side of it failed; null while it did not.</summary>
    public Exception? CallerFault { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Copy(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => Copy(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = total ?? 0;
        return total is not null;
    }

    private async Task Copy(Stream stream, CancellationToken ct)
    {
        if (!beginning.IsEmpty) await Write(stream, beginning, ct);
        bool more;
        do
        {
            var read = await Next(stream, ct);
            foreach (var part in read.Buffer) await Write(stream, part, ct);
            rest.AdvanceTo(read.Buffer.End);
            more = !read.IsCompleted;
        }
        while (more);
        await Flush(stream, ct);
        clock.AwaitAnswer();
    }

    /// <summary>The next bytes. What was written goes out before they are waited for: the caller may send no more until it is answered.</summary>
    private async ValueTask<ReadResult> Next(Stream stream, CancellationToken ct)
    {
        var next = rest.ReadAsync(ct);
        if (!next.IsCompleted) await Flush(stream, ct);
        try
        {
            return await next;
        }
        catch (Exception error) when (IsCallers(error))
        {
            CallerFault = error;
            throw;
        }
    }

    private async ValueTask Write(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var write = stream.WriteAsync(bytes, ct);
        if (write.IsCompletedSuccessfully) return;
        clock.AwaitProgress();
        await write;
        clock.Rest();
    }

    private async ValueTask Flush(Stream stream, CancellationToken ct)
    {
        clock.AwaitProgress();
        await stream.FlushAsync(ct);
        clock.Rest();
    }

    private static bool IsCallers(Exception error) => error is BadHttpRequestException or ConnectionAbortedException or IOException;
}
