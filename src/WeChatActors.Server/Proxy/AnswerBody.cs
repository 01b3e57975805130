using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace WeChatActors.Server;

/// <summary>Passes the body of an answer on as it arrives, no faster than the caller takes it.</summary>
internal static class AnswerBody
{
    private const int Piece = 32 * 1024;

    /// <summary>Copies to the end. When the platform breaks off, so does the answer: its end never looks like a clean one.</summary>
    /// <param name="context">The caller's request; the head of its answer is set.</param>
    /// <param name="from">The platform's body.</param>
    public static async Task Copy(HttpContext context, Stream from)
    {
        var to = context.Response.BodyWriter;
        var left = context.Response.ContentLength;
        var unsent = 0;
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (left is not 0)
            {
                var next = from.ReadAsync(piece, context.RequestAborted);
                if (!next.IsCompleted)
                {
                    // Nothing waits here for what comes later; what is short and complete goes out in one piece with the head.
                    if (unsent > 0) await to.FlushAsync(context.RequestAborted);
                    unsent = 0;
                }
                var read = await next;
                if (read == 0) break;
                left -= read;
                unsent += read;
                to.Write(piece.AsSpan(0, read));
                if (unsent < Piece) continue;
                await to.FlushAsync(context.RequestAborted);
                unsent = 0;
            }
            if (left > 0) context.Abort();
            // The server flushes by itself only what goes out together with the head.
            else if (unsent > 0) await to.FlushAsync(context.RequestAborted);
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
