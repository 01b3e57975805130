using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace WeChatActors.Protocol;

/// <summary>Writes XML into a buffer writer without allocating.</summary>
internal readonly ref struct XmlOutput(IBufferWriter<byte> output)
{
    /// <summary>What needs a look inside CDATA: parts of <c>]]&gt;</c>, CR, and all that XML 1.0 forbids but surrogates.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create(
        "]>\r\uFFFE\uFFFF\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F");

    public void Raw(ReadOnlySpan<byte> utf8) => output.Write(utf8);

    /// <summary>Text that needs no care, such as digits or hex.</summary>
    public void Text(ReadOnlySpan<char> text) => Encode(text);

    public void Number(long value)
    {
        var span = output.GetSpan(20);
        value.TryFormat(span, out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>An element that holds a number.</summary>
    public void Element(ReadOnlySpan<byte> name, long value)
    {
        Open(name);
        Number(value);
        Close(name);
    }

    /// <summary>An element that holds a string in CDATA; none for null.</summary>
    public void Element(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null) return;
        Open(name);
        Raw("<![CDATA["u8);
        CData(value);
        Raw("]]>"u8);
        Close(name);
    }

    public void Open(ReadOnlySpan<byte> name)
    {
        Raw("<"u8);
        Raw(name);
        Raw(">"u8);
    }

    public void Close(ReadOnlySpan<byte> name)
    {
        Raw("</"u8);
        Raw(name);
        Raw(">"u8);
    }

    /// <summary>The inside of a CDATA section. What ends it is split; characters are compared as they are written, because leaving
    /// a forbidden one out may bring <c>]]</c> and <c>&gt;</c> together.</summary>
    public void CData(ReadOnlySpan<char> text)
    {
        var brackets = 0;
        while (true)
        {
            var run = text.IndexOfAny(Special);
            if (Encode(run < 0 ? text : text[..run])) brackets = 0;
            if (run < 0) return;
            switch (text[run])
            {
                case ']':
                    Raw("]"u8);
                    brackets++;
                    break;
                case '>':
                    if (brackets >= 2) Raw("]]><![CDATA["u8);
                    Raw(">"u8);
                    brackets = 0;
                    break;
                case '\r':
                    // A reader makes LF of both forms; writing it so keeps the length that was counted.
                    if (run + 1 == text.Length || text[run + 1] != '\n') Raw("\n"u8);
                    brackets = 0;
                    break;
            }
            text = text[(run + 1)..];
        }
    }

    /// <summary>Encodes, leaving lone surrogates out.</summary>
    /// <returns>Whether anything was written.</returns>
    private bool Encode(ReadOnlySpan<char> text)
    {
        var any = false;
        while (text.Length > 0)
        {
            var status = Utf8.FromUtf16(
                text, output.GetSpan(Math.Min(3 * text.Length, 512)), out var read, out var written, replaceInvalidSequences: false);
            output.Advance(written);
            any |= written > 0;
            text = text[read..];
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData) text = text[1..];
        }
        return any;
    }
}
