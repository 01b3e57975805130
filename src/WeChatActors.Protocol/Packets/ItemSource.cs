namespace WeChatActors.Protocol;

/// <summary>Makes an item of a list from the leaves of one repeated element.</summary>
internal delegate T ReadItem<out T>(ref ItemSource item);

/// <summary>The leaves that stand directly in one repeated element, by their own names.</summary>
internal ref struct ItemSource(ReadOnlySpan<PacketField> leaves, int prefixLength)
{
    private readonly ReadOnlySpan<PacketField> _leaves = leaves;

    public PacketWarnings Warnings;

    public readonly string? Text(string name)
    {
        foreach (ref readonly var leaf in _leaves)
            if (leaf.Path.AsSpan(prefixLength).SequenceEqual(name)) return leaf.Value.Length == 0 ? null : leaf.Value;
        return null;
    }

    public int? Int(string name) => PacketNumbers.Int(Text(name), ref Warnings);

    public double? Number(string name) => PacketNumbers.Double(Text(name), ref Warnings);

    public bool? Flag(string name) => PacketNumbers.Flag(Text(name), ref Warnings);
}
