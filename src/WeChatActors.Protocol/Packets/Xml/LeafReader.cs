using System.Runtime.CompilerServices;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>Reads the leaf elements of one XML body in a single pass, checking that it is well-formed XML 1.0 with namespaces.</summary>
/// <remarks>Iterative and bounded: hostile nesting, attributes or element counts end in a fault, never in a deep stack or a large heap.
/// DTDs are refused, so the only entities are the five predefined ones. Nothing is resolved or fetched.</remarks>
internal ref partial struct LeafReader
{
    /// <summary>Deepest nesting, the root counted; WeChat's packets have at most six.</summary>
    public const int MaxDepth = 16;

    /// <summary>Most elements; WeChat's largest packets have about a hundred.</summary>
    public const int MaxElements = 1024;

    /// <summary>Most attributes of one element; WeChat's packets have none.</summary>
    public const int MaxAttributes = 16;

    /// <summary>Longest path of a leaf in bytes; WeChat's longest has 58.</summary>
    public const int MaxPathLength = 128;

    private readonly ReadOnlySpan<byte> _body;
    private readonly ReadOnlySpan<byte> _valid;
    private readonly PacketFault _faultAtEnd;
    private LeafText _text;
    private LeafList _leaves;
    private Frames _frames;
    private NamespaceScope? _namespaces;
    private List<Attribute>? _attributes;
    private int _position;
    private int _depth;
    private int _elements;
    private int _foreignFrom;
    private int _freeFrom;

    public LeafReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        _valid = body[..BodyEncoding.ValidLength(body, out _faultAtEnd)];
        _text = new LeafText(body);
        _leaves = new LeafList();
    }

    /// <summary>What was odd.</summary>
    public PacketWarnings Warnings { get; private set; }

    /// <summary>Why <see cref="Read"/> gave false.</summary>
    public PacketFault Fault { get; private set; }

    /// <summary>The sentence for the operator.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>The byte where it went wrong.</summary>
    public int FaultAt { get; private set; }

    /// <summary>For each leaf the number of the element it stands in; valid until <see cref="Return"/>.</summary>
    public readonly ReadOnlySpan<int> Owners => _leaves.Owners;

    /// <summary>The leaves; a copy.</summary>
    public readonly PacketField[] TakeFields() => _leaves.ToArray();

    /// <summary>The leaves and the elements they stand in; a copy.</summary>
    public readonly PacketFields TakePacketFields() => _leaves.ToFields();

    /// <summary>Gives pooled memory back.</summary>
    public void Return()
    {
        _text.Return();
        _leaves.Return();
    }

    /// <summary>Reads the whole body.</summary>
    /// <returns>Whether it is one well-formed document whose root is <c>xml</c>.</returns>
    public bool Read()
    {
        if (!ReadProlog()) return false;
        while (_depth > 0)
        {
            var rest = _valid[_position..];
            var run = rest.IndexOfAny((byte)'<', (byte)'&');
            if (!ReadText(run < 0 ? rest.Length : run)) return false;
            if (run < 0) return End("inside an element");
            if (!(rest[run] == '&' ? ReadReferenceText() : ReadMarkup())) return false;
        }
        return ReadEpilog();
    }

    private bool ReadText(int length)
    {
        if (length == 0) return true;
        var text = _valid.Slice(_position, length);
        if (text.IndexOf("]]>"u8) is >= 0 and var end)
            return Fail(PacketFault.NotWellFormed, _position + end, "']]>' stands outside a CDATA section; plain text must not hold it.");
        if (Collects) _text.AppendText(_position, length);
        else if (_foreignFrom == 0 && !XmlBytes.IsBlank(text)) Warnings |= PacketWarnings.MixedContent;
        _position += length;
        return true;
    }

    private bool ReadReferenceText()
    {
        if (!ReadReference(out var rune)) return false;
        if (Collects) _text.AppendReference(rune);
        else if (_foreignFrom == 0) Warnings |= PacketWarnings.MixedContent;
        return true;
    }

    /// <summary>Whether text here belongs to the value of the innermost element, which has had no child yet or is free text.</summary>
    private readonly bool Collects => _foreignFrom == 0 && (_freeFrom > 0 || !_frames[_depth - 1].HasChild);

    private bool ReadMarkup()
    {
        if (_position + 1 == _valid.Length) return End("after '<'");
        switch (_valid[_position + 1])
        {
            case (byte)'/': return ReadEndTag();
            case (byte)'?': return ReadInstruction();
            case (byte)'!':
                if (Ahead("<![CDATA["u8)) return ReadCData();
                return ReadCommentOrFault();
            default: return ReadStartTag();
        }
    }

    private bool ReadCData()
    {
        var start = _position + "<![CDATA["u8.Length;
        var length = _valid[start..].IndexOf("]]>"u8);
        if (length < 0) return End("inside a CDATA section");
        if (Collects) _text.AppendCData(start, length);
        else if (_foreignFrom == 0 && !XmlBytes.IsBlank(_valid.Slice(start, length))) Warnings |= PacketWarnings.MixedContent;
        _position = start + length + 3;
        return true;
    }

    private bool ReadStartTag()
    {
        var start = _position + 1;
        if (!ReadQualifiedName(start, out var length, out var prefix)) return false;
        if (_depth == MaxDepth)
            return Fail(PacketFault.TooDeep, _position, $"Elements are nested more than {MaxDepth} deep.");
        if (++_elements > MaxElements)
            return Fail(PacketFault.TooManyElements, _position, $"There are more than {MaxElements} elements.");
        _position = start + length;
        var parent = _depth == 0 ? default : _frames[_depth - 1];
        var frame = new Frame { NameStart = start, NameLength = length, Serial = _elements, InNamespace = parent.InNamespace };
        if (_valid.Length > _position && _valid[_position] is not ((byte)'>' or (byte)'/') && !ReadAttributes(ref frame)) return false;
        if (_position == _valid.Length) return End("inside a start tag");
        var isEmpty = _valid[_position] == '/';
        if (isEmpty && ++_position == _valid.Length) return End("inside a start tag");
        if (_valid[_position] != '>')
            return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands in a start tag where '>' must follow.");
        _position++;
        if (prefix > 0 && !IsDeclared(start, prefix)) return false;
        if (!Enter(frame, isForeign: prefix > 0 || frame.InNamespace, parent)) return false;
        return !isEmpty || Leave();
    }

    private bool Enter(Frame frame, bool isForeign, in Frame parent)
    {
        var name = _valid.Slice(frame.NameStart, frame.NameLength);
        if (_depth == 0 && (isForeign || !name.SequenceEqual("xml"u8)))
            return Fail(PacketFault.WrongRoot, frame.NameStart - 1, $"The root element is {BodyExcerpt.Quote(name)}; it must be 'xml' in no namespace.");
        var depth = _depth + 1;
        if (_foreignFrom == 0 && isForeign)
        {
            _foreignFrom = depth;
            Warnings |= PacketWarnings.ForeignElement;
        }
        else if (_foreignFrom == 0 && _freeFrom > 0)
        {
            Warnings |= PacketWarnings.MixedContent;
        }
        else if (_foreignFrom == 0)
        {
            if (_depth > 0)
            {
                if (parent is { HasChild: false } && !_text.IsBlank) Warnings |= PacketWarnings.MixedContent;
                _frames[_depth - 1].HasChild = true;
                frame.Path = KnownNames.Path(parent.Path, name);
                if (frame.Path.Length > MaxPathLength)
                    return Fail(PacketFault.NameTooLong, frame.NameStart, $"The path of an element is longer than {MaxPathLength} characters.");
                if (frame.Path == "Content") _freeFrom = depth;
            }
            _text.Clear(free: _freeFrom > 0);
        }
        _frames[_depth] = frame;
        _depth = depth;
        return true;
    }

    private bool ReadEndTag()
    {
        var start = _position + 2;
        var frame = _frames[_depth - 1];
        var name = _valid.Slice(frame.NameStart, frame.NameLength);
        var rest = _valid[start..];
        if (!rest.StartsWith(name))
        {
            if (name.StartsWith(rest)) return End("inside an end tag");
            return Fail(PacketFault.NotWellFormed, _position, $"The end tag {BodyExcerpt.Quote(NameAt(start))} does not close {BodyExcerpt.Quote(name)}.");
        }
        _position = start + name.Length;
        SkipBlanks();
        if (_position == _valid.Length) return End("inside an end tag");
        if (_valid[_position] != '>')
            return Fail(PacketFault.NotWellFormed, start, $"The end tag {BodyExcerpt.Quote(NameAt(start))} does not close {BodyExcerpt.Quote(name)}.");
        _position++;
        return Leave();
    }

    /// <summary>Closes the innermost element; a leaf's value is taken.</summary>
    private bool Leave()
    {
        ref var frame = ref _frames[--_depth];
        if (_foreignFrom > 0)
        {
            if (_foreignFrom == _depth + 1) _foreignFrom = 0;
        }
        else if (_freeFrom > 0 ? _freeFrom == _depth + 1 : _depth > 0 && !frame.HasChild)
        {
            _leaves.Add(new PacketField(frame.Path!, TakeValue(frame.Path!)), _frames[_depth - 1].Serial);
            _freeFrom = 0;
        }
        else if (_depth == 0 && !frame.HasChild && !_text.IsBlank)
        {
            Warnings |= PacketWarnings.MixedContent;
        }
        _namespaces?.Leave(_depth + 1);
        frame.Path = null;
        return true;
    }

    private string TakeValue(string path)
    {
        if (path is "MsgType" or "Event" && _text.TrySlice(out var value) && KnownNames.Word(path, value) is { } word) return word;
        if (path is "ToUserName" && _text.TrySlice(out value)) return LastValue.OfAccount(value);
        if (path is "CreateTime" && _text.TrySlice(out value)) return LastValue.OfTime(value);
        return _text.Value();
    }

    private struct Frame
    {
        public int NameStart;
        public int NameLength;
        public int Serial;
        public bool InNamespace;
        public bool HasChild;
        public string? Path;
    }

    [InlineArray(MaxDepth)]
    private struct Frames
    {
        private Frame _first;
    }
}
