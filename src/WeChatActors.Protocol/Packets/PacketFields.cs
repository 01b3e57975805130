using System.Collections;

namespace WeChatActors.Protocol;

/// <summary>One leaf element: its path below the root, such as <c>ScanCodeInfo/ScanType</c>, and its text.</summary>
/// <param name="Path">Element names joined by <c>/</c>, without the root.</param>
/// <param name="Value">The text with CDATA and references resolved. Blanks around it are trimmed, but for free text only those outside CDATA.</param>
public readonly record struct PacketField(string Path, string Value);

/// <summary>The leaf elements of one packet in document order. Two are equal when they hold the same paths and values in the same order.</summary>
public sealed class PacketFields(PacketField[] fields) : IReadOnlyList<PacketField>, IEquatable<PacketFields>
{
    /// <summary>No fields.</summary>
    public static PacketFields Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => fields.Length;

    /// <inheritdoc/>
    public PacketField this[int index] => fields[index];

    /// <summary>The first value at a path, or null when the element is absent or empty (WeChat means the same by both).</summary>
    public string? Find(string path)
    {
        foreach (var field in fields)
            if (field.Path == path) return field.Value.Length == 0 ? null : field.Value;
        return null;
    }

    /// <summary>Whether the fields are the same, in the same order.</summary>
    public bool Equals(PacketFields? other) => other is not null && fields.AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PacketFields);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var field in fields) hash.Add(field);
        return hash.ToHashCode();
    }

    /// <summary>The fields without copying.</summary>
    public ReadOnlySpan<PacketField> AsSpan() => fields;

    /// <inheritdoc/>
    public IEnumerator<PacketField> GetEnumerator() => ((IEnumerable<PacketField>)fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
