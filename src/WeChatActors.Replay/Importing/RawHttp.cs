using System.Globalization;
using System.Text;

namespace WeChatActors.Replay;

/// <summary>An HTTP/1 message as it was on the wire.</summary>
/// <param name="Method">The method of a request; empty for a response.</param>
/// <param name="Query">The query string of a request without question mark.</param>
/// <param name="Status">The status of a response; 0 for a request.</param>
/// <param name="Body">The body, without the framing of chunks.</param>
internal sealed record RawHttp(string Method, string Query, int Status, byte[] Body)
{
    /// <summary>Whether it is a request.</summary>
    public bool IsRequest => Status == 0;

    /// <summary>Reads a message; null for bytes that are none.</summary>
    public static RawHttp? Read(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0) return null;
        var lines = Encoding.Latin1.GetString(bytes[..head]).Split("\r\n");
        var words = lines[0].Split(' ', 3);
        var body = bytes[(head + 4)..];
        if (Array.Exists(lines, line => line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase) && line.Contains("chunked", StringComparison.OrdinalIgnoreCase))) body = Joined(body);
        if (words.Length >= 2 && words[0].StartsWith("HTTP/1.", StringComparison.Ordinal))
            return int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status > 0 ? new("", "", status, body.ToArray()) : null;
        if (words.Length < 3 || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal) || !words[0].All(char.IsAsciiLetterUpper)) return null;
        var question = words[1].IndexOf('?', StringComparison.Ordinal);
        return new(words[0], question < 0 ? "" : words[1][(question + 1)..], 0, body.ToArray());
    }

    /// <summary>The content of chunks; what is no chunk any more ends it.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> chunks)
    {
        var joined = new List<byte>(chunks.Length);
        while (chunks.IndexOf("\r\n"u8) is var line and > 0)
        {
            var size = chunks[..line];
            if (size.IndexOf((byte)';') is var extension and >= 0) size = size[..extension];
            if (!int.TryParse(Encoding.Latin1.GetString(size), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length <= 0) break;
            chunks = chunks[(line + 2)..];
            length = Math.Min(length, chunks.Length);
            joined.AddRange(chunks[..length]);
            chunks = chunks[length..];
            if (chunks.StartsWith("\r\n"u8)) chunks = chunks[2..];
        }
        return [.. joined];
    }
}
