using System.Buffers;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>The text of one element while it is read: one slice of the body as a rule, a pooled buffer when it has several parts.</summary>
/// <remarks>White space written outside CDATA at either end of a value, or alone between two CDATA sections, is noise.
/// White space inside CDATA or written as a character reference belongs to free text; other values are trimmed of it too.</remarks>
internal ref struct LeafText
{
    private readonly ReadOnlySpan<byte> _body;
    private int _start;
    private int _length;
    private bool _single;
    private bool _singleIsCData;
    private int _blankStart;
    private int _blankLength;
    private bool _afterCData;
    private char[]? _buffer;
    private int _used;
    private int _firstKept;
    private int _lastKept;
    private int _blankMark;
    private bool _free;

    public LeafText(ReadOnlySpan<byte> body)
    {
        _body = body;
        Clear(free: false);
    }

    /// <summary>Whether nothing but noise was read.</summary>
    public readonly bool IsBlank => !_single && _used == 0;

    /// <summary>Begins the text of the next element.</summary>
    /// <param name="free">Whether it is free text, typed by a user.</param>
    public void Clear(bool free)
    {
        _free = free;
        _blankMark = -1;
        _single = false;
        _blankLength = 0;
        _afterCData = false;
        _used = 0;
        _firstKept = -1;
        _lastKept = 0;
    }

    /// <summary>Gives the pooled buffer back.</summary>
    public void Return()
    {
        if (_buffer is not null) ArrayPool<char>.Shared.Return(_buffer);
        _buffer = null;
    }

    /// <summary>A run of text outside CDATA, without references.</summary>
    public void AppendText(int start, int length)
    {
        if (length == 0) return;
        if (XmlBytes.IsBlank(_body.Slice(start, length)))
        {
            if (IsBlank) return;
            if (_blankLength > 0) SpillBlank();
            _blankStart = start;
            _blankLength = length;
            return;
        }
        Add(start, length, isCData: false);
    }

    /// <summary>The inside of a CDATA section.</summary>
    public void AppendCData(int start, int length)
    {
        if (_free && _afterCData)
        {
            _blankLength = 0;
            if (_blankMark >= 0) _used = _blankMark;
        }
        if (length > 0) Add(start, length, isCData: true);
        _afterCData = true;
    }

    /// <summary>A character written as a reference.</summary>
    public void AppendReference(Rune rune)
    {
        Spill();
        Span<char> chars = stackalloc char[2];
        Keep(chars[..rune.EncodeToUtf16(chars)]);
        _blankMark = -1;
        _afterCData = false;
    }

    /// <summary>The value in UTF-8 when it is one slice of the body as it stands; else false.</summary>
    public readonly bool TrySlice(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (_used > 0) return false;
        if (!_single) return true;
        var slice = _body.Slice(_start, _length);
        if (slice.Contains((byte)'\r')) return false;
        value = _free && _singleIsCData ? slice : XmlBytes.Trim(slice);
        return true;
    }

    /// <summary>The value.</summary>
    public string Value()
    {
        if (TrySlice(out var slice)) return Encoding.UTF8.GetString(slice);
        if (_single) SpillSingle();
        var start = 0;
        var end = _used;
        var keptStart = _free && _firstKept >= 0 ? _firstKept : end;
        var keptEnd = _free && _firstKept >= 0 ? _lastKept : 0;
        while (start < keptStart && XmlBytes.IsBlank(_buffer![start])) start++;
        while (end > Math.Max(start, keptEnd) && XmlBytes.IsBlank(_buffer![end - 1])) end--;
        return new string(_buffer!, start, end - start);
    }

    private void Add(int start, int length, bool isCData)
    {
        if (IsBlank)
        {
            _single = true;
            _start = start;
            _length = length;
            _singleIsCData = isCData;
        }
        else
        {
            Spill();
            Write(start, length, isCData);
        }
        _blankMark = -1;
        _afterCData = isCData;
    }

    /// <summary>Moves a blank run that a comment cut in two to the buffer, where it can still be dropped.</summary>
    private void SpillBlank()
    {
        if (_single) SpillSingle();
        if (_blankMark < 0) _blankMark = _used;
        Spill();
    }

    private void Spill()
    {
        if (_single) SpillSingle();
        if (_blankLength > 0) Write(_blankStart, _blankLength, isCData: false);
        _blankLength = 0;
    }

    private void SpillSingle()
    {
        _single = false;
        Write(_start, _length, _singleIsCData);
    }

    /// <summary>Decodes a slice into the buffer with line ends as XML wants them: CR LF and CR become LF.</summary>
    private void Write(int start, int length, bool isCData)
    {
        var from = _used;
        Reserve(length);
        _used += Encoding.UTF8.GetChars(_body.Slice(start, length), _buffer.AsSpan(_used));
        var written = _buffer.AsSpan(from, _used - from);
        if (written.Contains('\r'))
        {
            var to = 0;
            for (var i = 0; i < written.Length; i++)
            {
                if (written[i] != '\r') written[to++] = written[i];
                else if (i + 1 == written.Length || written[i + 1] != '\n') written[to++] = '\n';
            }
            _used = from + to;
        }
        if (isCData) MarkKept(from);
    }

    private void Keep(scoped ReadOnlySpan<char> chars)
    {
        var from = _used;
        Reserve(chars.Length);
        chars.CopyTo(_buffer.AsSpan(_used));
        _used += chars.Length;
        MarkKept(from);
    }

    private void MarkKept(int from)
    {
        if (_firstKept < 0) _firstKept = from;
        _lastKept = _used;
    }

    private void Reserve(int length)
    {
        if (_buffer is not null && _buffer.Length - _used >= length) return;
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(256, 2 * (_used + length)));
        _buffer.AsSpan(0, _used).CopyTo(larger);
        Return();
        _buffer = larger;
    }
}
