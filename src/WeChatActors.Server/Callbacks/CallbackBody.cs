using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using WeChatActors.Protocol;

namespace WeChatActors.Server;

/// <summary>How reading a request body ended.</summary>
internal enum BodyRead
{
    /// <summary>All of it is there.</summary>
    Complete,

    /// <summary>It is longer than a packet may be; the rest was not read.</summary>
    TooLarge,

    /// <summary>It took too long.</summary>
    TooSlow,

    /// <summary>It ended early, or its chunks are none.</summary>
    Broken,
}

/// <summary>Reads a delivery's body within its limits of size and time, without copying it when it arrived in one piece.</summary>
internal static class CallbackBody
{
    /// <summary>Reads until the end, the size limit or the deadline.</summary>
    /// <returns>How it ended and, when complete, the body; the caller hands it back by <see cref="PipeReader.AdvanceTo(SequencePosition)"/>.</returns>
    public static async ValueTask<(BodyRead Read, ReadOnlySequence<byte> Body)> Read(HttpRequest request, TimeSpan deadline, TimeProvider time)
    {
        try
        {
            return await ReadWhole(request, deadline, time);
        }
        catch (BadHttpRequestException error)
        {
            return (error.StatusCode == StatusCodes.Status413PayloadTooLarge ? BodyRead.TooLarge : BodyRead.Broken, default);
        }
        catch (IOException)
        {
            return (BodyRead.Broken, default);
        }
    }

    private static async ValueTask<(BodyRead Read, ReadOnlySequence<byte> Body)> ReadWhole(HttpRequest request, TimeSpan deadline, TimeProvider time)
    {
        if (request.ContentLength > Callback.MaxBodyBytes) return (BodyRead.TooLarge, default);
        var reader = request.BodyReader;
        // Nearly always the body came with the headers; only a slow one is worth a timer.
        if (reader.TryRead(out var first))
        {
            if (first.Buffer.Length > Callback.MaxBodyBytes) return GiveUp(reader, first, BodyRead.TooLarge);
            if (first.IsCompleted) return (BodyRead.Complete, first.Buffer);
            reader.AdvanceTo(first.Buffer.Start, first.Buffer.End);
        }

        using var slow = new CancellationTokenSource(deadline, time);
        using var cancel = slow.Token.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), reader);
        while (true)
        {
            var result = await reader.ReadAsync(CancellationToken.None);
            if (result.IsCanceled) return GiveUp(reader, result, BodyRead.TooSlow);
            if (result.Buffer.Length > Callback.MaxBodyBytes) return GiveUp(reader, result, BodyRead.TooLarge);
            if (result.IsCompleted) return (BodyRead.Complete, result.Buffer);
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Hands back what was read, for the server still reads what is left of the request.</summary>
    private static (BodyRead Read, ReadOnlySequence<byte> Body) GiveUp(PipeReader reader, in ReadResult result, BodyRead read)
    {
        reader.AdvanceTo(result.Buffer.End);
        return (read, default);
    }
}
