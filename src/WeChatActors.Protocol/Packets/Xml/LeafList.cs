using System.Buffers;

namespace WeChatActors.Protocol;

/// <summary>The leaves read so far, in pooled arrays.</summary>
internal struct LeafList
{
    private PacketField[] _fields;
    private int[] _owners;
    private int _count;

    public LeafList()
    {
        _fields = ArrayPool<PacketField>.Shared.Rent(32);
        _owners = ArrayPool<int>.Shared.Rent(32);
    }

    public readonly ReadOnlySpan<int> Owners => _owners.AsSpan(0, _count);

    public readonly PacketField[] ToArray() => _fields.AsSpan(0, _count).ToArray();

    /// <summary>A copy. Most packets have no element in another but the root: they need not say which.</summary>
    public readonly PacketFields ToFields()
    {
        var owners = Owners;
        return new(ToArray(), _count == 0 || !owners.ContainsAnyExcept(owners[0]) ? [] : owners.ToArray());
    }

    public void Add(PacketField field, int owner)
    {
        if (_count == _fields.Length || _count == _owners.Length) Grow();
        _fields[_count] = field;
        _owners[_count++] = owner;
    }

    public void Return()
    {
        _fields.AsSpan(0, _count).Clear();
        ArrayPool<PacketField>.Shared.Return(_fields);
        ArrayPool<int>.Shared.Return(_owners);
        _fields = [];
        _owners = [];
        _count = 0;
    }

    private void Grow()
    {
        var fields = ArrayPool<PacketField>.Shared.Rent(2 * _fields.Length);
        var owners = ArrayPool<int>.Shared.Rent(2 * _fields.Length);
        _fields.AsSpan(0, _count).CopyTo(fields);
        _owners.AsSpan(0, _count).CopyTo(owners);
        var count = _count;
        Return();
        _fields = fields;
        _owners = owners;
        _count = count;
    }
}
