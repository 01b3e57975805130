using System.Text;

namespace WeChatActors.Rules.Tests.Formatting;

/// <summary>Random files in every style that is read, with comments and empty lines wherever they may stand.</summary>
internal sealed class RandomYaml(Random random)
{
    private static readonly string[] Keys = ["version", "rules", "id", "exact", "reply", "do", "when", "dialogs", "slots", "tests", "'q k'", "\"1\"", "你", "priority", "x-y"];

    private static readonly string[] Plain =
        ["a", "b c", "你好", "1", "1.5", "true", "null", "~", "yes", "on", "12:30", "0x1f", "2026-02-01", "http://a.example/?b=c", "x#y", "a:b", "-1", "$greet", "😀 x", "、，？", "a-b", "long words and more of them"];

    private static readonly string[] Quoted =
        ["'a'", "\"b\"", "'it''s'", "\"a\\nb\"", "\"\\u4f60\"", "''", "\"\"", "'# no comment'", "\" # no\"", "'[微笑]'", "\"{{ x | cut(3) }}\"", "'a: b'", "'- a'", "\"\\\\d\"", "'1'", "\"yes\"", "' x '", "'a, b'", "\"[x]\"", "\"\\u200B\"", "'～'"];

    private readonly StringBuilder _text = new();

    public string File()
    {
        if (random.Next(4) == 0) _text.Append("# top\n\n");
        if (random.Next(8) == 0) _text.Append("---\n");
        if (random.Next(10) == 0)
        {
            Flow(3);
            _text.Append(Comment()).Append('\n');
        }
        else
        {
            Block(0, 4, isMap: random.Next(5) > 0);
        }

        if (random.Next(4) == 0) _text.Append("# end\n");
        return random.Next(6) == 0 ? _text.ToString().Replace("\n", "\r\n", StringComparison.Ordinal) : _text.ToString();
    }

    private string Comment() => random.Next(5) switch
    {
        0 => new string(' ', random.Next(1, 5)) + "# " + "abc你"[..random.Next(1, 5)],
        1 when random.Next(5) == 0 => " #",
        _ => "",
    };

    private void Between(int indent)
    {
        while (random.Next(5) == 0)
        {
            if (random.Next(2) == 0) _text.Append('\n');
            else _text.Append(' ', random.Next(3) == 0 ? random.Next(6) : indent).Append("# ").Append(random.Next(100)).Append('\n');
        }
    }

    private void Block(int indent, int depth, bool isMap)
    {
        var used = new HashSet<string>();
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var key = Keys[random.Next(Keys.Length)];
            if (isMap && !used.Add(key)) continue;
            Between(indent);
            _text.Append(' ', indent);
            Entry(isMap ? key + ":" : "-", indent, depth);
        }
    }

    private void Entry(string head, int indent, int depth)
    {
        _text.Append(head);
        switch (random.Next(depth > 0 ? 9 : 5))
        {
            case 0: _text.Append(Comment()).Append('\n'); break;
            case 1: Text(indent); break;
            case 2 or 3: _text.Append(' ').Append(Pick(random.Next(2) == 0 ? Plain : Quoted)).Append(Comment()).Append('\n'); break;
            case 4 or 5:
                _text.Append(' ');
                Flow(Math.Min(depth, 3));
                _text.Append(Comment()).Append('\n');
                break;
            case 6 when head == "-":
                // The entries of an item begin on its line.
                _text.Append(' ');
                var isMap = random.Next(3) > 0;
                Entry(isMap ? "first:" : "-", indent + 2, depth - 1);
                if (random.Next(2) != 0) break;
                Between(indent + 2);
                _text.Append(' ', indent + 2);
                Entry(isMap ? "second:" : "-", indent + 2, depth - 1);
                break;
            default:
                _text.Append(Comment()).Append('\n');
                Block(indent + random.Next(1, 4), depth - 1, random.Next(2) == 0);
                break;
        }
    }

    private void Text(int indent)
    {
        var content = indent + random.Next(1, 4);
        var sign = random.Next(2) == 0 ? "|" : ">";
        _text.Append(' ').Append(sign).Append(Pick("", "-", "+")).Append(Comment()).Append('\n');
        for (var n = random.Next(0, 4); n >= 0; n--)
        {
            if (random.Next(5) == 0) _text.Append('\n');
            _text.Append(' ', content).Append(Pick("x", "# no comment", "- y", "a: b", "z  ", "{{ x }}")).Append('\n');
            if (random.Next(5) == 0) _text.Append(' ', content).Append("  deeper\n");
        }

        if (random.Next(4) == 0) _text.Append('\n');
    }

    private void Flow(int depth)
    {
        var isMap = random.Next(2) == 0;
        _text.Append(isMap ? '{' : '[');
        Break();
        var used = new HashSet<string>();
        for (var n = random.Next(0, 4); n > 0; n--)
        {
            var key = Keys[random.Next(Keys.Length)];
            if (isMap && !used.Add(key)) continue;
            if (used.Count > 1 || (!isMap && _text[^1] is not ('[' or ' ' or '\n'))) Comma();
            if (isMap) _text.Append(key).Append(": ");
            if (depth > 0 && random.Next(3) == 0) Flow(depth - 1);
            else if (!isMap && random.Next(8) == 0) _text.Append("pair: ").Append(Pick(Quoted));
            else _text.Append(Pick(random.Next(2) == 0 ? Plain : Quoted));
            if (!isMap) Comma();
        }

        Break();
        _text.Append(isMap ? '}' : ']');
    }

    private void Comma()
    {
        if (_text[^1] is ' ' or '\n' && _text.ToString().AsSpan().TrimEnd() is [.., ',']) return;
        _text.Append(',');
        Break();
        if (_text[^1] == ',') _text.Append(' ');
    }

    private void Break()
    {
        if (random.Next(8) != 0) return;
        _text.Append(random.Next(3) == 0 ? " # in\n" : "\n").Append(' ', random.Next(40, 44));
    }

    private string Pick(params string[] texts) => texts[random.Next(texts.Length)];
}
