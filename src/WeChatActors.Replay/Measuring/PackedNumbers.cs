namespace WeChatActors.Replay;

/// <summary>Whole numbers one behind the other, seven bits to a byte, so that small ones take one.</summary>
internal sealed class PackedNumbers
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>Appends one.</summary>
    public void Write(ulong number)
    {
        if (_bytes.Length - _length < 10) Array.Resize(ref _bytes, 2 * _bytes.Length);
        for (; number >= 0x80; number >>= 7) _bytes[_length++] = (byte)(number | 0x80);
        _bytes[_length++] = (byte)number;
    }

    /// <summary>All of them.</summary>
    public byte[] ToArray() => _bytes[.._length];

    /// <summary>Takes the first one off.</summary>
    public static ulong Read(ref ReadOnlySpan<byte> packed)
    {
        var (number, shift, used) = (0UL, 0, 0);
        byte part;
        do
        {
            part = packed[used++];
            number |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80);
        packed = packed[used..];
        return number;
    }
}
