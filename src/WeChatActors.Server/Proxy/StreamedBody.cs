using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace WeChatActors.Server;

/// <summary>A body that goes to the platform as it arrives from the caller, no faster than the platform takes it. It can be sent once.</summary>
/// <param name="beginning">What was read of it already.</param>
/// <param name="rest">The rest.</param>
/// <param name="total">All of it, in bytes; null when the caller does not say.</param>
internal sealed class StreamedBody(ReadOnlyMemory<byte> beginning, PipeReader rest, long? total) : HttpContent
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
        if (!beginning.IsEmpty) await stream.WriteAsync(beginning, ct);
        bool more;
        do
        {
            var read = await Next(stream, ct);
            try
            {
                foreach (var part in read.Buffer) await stream.WriteAsync(part, ct);
            }
            finally
            {
                // The server reads what is left of the request, so it must get back what was read.
                rest.AdvanceTo(read.Buffer.End);
            }
            more = !read.IsCompleted;
        }
        while (more);
    }

    /// <summary>The next bytes. What was written goes out before they are waited for: the caller may send no more until it is answered.</summary>
    private async ValueTask<ReadResult> Next(Stream stream, CancellationToken ct)
    {
        try
        {
            if (rest.TryRead(out var there)) return there;
        }
        catch (IOException error)
        {
            CallerFault = error;
            throw;
        }
        await stream.FlushAsync(ct);
        try
        {
            return await rest.ReadAsync(ct);
        }
        catch (Exception error) when (error is IOException or ConnectionAbortedException)
        {
            CallerFault = error;
            throw;
        }
    }
}
