using System.Globalization;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>Shows a few characters of a body in an error sentence, so that they cannot forge a log line.</summary>
internal static class BodyExcerpt
{
    private const int MaxCharacters = 16;

    /// <summary>At most 16 characters in single quotes; all but printable ASCII is escaped.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("'");
        for (var shown = 0; bytes.Length > 0; shown++)
        {
            if (shown == MaxCharacters) return text.Append("...'").ToString();
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done)
                text.Append(CultureInfo.InvariantCulture, $"\\x{bytes[0]:X2}");
            else if (rune.Value is >= 0x20 and < 0x7F and not ('\'' or '\\'))
                text.Append((char)rune.Value);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            bytes = bytes[Math.Max(1, length)..];
        }
        return text.Append('\'').ToString();
    }

    /// <summary>The same for text that is no longer bytes, such as a decoded value.</summary>
    public static string Quote(string text) => Quote(Encoding.UTF8.GetBytes(text.Length > 64 ? text[..64] : text));

    /// <summary>Line and column, both from 1, of a byte; the column in characters.</summary>
    public static (int Line, int Column) Place(ReadOnlySpan<byte> body, int at)
    {
        var before = body[..Math.Min(at, body.Length)];
        if (before.StartsWith("\uFEFF"u8)) before = before[3..];
        var line = 1 + before.Count((byte)'\n');
        var column = 1;
        foreach (var b in before[(before.LastIndexOf((byte)'\n') + 1)..])
            if ((b & 0xC0) != 0x80) column++;
        return (line, column);
    }
}
