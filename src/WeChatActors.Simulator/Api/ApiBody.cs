using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace WeChatActors.Simulator;

/// <summary>A request's body, read with a limit of size and of time.</summary>
internal abstract record ApiBody
{
    /// <summary>The most of a JSON body; 1 MiB.</summary>
    public const int JsonLimit = 1 << 20;

    /// <summary>The most of a multipart body; 12 MiB, room for the largest media of 10 MB.</summary>
    public const int MultipartLimit = 12 << 20;

    /// <summary>How long the whole body may take, by the wall's clock.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>All of it.</summary>
    internal sealed record Whole(ReadOnlyMemory<byte> Bytes) : ApiBody;

    /// <summary>It will not be read.</summary>
    /// <param name="Status">Of the answer.</param>
    /// <param name="Code">The errcode.</param>
    /// <param name="Detail">Why, in words.</param>
    internal sealed record Refused(int Status, int Code, string Detail) : ApiBody;

    /// <summary>The caller left before its end.</summary>
    internal sealed record Gone : ApiBody;

    /// <summary>Reads it.</summary>
    /// <param name="request">Whose body.</param>
    /// <param name="wall">Measures the patience.</param>
    public static async Task<ApiBody> Read(HttpRequest request, TimeProvider wall)
    {
        var multipart = IsMultipart(request.ContentType);
        var limit = multipart ? MultipartLimit : JsonLimit;
        if (request.ContentLength > limit) return TooLarge(multipart, limit);
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return new Whole(default);
        // The own limit is below the server's default; the feature is read-only once reading has begun.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;

        using var tooSlow = new CancellationTokenSource(Patience, wall);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(tooSlow.Token, request.HttpContext.RequestAborted);
        var bytes = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 0, 256, 1 << 16));
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(end.Token);
                foreach (var piece in read.Buffer)
                {
                    if (bytes.WrittenCount + piece.Length > limit)
                    {
                        request.BodyReader.AdvanceTo(read.Buffer.End);
                        return TooLarge(multipart, limit);
                    }
                    bytes.Write(piece.Span);
                }
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return new Whole(bytes.WrittenMemory);
            }
        }
        catch (OperationCanceledException) when (request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return new Gone();
        }
        catch (OperationCanceledException)
        {
            return new Refused(StatusCodes.Status408RequestTimeout, -1, string.Create(CultureInfo.InvariantCulture,
                $"{bytes.WrittenCount} bytes of the body came in {Patience.TotalSeconds:0} s, and no end"));
        }
        catch (IOException error)
        {
            if (request.HttpContext.RequestAborted.IsCancellationRequested) return new Gone();
            var status = (error as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return new Refused(status, status == StatusCodes.Status408RequestTimeout ? -1 : 47001, error.Message);
        }
    }

    /// <summary>Whether a Content-Type is multipart/form-data.</summary>
    public static bool IsMultipart(string? contentType) => contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    private static Refused TooLarge(bool multipart, int limit) => new(StatusCodes.Status200OK, multipart ? 45001 : 45002,
        $"the body is larger than {limit} bytes, the most of a {(multipart ? "multipart" : "JSON")} body");
}
