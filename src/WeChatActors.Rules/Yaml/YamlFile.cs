using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace WeChatActors.Rules;

/// <summary>One YAML file read into nodes that know their places. YAML 1.2: <c>on</c>, <c>yes</c> and <c>12:30</c> are text.</summary>
/// <remarks>One document. Anchors, aliases and tags are refused, so a small file cannot become a large tree; nesting and
/// size are bounded. Nothing a file holds makes reading throw.</remarks>
public sealed class YamlFile
{
    /// <summary>The longest file that is read, in bytes of UTF-8 or UTF-16 units: 4 MiB.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    /// <summary>How deep lists and maps may be nested.</summary>
    public const int MaxDepth = 64;

    private YamlFile(string name, string text) => (Name, Text) = (name, text);

    /// <summary>The file as findings name it.</summary>
    public string Name { get; }

    /// <summary>Its text without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>The document; null when it is empty or could not be read.</summary>
    public YamlNode? Root { get; private set; }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="name">How findings name the file.</param>
    /// <param name="findings">Gets the first syntax error, every duplicate key and every construct that is refused.</param>
    /// <returns>The file; without <see cref="Root"/> when it is empty or broken. Reports an empty file as an error.</returns>
    public static YamlFile Parse(string text, string name, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(findings);
        var file = new YamlFile(name, text.StartsWith('\uFEFF') ? text[1..] : text);
        if (file.Text.Length > MaxLength)
            findings.Error(new Place(name, 1, 1), $"the file has {file.Text.Length} characters, at most {MaxLength} are read.");
        else
            file.Read(findings);
        return file;
    }

    /// <summary>Reads a file from disk; a file that is missing, too long or not UTF-8 is an error among the findings.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="name">How findings name it.</param>
    /// <param name="findings">Gets what is wrong with it.</param>
    /// <returns>The file, or null when it could not be read at all.</returns>
    public static YamlFile? Load(string path, string name, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var text = TextFile.Read(path, name, findings);
        return text is null ? null : Parse(text, name, findings);
    }

    private void Read(Findings findings)
    {
        if (Unprintable() is { } bad)
        {
            findings.Error(bad, "this character is not allowed in YAML; save the file as UTF-8 without control characters.");
            return;
        }

        var builder = new TreeBuilder(this, findings);
        try
        {
            Root = builder.Build();
        }
        catch (YamlException problem)
        {
            Broken(findings, problem.Start, Sentence(problem.Message));
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException)
        {
            // The scanner of YamlDotNet 16.3 lets these out on some broken flow maps and escapes.
            Broken(findings, builder.Reached, SyntaxAdvice.Unreadable);
        }
    }

    private void Broken(Findings findings, Mark at, string reason)
    {
        var (line, column, advice) = SyntaxAdvice.For(Text, (int)Math.Max(1, at.Line), (int)Math.Max(1, at.Column), reason);
        findings.Error(new Place(Name, line, column), $"this is not YAML: {advice}.");
    }

    // A NUL would end the file for the scanner, and half a surrogate pair cannot be sent to anybody.
    private Place? Unprintable()
    {
        var (line, start) = (1, 0);
        for (var i = 0; i < Text.Length; i++)
        {
            var c = Text[i];
            if (c == '\n') (line, start) = (line + 1, i + 1);
            if (char.IsHighSurrogate(c) && i + 1 < Text.Length && char.IsLowSurrogate(Text[i + 1])) i++;
            else if (c is < ' ' and not ('\t' or '\n' or '\r') or '\u007F' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c)) return new(Name, line, i - start + 1);
        }

        return null;
    }

    private static string Sentence(string message)
    {
        var text = message.TrimEnd('.', ' ').ReplaceLineEndings(" ");
        return text.Length == 0 ? "unreadable" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>Turns the parser's events into nodes.</summary>
    private sealed class TreeBuilder(YamlFile file, Findings findings)
    {
        private readonly Parser _parser = new(new Scanner(new StringReader(file.Text), skipComments: true));

        /// <summary>How far the parser came.</summary>
        public Mark Reached => _parser.Current?.End ?? Mark.Empty;

        public YamlNode? Build()
        {
            _parser.Consume<StreamStart>();
            if (_parser.Current is StreamEnd)
            {
                findings.Error(new Place(file.Name, 1, 1), "the file is empty, expected a map.");
                return null;
            }

            _parser.Consume<DocumentStart>();
            var root = Node(0);
            _parser.Consume<DocumentEnd>();
            if (_parser.Current is DocumentStart second)
                findings.Error(At(second.Start), "a second document begins here, expected one document in a file.");
            return root;
        }

        private YamlNode Node(int depth)
        {
            if (_parser.Current is NodeEvent node) Refuse(node);
            switch (_parser.Current)
            {
                case Scalar scalar:
                    _parser.MoveNext();
                    return From(scalar);
                case SequenceStart start:
                    Deeper(start, depth);
                    return List(start, depth + 1);
                case MappingStart start:
                    Deeper(start, depth);
                    return Map(start, depth + 1);
                case AnchorAlias alias:
                    findings.Error(At(alias.Start), $"'*{alias.Value}' is an alias, which is not supported: repeat the value, or quote a text that begins with *.");
                    _parser.MoveNext();
                    return new YamlScalar(file, (int)alias.Start.Index, (int)alias.Start.Line, (int)alias.Start.Column, "*" + alias.Value, ScalarStyle.DoubleQuoted);
                case { } other:
                    throw new YamlException(other.Start, other.End, $"unexpected {other.GetType().Name}");
                default:
                    throw new YamlException("the file ends here");
            }
        }

        private void Refuse(NodeEvent node)
        {
            if (!node.Anchor.IsEmpty)
                findings.Error(At(node.Start), $"'&{node.Anchor.Value}' is an anchor, which is not supported: repeat the value, or quote a text that begins with &.");
            if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
                findings.Error(At(node.Start), $"'{node.Tag.Value}' is a tag, which is not supported: leave it out, or quote a text that begins with !.");
        }

        // Thrown, because what follows would be as deep; the bound also keeps the recursion here shallow.
        private static void Deeper(NodeEvent start, int depth)
        {
            if (depth >= MaxDepth) throw new YamlException(start.Start, start.End, $"nested more than {MaxDepth} deep");
        }

        private YamlList List(SequenceStart start, int depth)
        {
            _parser.MoveNext();
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (_parser.Current is not SequenceEnd) items.Add(Node(depth));
            var isFlow = start.Style == SequenceStyle.Flow;
            var end = isFlow ? (int)_parser.Current!.Start.Index + 1 : items.Count > 0 ? items[^1].End : (int)start.Start.Index;
            _parser.MoveNext();
            return new(file, (int)start.Start.Index, (int)start.Start.Line, (int)start.Start.Column, isFlow, items.DrainToImmutable()) { End = end };
        }

        private YamlMap Map(MappingStart start, int depth)
        {
            _parser.MoveNext();
            var entries = ImmutableArray.CreateBuilder<YamlEntry>();
            var lines = new Dictionary<string, int>(StringComparer.Ordinal);
            while (_parser.Current is not MappingEnd)
            {
                var key = Node(depth);
                var value = Node(depth);
                if (key is not YamlScalar name)
                    findings.Error(key, $"{key.Described} stands where a key was expected; a text with {{{{ }}}} needs quotes.");
                else if (!lines.TryAdd(name.Value, name.Line))
                    findings.Error(key, $"the key '{name.Value}' stands here again, it is already on line {lines[name.Value]}.");
                else
                    entries.Add(new(name, value));
            }

            var isFlow = start.Style == MappingStyle.Flow;
            var (at, line, column) = ((int)start.Start.Index, (int)start.Start.Line, (int)start.Start.Column);
            var isPair = depth > 1 && at == 0;
            var end = isFlow && !isPair ? (int)_parser.Current!.Start.Index + 1 : entries.Count > 0 ? entries[^1].Value.End : at;
            // A pair inside square brackets has no mark of its own.
            if (isPair && entries is [var first, ..]) (at, line, column) = (first.Key.Index, first.Key.Line, first.Key.Column);
            _parser.MoveNext();
            return new(file, at, line, column, entries.DrainToImmutable()) { End = end, IsFlow = isFlow };
        }

        private YamlScalar From(Scalar scalar) => new(
            file, (int)scalar.Start.Index, (int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value,
            scalar.Style switch
            {
                YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
                YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
                YamlDotNet.Core.ScalarStyle.Literal => ScalarStyle.Literal,
                YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Folded,
                _ => ScalarStyle.Plain,
            }) { End = (int)scalar.End.Index };

        private Place At(Mark mark) => new(file.Name, (int)mark.Line, (int)mark.Column);
    }
}
