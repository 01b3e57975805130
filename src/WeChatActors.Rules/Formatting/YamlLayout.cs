using System.Text;

namespace WeChatActors.Rules;

/// <summary>Writes a tree in the canonical layout.</summary>
/// <param name="newline">What ends a line.</param>
internal sealed class YamlLayout(string newline)
{
    /// <summary>How long a line may be that holds a map or list in braces or brackets, in characters.</summary>
    public const int Width = 120;

    private const int Step = 2;

    private readonly StringBuilder _text = new();
    private int _lineStart;
    private bool _isBehindEmptyLine = true;
    private bool _endsInKept;

    /// <summary>The text of a file.</summary>
    public static string Write(FormatNode root, string newline)
    {
        var layout = new YamlLayout(newline);
        // What stands at the top of a file stays there, whichever key comes first.
        var top = root.Entries.MinBy(entry => entry.Start);
        if (top is not null)
        {
            layout.Lines(top.Before, 0);
            top.Before.Clear();
        }

        KeyOrder.Apply(root);
        if (root.Entries.Count == 0 || root.MayBeEmoticon || (root.IsFlow && !root.Entries.Exists(entry => entry.HasComments) && OneLine(root).Length <= Width))
        {
            if (root.Entries.Count == 0) layout.Lines(root.Tail, 0);
            layout._text.Append(OneLine(root));
            layout.EndLine();
            if (root.Entries.Count > 0) layout.Lines(root.Tail, 0);
        }
        else
        {
            layout.Block(root, 0, isInside: false);
        }

        return layout._text.ToString();
    }

    private int Column => _text.Length - _lineStart;

    private void EndLine()
    {
        _text.Append(newline);
        _lineStart = _text.Length;
        (_isBehindEmptyLine, _endsInKept) = (false, false);
    }

    private void EmptyLine()
    {
        if (_isBehindEmptyLine || _endsInKept) return;
        _text.Append(newline);
        _lineStart = _text.Length;
        _isBehindEmptyLine = true;
    }

    private void Lines(List<string?> lines, int indent)
    {
        foreach (var line in lines)
        {
            if (line is null)
            {
                EmptyLine();
                continue;
            }

            _text.Append(' ', indent).Append(line);
            EndLine();
        }
    }

    // Entries on lines of their own; the first one continues the line when it stands inside an item.
    private void Block(FormatNode node, int indent, bool isInside)
    {
        var isParted = IsParted(node);
        var wasTall = false;
        for (var i = 0; i < node.Entries.Count; i++)
        {
            var entry = node.Entries[i];
            var line = entry.Value.IsFlow ? FlowLine(entry, indent) : null;
            var isTall = line is null && entry.Value.IsCollection;
            if (i > 0 && isParted && (isTall || wasTall)) EmptyLine();
            if (i > 0 || !isInside)
            {
                var before = Before(entry, line, indent);
                Lines(i > 0 ? before : [.. before.SkipWhile(text => text is null)], indent);
                _text.Append(' ', indent);
            }

            Entry(entry, line, indent);
            wasTall = isTall;
        }

        Lines(node.Entries.Count > 0 ? node.Tail : [.. node.Tail.SkipWhile(text => text is null)], indent);
    }

    // Rules and dialogs that take several lines stand apart.
    private static bool IsParted(FormatNode node) =>
        node.Owner is { Key.Value: "rules" or "dialogs" } owner && owner.Parent.Owner is null && owner.Parent.Find("version") is not null;

    // Comments that can stand nowhere in an item are brought above it.
    private static List<string?> Before(FormatEntry entry, string? line, int indent)
    {
        if (line is not null || entry.Key is not null || !entry.Value.IsCollection) return entry.Before;
        List<string?> all = [.. entry.Before];
        if (entry.Beside is { } beside) all.Add(beside.Text);
        if (entry.Value.Entries is [var first, ..])
            all.AddRange(Before(first, first.Value.IsFlow ? FlowLine(first, indent + Step) : null, indent + Step).SkipWhile(text => text is null));
        return all;
    }

    private void Entry(FormatEntry entry, string? line, int indent)
    {
        _text.Append(entry.Key is { } key ? KeyText(key, inFlow: false) + ":" : "-");
        var value = entry.Value;
        if (line is not null)
        {
            _text.Append(' ').Append(line);
            Beside(entry);
        }
        else if (value.Source is YamlScalar scalar)
        {
            Scalar(scalar, entry, indent);
        }
        else if (entry.Key is not null)
        {
            Beside(entry);
            Block(value, indent + Step, isInside: false);
        }
        else
        {
            _text.Append(' ');
            Block(value, indent + Step, isInside: true);
        }
    }

    private void Scalar(YamlScalar scalar, FormatEntry entry, int indent)
    {
        var block = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded ? BlockText.Of(scalar) : null;
        var text = block?.Header ?? ScalarForm.OneLine(scalar, inFlow: false);
        if (text.Length > 0) _text.Append(' ').Append(text);
        Beside(entry);
        if (block is null) return;
        foreach (var line in block.Lines)
        {
            if (line.Length > 0) _text.Append(' ', indent + Step).Append(line);
            EndLine();
        }

        _endsInKept = block.Keeps;
    }

    // In the column where it stood, so that comments below each other stay so.
    private void Beside(FormatEntry entry)
    {
        if (entry.Beside is { } beside) _text.Append(' ', Math.Max(1, beside.Column - Column)).Append(beside.Text);
        EndLine();
    }

    private static string KeyText(YamlScalar key, bool inFlow) => key.IsPlain && key.Value.Length == 0 ? "\"\"" : ScalarForm.OneLine(key, inFlow);

    // What stands behind the key or dash; null when it does not fit, or has comments in it.
    private static string? FlowLine(FormatEntry entry, int indent)
    {
        if (entry.Value.HasComments) return null;
        var line = OneLine(entry.Value);
        var before = indent + (entry.Key is { } key ? KeyText(key, inFlow: false).Length + 2 : 2);
        // An empty collection has no other form.
        return before + line.Length <= Width || entry.Value.MayBeEmoticon || entry.Value.Entries.Count == 0 ? line : null;
    }

    private static string OneLine(FormatNode node)
    {
        if (node.Source is YamlScalar scalar) return ScalarForm.OneLine(scalar, inFlow: true);
        var text = new StringBuilder();
        foreach (var entry in node.Entries)
        {
            text.Append(text.Length > 0 ? ", " : "");
            if (entry.Key is { } key) text.Append(KeyText(key, inFlow: true)).Append(": ");
            text.Append(OneLine(entry.Value));
        }

        return node.IsMap ? $"{{{text}}}" : $"[{text}]";
    }
}
