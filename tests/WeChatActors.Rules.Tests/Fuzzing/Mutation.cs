using System.Text;

namespace WeChatActors.Rules.Tests.Fuzzing;

/// <summary>Damages texts in the ways that people and machines do.</summary>
internal static class Mutation
{
    private static readonly string[] Pieces =
        ["{{", "}}", "[", "]", "{", "}", "'", "\"", "\\", "|", ">", "&a", "*a", "!!", "? ", ": ", "- ", "#", "\n", "\n  ", "\t", "\r\n", "\0", "\ud83d", "😀", "你", "（", "\ufeff",
         "user.", "msg", "m.", "(", ")", ",", "9999999999999999999999999999", "1e400", ".5", "0x", "%", "---\n", "...\n", "<<: ", "~", "null", "regex: '(a+)+$'", "(?<x>", "\u2028", "\u0085"];

    /// <summary>A text with one to five places damaged.</summary>
    public static string Of(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(mutated.Length + 1);
            switch (random.Next(4))
            {
                case 0: mutated.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 1: mutated.Remove(at, Math.Min(random.Next(8), mutated.Length - at)); break;
                case 2: mutated.Insert(at, mutated.ToString(at, Math.Min(random.Next(20), mutated.Length - at))); break;
                default: mutated.Insert(at, (char)random.Next(random.Next(2) == 0 ? 128 : 65536)); break;
            }
        }

        return mutated.ToString();
    }

    /// <summary>A file with a line moved, lost, doubled, shifted, or one of its words put in the place of another.</summary>
    public static string OfLines(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var (at, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(5))
        {
            case 0: (lines[at], lines[other]) = (lines[other], lines[at]); break;
            case 1: lines.RemoveAt(at); break;
            case 2: lines.Insert(other, lines[at]); break;
            case 3: lines[at] = random.Next(2) == 0 ? "  " + lines[at] : lines[at].Length > 2 ? lines[at][2..] : ""; break;
            default:
                var (from, to) = (lines[at].Split(' '), lines[other].Split(' '));
                to[random.Next(to.Length)] = from[random.Next(from.Length)];
                lines[other] = string.Join(' ', to);
                break;
        }

        return string.Join('\n', lines);
    }
}
