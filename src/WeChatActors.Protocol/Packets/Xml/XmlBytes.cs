using System.Buffers;
using System.Text;
using System.Xml;

namespace WeChatActors.Protocol;

/// <summary>The character classes of XML 1.0 over UTF-8 that is known to be valid.</summary>
internal static class XmlBytes
{
    /// <summary>ASCII characters a name may go on with, without the colon.</summary>
    public static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    public static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    public static bool IsBlank(char c) => c is ' ' or '\n' or '\r' or '\t';

    public static bool IsBlank(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 0 || (IsBlank(bytes[^1]) && IsBlank(bytes[0]) && bytes.IndexOfAnyExcept(Blanks) < 0);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && IsBlank(bytes[0])) bytes = bytes[1..];
        while (bytes.Length > 0 && IsBlank(bytes[^1])) bytes = bytes[..^1];
        return bytes;
    }

    /// <summary>Length of the name without colon at the start; 0 when there is none.</summary>
    public static int NameLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0) return 0;
        var first = bytes[0];
        if (first < 0x80 && !char.IsAsciiLetter((char)first) && first != '_') return 0;
        var length = 0;
        while (true)
        {
            var run = bytes[length..].IndexOfAnyExcept(NameBytes);
            length = run < 0 ? bytes.Length : length + run;
            if (length == bytes.Length || bytes[length] < 0x80) return length;
            // Beyond ASCII the platform's own table decides; it has no characters outside the BMP.
            Rune.DecodeFromUtf8(bytes[length..], out var rune, out var size);
            if (!rune.IsBmp || !(length == 0 ? XmlConvert.IsStartNCNameChar((char)rune.Value) : XmlConvert.IsNCNameChar((char)rune.Value)))
                return length;
            length += size;
        }
    }

    /// <summary>Whether a code point is a character that XML 1.0 allows.</summary>
    public static bool IsLegal(int codePoint) =>
        codePoint is 9 or 10 or 13 or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);
}
