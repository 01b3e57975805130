namespace WeChatActors.Rules;

/// <summary>A node on its way to a new layout: what it holds, and the comments around that.</summary>
/// <param name="source">The node as the file has it.</param>
/// <param name="owner">The entry whose value it is; null for the root.</param>
internal sealed class FormatNode(YamlNode source, FormatEntry? owner)
{
    public YamlNode Source => source;

    public FormatEntry? Owner => owner;

    /// <summary>The items of a list, or the entries of a map.</summary>
    public List<FormatEntry> Entries { get; private set; } = [];

    /// <summary>Comments behind the last entry, on lines of their own; null for an empty line.</summary>
    public List<string?> Tail { get; } = [];

    public bool IsMap => source is YamlMap;

    /// <summary>Whether it stands in brackets or braces.</summary>
    public bool IsFlow => source is YamlMap { IsFlow: true } or YamlList { IsFlow: true };

    public bool IsCollection => source is YamlMap or YamlList;

    /// <summary>Whether a comment stands anywhere in it.</summary>
    public bool HasComments => Tail.Exists(line => line is not null) || Entries.Exists(entry => entry.HasComments);

    /// <summary>Whether it is a list of one text in brackets, which may be an emoticon without quotes and must stay as it is.</summary>
    public bool MayBeEmoticon => source is YamlList { IsFlow: true, Items: [YamlScalar] };

    /// <summary>Copies a tree without its comments.</summary>
    public static FormatNode Of(YamlNode node, FormatEntry? owner = null)
    {
        var copy = new FormatNode(node, owner);
        switch (node)
        {
            case YamlList list:
                foreach (var item in list.Items) copy.Entries.Add(new(null, item, copy));
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries) copy.Entries.Add(new(key, value, copy));
                break;
        }

        return copy;
    }

    /// <summary>The value of a key of a map; null when there is none.</summary>
    public FormatNode? Find(string key) => Entries.Find(entry => entry.Key?.Value == key)?.Value;

    /// <summary>Brings the entries in another order; equals stay in theirs.</summary>
    public void Order(Func<string, int> rank) => Entries = [.. Entries.OrderBy(entry => rank(entry.Key?.Value ?? ""))];
}

/// <summary>An item of a list or an entry of a map, with the comments around it.</summary>
internal sealed class FormatEntry
{
    /// <summary>Takes an entry with all that is in it.</summary>
    /// <param name="key">The key; null for an item.</param>
    /// <param name="value">The value.</param>
    /// <param name="parent">What it is an entry of.</param>
    public FormatEntry(YamlScalar? key, YamlNode value, FormatNode parent) => (Key, Parent, Value) = (key, parent, FormatNode.Of(value, this));

    public YamlScalar? Key { get; }

    public FormatNode Value { get; }

    public FormatNode Parent { get; }

    /// <summary>Comments on the lines above it; null for an empty line.</summary>
    public List<string?> Before { get; } = [];

    /// <summary>The comment on its first line; null for none.</summary>
    public SourceComment? Beside { get; set; }

    public bool HasComments => Beside is not null || Before.Exists(line => line is not null) || Value.HasComments;

    public int Start => Key?.Index ?? Value.Source.Index;

    public int End => Math.Max(Value.Source.End, Key?.End ?? 0);
}
