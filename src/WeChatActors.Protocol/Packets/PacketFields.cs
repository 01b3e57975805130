using System.Collections;

namespace WeChatActors.Protocol;

/// <summary>One leaf element: its path below the root, such as <c>ScanCodeInfo/ScanType</c>, and its text.</summary>
/// <param name="Path">Element names joined by <c>/</c>, without the root.</param>
/// <param name="Value">The text with CDATA and references resolved. Blanks around it are trimmed, but for free text only those outside CDATA.</param>
public readonly record struct PacketField(string Path, string Value);

/// <summary>The leaf elements of one packet in document order. Two are equal when they hold the same paths and values in the same order.</summary>
public sealed class PacketFields : IReadOnlyList<PacketField>, IEquatable<PacketFields>
{
    private readonly PacketField[] _fields;
    private readonly int[] _parents;

    /// <summary>Fields of which none repeats a part.</summary>
    public PacketFields(PacketField[] fields) : this(fields, []) { }

    /// <summary>Fields in the elements they stand in.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="parents">See <see cref="Parents"/>.</param>
    public PacketFields(PacketField[] fields, int[] parents) => (_fields, _parents) = (fields, parents);

    /// <summary>For each field a number that names the element it stands in, so that the items of a list can be told apart: neighbours with the
    /// same number stand in the same one. Empty when all stand directly in the root.</summary>
    public ReadOnlySpan<int> Parents => _parents;

    /// <summary>No fields.</summary>
    public static PacketFields Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _fields.Length;

    /// <inheritdoc/>
    public PacketField this[int index] => _fields[index];

    /// <summary>The first value at a path, or null when the element is absent or empty (WeChat means the same by both).</summary>
    public string? Find(string path)
    {
        foreach (var field in _fields)
            if (field.Path == path) return field.Value.Length == 0 ? null : field.Value;
        return null;
    }

    /// <summary>Whether the fields are the same, in the same order.</summary>
    public bool Equals(PacketFields? other) => other is not null && _fields.AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PacketFields);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var field in _fields) hash.Add(field);
        return hash.ToHashCode();
    }

    /// <summary>The fields without copying.</summary>
    public ReadOnlySpan<PacketField> AsSpan() => _fields;

    /// <inheritdoc/>
    public IEnumerator<PacketField> GetEnumerator() => ((IEnumerable<PacketField>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
