using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace WeChatActors.Server;

/// <summary>The body of a caller's request: held when it is short, so that it can be sent a second time; else passed on as it arrives.</summary>
/// <param name="Content">Makes a copy of it for each attempt; null when there is none.</param>
/// <param name="Stream">The body that is passed on as it arrives; null when it is held, or there is none.</param>
internal sealed record CallerBody(Func<HttpContent>? Content, StreamedBody? Stream)
{
    private static readonly CallerBody Empty = new(null, null);

    // Slower than this is no upload but a connection that was forgotten.
    private static readonly MinDataRate SlowestUpload = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(20));

    /// <summary>Reads a body as far as it is held.</summary>
    /// <exception cref="Microsoft.AspNetCore.Http.BadHttpRequestException">It is longer than <see cref="ProxyOptions.MaxBody"/>, slower than is waited for, or broken.</exception>
    /// <exception cref="IOException">The caller went away.</exception>
    public static async ValueTask<CallerBody> Read(HttpContext context, ProxyOptions options)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }) return Empty;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = ProxyOptions.MaxBody;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = SlowestUpload;
        var request = context.Request;
        if (request.ContentLength is 0) return Held(request, default);
        if (request.ContentLength > options.ReplayBytes) return Streamed(request, default);
        if (request.ContentLength is { } length)
        {
            var whole = GC.AllocateUninitializedArray<byte>((int)length);
            await request.Body.ReadExactlyAsync(whole, context.RequestAborted);
            return Held(request, whole);
        }
        return await ReadChunks(request, options.ReplayBytes, context.RequestAborted);
    }

    private static async ValueTask<CallerBody> ReadChunks(HttpRequest request, int limit, CancellationToken ct)
    {
        var held = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            foreach (var part in read.Buffer) held.Write(part.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (held.WrittenCount > limit) return Streamed(request, held.WrittenMemory);
            if (read.IsCompleted) return Held(request, held.WrittenMemory);
        }
    }

    private static CallerBody Held(HttpRequest request, ReadOnlyMemory<byte> bytes) => new(
        () =>
        {
            var content = new ReadOnlyMemoryContent(bytes);
            ProxyHeaders.Describe(request.Headers, content.Headers);
            return content;
        },
        null);

    private static CallerBody Streamed(HttpRequest request, ReadOnlyMemory<byte> beginning)
    {
        var content = new StreamedBody(beginning, request.BodyReader, request.ContentLength);
        ProxyHeaders.Describe(request.Headers, content.Headers);
        return new CallerBody(() => content, content);
    }
}
