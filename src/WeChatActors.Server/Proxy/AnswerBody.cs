using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Passes the body of an answer on as it arrives, no faster than the caller takes it.</summary>
internal static class AnswerBody
{
    private const int Piece = 32 * 1024;

    /// <summary>Copies to the end. When the platform breaks off or stalls, so does the answer: its end never looks like a clean one.</summary>
    /// <param name="context">The caller's request; the head of its answer is set.</param>
    /// <param name="from">The platform's body.</param>
    /// <param name="stall">How long the platform may give nothing.</param>
    /// <param name="time">The clock.</param>
    public static async Task Copy(HttpContext context, Stream from, TimeSpan stall, TimeProvider time)
    {
        var to = context.Response.BodyWriter;
        var left = context.Response.ContentLength;
        var unsent = 0;
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var gone = context.RequestAborted.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), late);
        try
        {
            while (left is not 0)
            {
                var next = from.ReadAsync(piece, late.Token);
                if (!next.IsCompleted)
                {
                    // Nothing waits here for what comes later; what is short and complete goes out in one piece with the head.
                    if (unsent > 0) await to.FlushAsync(context.RequestAborted);
                    unsent = 0;
                    late.CancelAfter(stall);
                }
                var read = await next;
                late.CancelAfter(Timeout.InfiniteTimeSpan);
                if (read == 0) break;
                left -= read;
                unsent += read;
                to.Write(piece.AsSpan(0, read));
                if (unsent < Piece) continue;
                await to.FlushAsync(context.RequestAborted);
                unsent = 0;
            }
            if (left > 0) context.Abort();
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
