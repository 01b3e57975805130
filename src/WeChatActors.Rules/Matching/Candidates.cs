namespace WeChatActors.Rules;

/// <summary>Gives the members of several ascending lists in ascending order, each once. Lists are not copied, so taking the
/// first costs the same whether a list has ten members or ten thousand.</summary>
internal sealed class Candidates
{
    private int[][] _lists = new int[8][];
    private int[] _positions = new int[8];
    private ulong[] _heap = new ulong[8]; // member in the upper half, its list in the lower
    private int _count;
    private int _heapCount;
    private int _last;

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        _lists.AsSpan(0, _count).Clear();
        _heapCount = _count = 0;
        _last = -1;
    }

    /// <summary>Adds a list.</summary>
    public void Add(int[] ascending)
    {
        if (ascending.Length == 0) return;
        if (_count == _lists.Length)
        {
            Array.Resize(ref _lists, _count * 2);
            Array.Resize(ref _positions, _count * 2);
            Array.Resize(ref _heap, _count * 2);
        }

        _lists[_count] = ascending;
        _positions[_count] = 0;
        Push(((ulong)ascending[0] << 32) | (uint)_count++);
    }

    /// <summary>The next member; false when there is none.</summary>
    public bool Next(out int member)
    {
        while (_heapCount > 0)
        {
            var (list, found) = ((int)(_heap[0] & uint.MaxValue), (int)(_heap[0] >> 32));
            var position = ++_positions[list];
            if (position < _lists[list].Length) Sink(((ulong)_lists[list][position] << 32) | (uint)list);
            else if (--_heapCount > 0) Sink(_heap[_heapCount]);
            if (found == _last) continue;
            member = _last = found;
            return true;
        }

        member = -1;
        return false;
    }

    private void Push(ulong entry)
    {
        var at = _heapCount++;
        for (; at > 0 && _heap[(at - 1) / 2] > entry; at = (at - 1) / 2) _heap[at] = _heap[(at - 1) / 2];
        _heap[at] = entry;
    }

    // Puts an entry in place of the smallest.
    private void Sink(ulong entry)
    {
        var at = 0;
        for (int child; (child = (2 * at) + 1) < _heapCount; at = child)
        {
            if (child + 1 < _heapCount && _heap[child + 1] < _heap[child]) child++;
            if (_heap[child] >= entry) break;
            _heap[at] = _heap[child];
        }

        _heap[at] = entry;
    }
}
