using System.Net.Http.Headers;
using System.Text;
using System.Text.Unicode;

namespace WeChatActors.Engine;

/// <summary>Reads the bytes of an answer as text.</summary>
internal static class AnswerText
{
    private static readonly Encoding Strangest = CodePagesEncodingProvider.Instance.GetEncoding("gb18030") ?? Encoding.Latin1;

    /// <summary>UTF-8 when they are that, whatever was said; else what was said; else GBK, which servers in China send without a word.</summary>
    /// <param name="bytes">The body.</param>
    /// <param name="type">Its content type; null when it has none.</param>
    public static string Read(ReadOnlySpan<byte> bytes, MediaTypeHeaderValue? type)
    {
        var said = Named(type?.CharSet);
        // Of ASCII in two or four bytes a letter each byte is UTF-8 too.
        if (said is UnicodeEncoding or UTF32Encoding) return Decode(said, bytes);
        if (bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Decode(bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode, bytes);
        if (Utf8.IsValid(bytes)) return Decode(Encoding.UTF8, bytes);
        return Decode(said ?? Strangest, bytes);
    }

    private static string Decode(Encoding encoding, ReadOnlySpan<byte> bytes) =>
        encoding.GetString(bytes.StartsWith(encoding.Preamble) ? bytes[encoding.Preamble.Length..] : bytes);

    private static Encoding? Named(string? charset)
    {
        if (charset?.Trim('"', '\'', ' ') is not { Length: > 0 } name) return null;
        if (CodePagesEncodingProvider.Instance.GetEncoding(name) is { } found) return found;
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
