using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>Splits what is too long for one message where a reader would pause.</summary>
public static class LongText
{
    private const int Paragraph = 0, Line = 1, Sentence = 2, Clause = 3, Levels = 4;

    /// <summary>Splits a text into parts: between paragraphs if that leaves none too short, else between lines, else after a sentence, else after a comma or
    /// a blank, else between graphemes. Links (<c>&lt;a ...&gt;...&lt;/a&gt;</c>) stay whole as long as they fit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxBytes">The most bytes of UTF-8 of a part, at least 4: 2,048 for pushes, 2,047 for passive replies.</param>
    /// <returns>The parts in their order; none is blank, and nothing is missing but blanks where it was split. A text that fits is its only part; a blank
    /// one has none. A grapheme that alone is longer than a part is split between its characters.</returns>
    public static ImmutableArray<string> Split(string text, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 4);
        if (string.IsNullOrWhiteSpace(text)) return [];
        if (Encoding.UTF8.GetByteCount(text) <= maxBytes) return [text];
        var parts = ImmutableArray.CreateBuilder<string>();
        for (var rest = text.AsSpan(); !(rest = TrimStart(rest)).IsEmpty;)
        {
            var length = PartOf(rest, maxBytes);
            // A blank with so many marks that they do not fit together is left out as any other.
            if (rest[..length].TrimEnd() is { IsEmpty: false } part) parts.Add(part.ToString());
            rest = rest[length..];
        }
        return parts.DrainToImmutable();
    }

    private static int PartOf(ReadOnlySpan<char> rest, int maxBytes)
    {
        var seen = Beginning(rest, maxBytes + 2);
        if (seen.Length == rest.Length && Encoding.UTF8.GetByteCount(rest) <= maxBytes) return rest.Length;
        var fitting = PassiveReplyLimits.FittingLength(seen, maxBytes);
        if (fitting == 0) return RunesOf(seen, maxBytes);
        if (LinkAround(rest, fitting) is > 0 and var link) fitting = link;
        Span<int> last = stackalloc int[Levels];
        FindPauses(rest, fitting, last);
        // Few messages may be pushed: a part that is nearly empty costs as much as a full one.
        foreach (var least in (ReadOnlySpan<int>)[fitting / 3, fitting / 6])
            foreach (var pause in last)
                if (pause > least) return pause;
        return fitting;
    }

    // Enough to know where the graphemes of a part end, and not half a character.
    private static ReadOnlySpan<char> Beginning(ReadOnlySpan<char> rest, int length)
    {
        if (length >= rest.Length) return rest;
        return char.IsHighSurrogate(rest[length - 1]) ? rest[..(length + 1)] : rest[..length];
    }

    private static int RunesOf(ReadOnlySpan<char> rest, int maxBytes)
    {
        var (length, bytes) = (0, 0);
        while (length < rest.Length)
        {
            Rune.DecodeFromUtf16(rest[length..], out _, out var consumed);
            bytes += Encoding.UTF8.GetByteCount(rest.Slice(length, consumed));
            if (bytes > maxBytes) break;
            length += consumed;
        }
        return length;
    }

    /// <summary>Where the link begins in whose midst a place is; 0 when it is in none.</summary>
    private static int LinkAround(ReadOnlySpan<char> text, int place)
    {
        var begin = text[..place].LastIndexOf("<a ", StringComparison.OrdinalIgnoreCase);
        if (begin < 0) return 0;
        var end = text[begin..].IndexOf("</a>", StringComparison.OrdinalIgnoreCase);
        return end >= 0 && begin + end + 4 > place ? begin : 0;
    }

    /// <summary>Finds the last place of each kind where the beginning of a text can end.</summary>
    private static void FindPauses(ReadOnlySpan<char> text, int fitting, Span<int> last)
    {
        // Inside a link no place counts: it is passed in one leap.
        var ended = Pause.None;
        for (var i = 0; i < fitting;)
        {
            if (text[i] == '<' && LinkAround(text, Math.Min(i + 3, text.Length)) == i && i > 0 && text[i..].IndexOf("</a>", StringComparison.OrdinalIgnoreCase) is >= 0 and var end)
            {
                i += end + 4;
                ended = Pause.None;
                continue;
            }
            var length = StringInfo.GetNextTextElementLength(text[i..]);
            var next = i + length;
            var grapheme = length == 1 || text[i] == '\r' ? text[next - 1] : '\uFFFF';
            if (next > fitting) return;
            switch (grapheme)
            {
                case '\n' or '\r':
                    if (ended is Pause.Line) last[Paragraph] = next;
                    last[Line] = next;
                    ended = Pause.Line;
                    break;
                case ' ' or '\t' or '\u3000' or '\u00A0':
                    if (ended is Pause.AsciiSentence or Pause.Sentence) last[Sentence] = next;
                    last[Clause] = next;
                    if (ended is not Pause.Line) ended = Pause.None;
                    break;
                case var ending when Ends(ending):
                    ended = Pause.Sentence;
                    break;
                case '.' or '!' or '?' or ';':
                    ended = Pause.AsciiSentence;
                    break;
                case '，' or '、' or '：':
                    last[Clause] = next;
                    ended = Pause.None;
                    break;
                case var closing when Closes(closing):
                    break;
                default:
                    ended = Pause.None;
                    break;
            }
            // Points stand inside of numbers and addresses too: only a blank behind shows the end of a sentence.
            if (ended is Pause.Sentence && !(next < text.Length && (Closes(text[next]) || Ends(text[next])))) last[Sentence] = next;
            i = next;
        }
    }

    private static bool Ends(char sign) => sign is '。' or '！' or '？' or '…' or '；';

    // What closes stays with its sentence.
    private static bool Closes(char sign) => sign is '”' or '’' or '」' or '』' or '）' or '】' or '》' or '〉' or '»' or '"' or '\'' or ')' or ']';

    // Blanks that carry a combining mark are no blanks.
    private static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && char.IsWhiteSpace(text[0]))
        {
            var length = StringInfo.GetNextTextElementLength(text);
            if (length > 1 && text[0] != '\r') break;
            text = text[length..];
        }
        return text;
    }

    private enum Pause
    {
        None,
        Line,
        AsciiSentence,
        Sentence,
    }
}
