namespace WeChatActors.Rules;

/// <summary>The map of a <see cref="Value"/>: names in ordinal order beside their values, found by halving.</summary>
internal sealed class ValueMap : IEquatable<ValueMap>
{
    private readonly string[] _names;
    private readonly Value[] _values;

    private ValueMap(string[] names, Value[] values) => (_names, _values) = (names, values);

    public static ValueMap From(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        var sorted = new SortedDictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, value) in entries) sorted[name] = value;
        var names = new string[sorted.Count];
        var values = new Value[sorted.Count];
        sorted.Keys.CopyTo(names, 0);
        sorted.Values.CopyTo(values, 0);
        return new(names, values);
    }

    public ReadOnlySpan<string> Names => _names;

    public ReadOnlySpan<Value> Values => _values;

    public Value Find(string name)
    {
        var at = Array.BinarySearch(_names, name, StringComparer.Ordinal);
        return at < 0 ? default : _values[at];
    }

    public bool Equals(ValueMap? other) =>
        other is not null && _names.AsSpan().SequenceEqual(other._names) && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as ValueMap);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var i = 0; i < _names.Length; i++)
        {
            hash.Add(_names[i]);
            hash.Add(_values[i]);
        }

        return hash.ToHashCode();
    }
}
