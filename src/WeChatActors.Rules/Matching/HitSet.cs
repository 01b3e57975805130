namespace WeChatActors.Rules;

/// <summary>A set of small numbers that is emptied in the time its members take; keeps its memory.</summary>
internal sealed class HitSet
{
    private ulong[] _bits = [];
    private int[] _members = new int[16];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The members in the order they were added.</summary>
    public ReadOnlySpan<int> Members => _members.AsSpan(0, Count);

    /// <summary>Makes room for numbers below a bound.</summary>
    public void Reserve(int bound)
    {
        if (_bits.Length * 64 < bound) Array.Resize(ref _bits, (bound + 63) / 64);
    }

    /// <summary>Adds a number; false when it was there.</summary>
    public bool Add(int number)
    {
        ref var word = ref _bits[number >> 6];
        var bit = 1UL << (number & 63);
        if ((word & bit) != 0) return false;
        word |= bit;
        if (Count == _members.Length) Array.Resize(ref _members, Count * 2);
        _members[Count++] = number;
        return true;
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        foreach (var number in Members) _bits[number >> 6] = 0;
        Count = 0;
    }
}
