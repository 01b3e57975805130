namespace WeChatActors.Protocol;

/// <summary>What a record is made of: the leaves of one packet, the values all packets share, and the warnings found on the way.</summary>
internal ref struct PacketSource
{
    private readonly ReadOnlySpan<PacketField> _leaves;
    private readonly ReadOnlySpan<int> _owners;

    /// <param name="fields">The leaves.</param>
    /// <param name="warnings">Warnings so far.</param>
    public PacketSource(PacketFields fields, PacketWarnings warnings)
    {
        Fields = fields;
        _leaves = fields.AsSpan();
        _owners = fields.Parents;
        Warnings = warnings;
    }

    public PacketFields Fields { get; }

    public PacketWarnings Warnings;

    public string ToUserName { get; set; } = "";

    public string FromUserName { get; set; } = "";

    public long? CreateTime { get; set; }

    public string MsgType { get; set; } = "";

    public DeliveryKey Key { get; set; }

    public string? MsgId { get; set; }

    public string EventName { get; set; } = "";

    public string EventKind { get; set; } = "";

    /// <summary>A value; empty and absent are null.</summary>
    public readonly string? Text(string path)
    {
        foreach (ref readonly var leaf in _leaves)
            if (leaf.Path == path) return leaf.Value.Length == 0 ? null : leaf.Value;
        return null;
    }

    /// <summary>A value that WeChat spells in two ways.</summary>
    public readonly string? Text(string path, string otherPath) => Text(path) ?? Text(otherPath);

    /// <summary>The Content of a text: empty when absent, with a warning.</summary>
    public string Content()
    {
        foreach (ref readonly var leaf in _leaves)
            if (leaf.Path == "Content") return leaf.Value;
        Warnings |= PacketWarnings.MissingContent;
        return "";
    }

    public int? Int(string path) => PacketNumbers.Int(Text(path), ref Warnings);

    public long? Long(string path) => PacketNumbers.Long(Text(path), ref Warnings);

    public double? Number(string path) => PacketNumbers.Double(Text(path), ref Warnings);

    public bool? Flag(string path) => PacketNumbers.Flag(Text(path), ref Warnings);

    /// <summary>A user named inside the packet; null with a warning when it is not of an OpenID's form.</summary>
    public OpenId? OpenId(string path) => OpenId(path, path);

    /// <summary>The same, spelled in two ways.</summary>
    public OpenId? OpenId(string path, string otherPath)
    {
        if (Text(path, otherPath) is { } value && Protocol.OpenId.IsValid(value)) return new OpenId(value);
        Warnings |= PacketWarnings.UnreadableOpenId;
        return null;
    }

    /// <summary>All readable integers at one path.</summary>
    public ItemList<int> Ints(string path)
    {
        List<int>? values = null;
        foreach (ref readonly var leaf in _leaves)
            if (leaf.Path == path && PacketNumbers.Int(leaf.Value, ref Warnings) is { } value) (values ??= []).Add(value);
        return values is null ? ItemList<int>.Empty : new ItemList<int>([.. values]);
    }

    /// <summary>One item for each element that directly holds leaves under a prefix.</summary>
    /// <param name="prefix">The path of the repeated element and a slash.</param>
    /// <param name="read">Makes the item.</param>
    public ItemList<T> Items<T>(string prefix, ReadItem<T> read)
    {
        List<T>? items = null;
        if (_owners.IsEmpty) return ItemList<T>.Empty;
        for (var first = 0; first < _leaves.Length;)
        {
            var path = _leaves[first].Path;
            if (!path.StartsWith(prefix, StringComparison.Ordinal) || path.IndexOf('/', prefix.Length) >= 0) { first++; continue; }
            var next = first + 1;
            while (next < _leaves.Length && _owners[next] == _owners[first]) next++;
            var item = new ItemSource(_leaves[first..next], prefix.Length);
            (items ??= []).Add(read(ref item));
            Warnings |= item.Warnings;
            first = next;
        }
        return items is null ? ItemList<T>.Empty : new ItemList<T>([.. items]);
    }
}
