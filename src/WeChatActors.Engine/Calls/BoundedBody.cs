namespace WeChatActors.Engine;

/// <summary>Reads a body to its end, if that is near enough.</summary>
internal static class BoundedBody
{
    private const int First = 1024;

    /// <summary>Waits without a buffer until there is something to read, or the end.</summary>
    public static ValueTask<int> Arrival(Stream stream, CancellationToken ct) => stream.ReadAsync(Memory<byte>.Empty, ct);

    /// <summary>Reads it. Nothing is held while nothing has come.</summary>
    /// <param name="content">The body.</param>
    /// <param name="most">The longest that is read, in bytes after decompression.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>The body; null when it is longer.</returns>
    public static async ValueTask<ReadOnlyMemory<byte>?> Read(HttpContent content, int most, CancellationToken ct)
    {
        var length = content.Headers.ContentLength;
        if (length > most) return null;
        await using var stream = await content.ReadAsStreamAsync(ct);
        await Arrival(stream, ct);
        // One byte more than announced, so that the end shows; one more than may be, so that too much shows.
        var buffer = new byte[Math.Min(length + 1 ?? First, most + 1L)];
        var held = 0;
        while (true)
        {
            if (held > most) return null;
            if (held == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, most + 1L));
            var got = await stream.ReadAsync(buffer.AsMemory(held), ct);
            if (got == 0) return buffer.AsMemory(0, held);
            held += got;
        }
    }
}
