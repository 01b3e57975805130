namespace WeChatActors.Rules;

/// <summary>Finds the place in the file of a character inside a scalar, by reading the source beside the value.</summary>
internal static class ScalarPlaces
{
    public static Place Find(YamlScalar scalar, int offset)
    {
        var source = scalar.File.Text;
        var value = scalar.Value;
        var at = Math.Min(scalar.Index, source.Length);
        var blockIndent = 0;
        switch (scalar.Style)
        {
            case ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted: at++; break;
            case ScalarStyle.Literal or ScalarStyle.Folded: (at, blockIndent) = BlockStart(source, at, value); break;
        }

        for (var i = 0; i < offset && i < value.Length && at < source.Length;)
        {
            var c = source[at];
            if (scalar.Style == ScalarStyle.DoubleQuoted && c == '\\')
                (at, i) = Escape(source, at, i);
            else if (scalar.Style == ScalarStyle.SingleQuoted && c == '\'')
                (at, i) = (at + 2, i + 1);
            else if (c is '\n' or '\r' && scalar.Style == ScalarStyle.Literal)
                (at, i) = (AfterIndent(source, AfterBreak(source, at), blockIndent), i + 1);
            else if (BreakAhead(source, at))
                (at, i) = (AfterBlanks(source, at), AfterFold(value, i));
            else
                (at, i) = (at + 1, i + 1);
        }

        if (scalar.Style == ScalarStyle.DoubleQuoted && at + 1 < source.Length && source[at] == '\\' && source[at + 1] is '\n' or '\r')
            at = AfterBlanks(source, at + 1);
        return Of(scalar, Math.Min(at, source.Length));
    }

    // Lines are counted from the scalar on: from the beginning of the file the time would grow with the square of its length.
    private static Place Of(YamlScalar scalar, int index)
    {
        var start = Math.Min(scalar.Index, index);
        var between = scalar.File.Text.AsSpan(start, index - start);
        var end = between.LastIndexOf('\n');
        return end < 0
            ? new(scalar.File.Name, scalar.Line, scalar.Column + between.Length)
            : new(scalar.File.Name, scalar.Line + between.Count('\n'), between.Length - end);
    }

    // A block begins on the line after | or >. Its indentation is that of its first line that is not blank, less what the
    // value itself begins with.
    private static (int At, int Indent) BlockStart(string source, int at, string value)
    {
        var own = value.AsSpan().TrimStart('\n');
        own = own[..(own.Length - own.TrimStart(' ').Length)];
        at = source.IndexOf('\n', at);
        if (at < 0) return (source.Length, 0);
        at++;
        for (var line = at; line < source.Length;)
        {
            var text = line;
            while (text < source.Length && source[text] == ' ') text++;
            if (text < source.Length && source[text] is not ('\n' or '\r')) return (AfterIndent(source, at, text - line - own.Length), text - line - own.Length);
            line = AfterBreak(source, text);
        }

        return (at, 0);
    }

    private static int AfterBreak(string source, int at) =>
        at < source.Length && source[at] == '\r' && at + 1 < source.Length && source[at + 1] == '\n' ? at + 2 : at + 1;

    private static int AfterIndent(string source, int at, int indent)
    {
        for (var end = at + indent; at < end && at < source.Length && source[at] == ' ';) at++;
        return at;
    }

    private static bool BreakAhead(string source, int at)
    {
        while (at < source.Length && source[at] is ' ' or '\t') at++;
        return at < source.Length && source[at] is '\n' or '\r';
    }

    private static int AfterBlanks(string source, int at)
    {
        while (at < source.Length && source[at] is ' ' or '\t' or '\n' or '\r') at++;
        return at;
    }

    // One line break becomes a blank, n of them n - 1 line feeds.
    private static int AfterFold(string value, int i)
    {
        if (value[i] != '\n') return i + 1;
        while (i < value.Length && value[i] == '\n') i++;
        return i;
    }

    private static (int At, int Offset) Escape(string source, int at, int i)
    {
        if (at + 1 >= source.Length) return (source.Length, i + 1);
        return source[at + 1] switch
        {
            'x' => (at + 4, i + 1),
            'u' => (at + 6, i + 1),
            'U' => (at + 10, i + (source.AsSpan(at + 2).StartsWith("0000") ? 1 : 2)),
            '\n' or '\r' => (AfterBlanks(source, at + 1), i),
            _ => (at + 2, i + 1),
        };
    }
}
