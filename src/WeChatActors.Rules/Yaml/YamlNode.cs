using System.Collections.Immutable;

namespace WeChatActors.Rules;

/// <summary>A node of a YAML file with its place. Immutable.</summary>
public abstract class YamlNode
{
    private protected YamlNode(YamlFile file, int index, int line, int column) =>
        (File, Index, Line, Column) = (file, index, line, column);

    /// <summary>The file it stands in.</summary>
    public YamlFile File { get; }

    /// <summary>Where it begins in the text of the file, in UTF-16 units from 0.</summary>
    public int Index { get; }

    /// <summary>Where it ends in the text of the file: the unit behind its last one.</summary>
    public int End { get; internal init; }

    /// <summary>Line, from 1.</summary>
    public int Line { get; }

    /// <summary>Column, from 1.</summary>
    public int Column { get; }

    /// <summary>File, line and column.</summary>
    public Place Place => new(File.Name, Line, Column);

    /// <summary>What it is, for a sentence: <c>a list</c>, <c>a map</c>, <c>nothing</c> or the quoted text.</summary>
    public abstract string Described { get; }
}

/// <summary>How a scalar is written.</summary>
public enum ScalarStyle
{
    /// <summary>Without quotes; only this style can be a number, a truth value or nothing.</summary>
    Plain,

    /// <summary>In single quotes.</summary>
    SingleQuoted,

    /// <summary>In double quotes, with escapes.</summary>
    DoubleQuoted,

    /// <summary>A block after <c>|</c>, line by line.</summary>
    Literal,

    /// <summary>A block after <c>&gt;</c>, lines joined.</summary>
    Folded,
}

/// <summary>A text, number, truth value or nothing. What a plain one means is decided by the core schema of YAML 1.2.</summary>
public sealed class YamlScalar : YamlNode
{
    internal YamlScalar(YamlFile file, int index, int line, int column, string value, ScalarStyle style)
        : base(file, index, line, column) => (Value, Style) = (value, style);

    /// <summary>The text with quotes and escapes resolved.</summary>
    public string Value { get; }

    /// <summary>How it is written.</summary>
    public ScalarStyle Style { get; }

    /// <summary>Whether it is written without quotes.</summary>
    public bool IsPlain => Style == ScalarStyle.Plain;

    /// <summary>Whether it is nothing: left out, <c>~</c> or <c>null</c> without quotes.</summary>
    public bool IsNull => IsPlain && CoreSchema.IsNull(Value);

    /// <inheritdoc/>
    public override string Described => IsNull ? "nothing" : $"'{(Value.Length > 40 ? string.Concat(CutAt(Value, 40), "…") : Value).ReplaceLineEndings(" ")}'";

    private static ReadOnlySpan<char> CutAt(string text, int length) =>
        text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    /// <summary>Where in the file a character of <see cref="Value"/> stands, also behind escapes and in blocks.</summary>
    /// <param name="offset">Position in <see cref="Value"/>, from 0; its length means the end.</param>
    public Place PlaceOf(int offset) => ScalarPlaces.Find(this, offset);
}

/// <summary>A list.</summary>
public sealed class YamlList : YamlNode
{
    internal YamlList(YamlFile file, int index, int line, int column, bool isFlow, ImmutableArray<YamlNode> items)
        : base(file, index, line, column) => (IsFlow, Items) = (isFlow, items);

    /// <summary>Whether it is written in square brackets.</summary>
    public bool IsFlow { get; }

    /// <summary>The items in order.</summary>
    public ImmutableArray<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override string Described => "a list";
}

/// <summary>A key of a map with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(YamlScalar Key, YamlNode Value);

/// <summary>A map; its keys are scalars and differ.</summary>
public sealed class YamlMap : YamlNode
{
    internal YamlMap(YamlFile file, int index, int line, int column, ImmutableArray<YamlEntry> entries)
        : base(file, index, line, column) => Entries = entries;

    /// <summary>Whether it is written in braces, or as a pair inside square brackets.</summary>
    public bool IsFlow { get; internal init; }

    /// <summary>The entries in the order of the file.</summary>
    public ImmutableArray<YamlEntry> Entries { get; }

    /// <summary>The entry with a key, or null.</summary>
    public YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
            if (entry.Key.Value == key) return entry;
        return null;
    }

    /// <inheritdoc/>
    public override string Described => "a map";
}
