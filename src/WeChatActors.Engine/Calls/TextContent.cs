using System.Buffers;
using System.Net;
using System.Text;

namespace WeChatActors.Engine;

/// <summary>A body that stays text until it is sent: while an answer is awaited it costs nothing beside the order that holds it.</summary>
internal sealed class TextContent : HttpContent
{
    private readonly string _text;

    public TextContent(string text, string? type)
    {
        _text = text;
        if (type is not null) Headers.TryAddWithoutValidation("Content-Type", type);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(_text.Length));
        try
        {
            await stream.WriteAsync(buffer.AsMemory(0, Encoding.UTF8.GetBytes(_text, buffer)), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Encoding.UTF8.GetByteCount(_text);
        return true;
    }
}
