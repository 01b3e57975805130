using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace WeChatActors.Protocol;

/// <summary>Finds where a body stops being XML 1.0 text in UTF-8, before any markup is looked at.</summary>
internal static class BodyEncoding
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    /// <summary>Gives the number of bytes before the first one that is not allowed, and why it is not; all of them when none is.</summary>
    /// <param name="body">The body.</param>
    /// <param name="fault">InvalidUtf8, IllegalCharacter, or UnexpectedEnd when the body ends inside a character.</param>
    public static int ValidLength(ReadOnlySpan<byte> body, out PacketFault fault)
    {
        fault = PacketFault.UnexpectedEnd;
        var valid = Utf8.IsValid(body) ? body.Length : FirstInvalid(body, out fault);
        if (body[..valid].IndexOfAny(Controls) is >= 0 and var control)
        {
            valid = control;
            fault = PacketFault.IllegalCharacter;
        }
        if (FirstNoncharacter(body[..valid]) is >= 0 and var noncharacter)
        {
            valid = noncharacter;
            fault = PacketFault.IllegalCharacter;
        }
        return valid;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> body, out PacketFault fault)
    {
        var at = 0;
        while (true)
        {
            var status = Rune.DecodeFromUtf8(body[at..], out _, out var length);
            if (status != OperationStatus.Done)
            {
                fault = status == OperationStatus.NeedMoreData ? PacketFault.UnexpectedEnd : PacketFault.InvalidUtf8;
                return at;
            }
            at += length;
        }
    }

    /// <summary>U+FFFE and U+FFFF, the only noncharacters that XML 1.0 forbids.</summary>
    private static int FirstNoncharacter(ReadOnlySpan<byte> body)
    {
        for (var at = 0; body[at..].IndexOf((byte)0xEF) is >= 0 and var next;)
        {
            at += next;
            if (at + 2 < body.Length && body[at + 1] == 0xBF && body[at + 2] >= 0xBE) return at;
            at++;
        }
        return -1;
    }
}
