using System.Collections;

namespace WeChatActors.Protocol;

/// <summary>The repeated parts of one packet in document order. Two are equal when they hold equal items in the same order.</summary>
/// <typeparam name="T">What one part says.</typeparam>
public sealed class ItemList<T>(params T[] items) : IReadOnlyList<T>, IEquatable<ItemList<T>>
{
    /// <summary>No items.</summary>
    internal static ItemList<T> Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <summary>Whether the items are equal, one by one.</summary>
    public bool Equals(ItemList<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ItemList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items) hash.Add(item);
        return hash.ToHashCode();
    }

    /// <summary>The items without copying.</summary>
    public ReadOnlySpan<T> AsSpan() => items;

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", items)}]";

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
