using System.Text;

namespace WeChatActors.Protocol;

/// <content>The smallest pieces: names, blanks, references, and faults.</content>
internal ref partial struct LeafReader
{
    private readonly bool Ahead(ReadOnlySpan<byte> token) => _valid[_position..].StartsWith(token);

    /// <summary>Whether the body ends in the middle of a token.</summary>
    private readonly bool Truncates(ReadOnlySpan<byte> token)
    {
        var rest = _valid[_position..];
        return rest.Length < token.Length && token.StartsWith(rest);
    }

    private int SkipBlanks()
    {
        var start = _position;
        while (_position < _valid.Length && XmlBytes.IsBlank(_valid[_position])) _position++;
        return _position - start;
    }

    private readonly ReadOnlySpan<byte> NameAt(int start) => _valid.Slice(start, XmlBytes.NameLength(_valid[start..]));

    /// <summary>The character at the position, quoted for a sentence.</summary>
    private readonly string Here
    {
        get
        {
            Rune.DecodeFromUtf8(_valid[_position..], out _, out var length);
            return BodyExcerpt.Quote(_valid.Slice(_position, length));
        }
    }

    /// <summary>A name with at most one colon.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">Its length with the prefix.</param>
    /// <param name="prefix">Length of the prefix without colon; 0 for none.</param>
    private bool ReadQualifiedName(int start, out int length, out int prefix)
    {
        prefix = 0;
        length = XmlBytes.NameLength(_valid[start..]);
        var end = start + length;
        if (length > 0 && end < _valid.Length && _valid[end] == ':')
        {
            prefix = length;
            var local = XmlBytes.NameLength(_valid[(end + 1)..]);
            length += 1 + local;
            if (local == 0)
            {
                if (end + 1 == _valid.Length) return End("inside a name");
                return Fail(PacketFault.NotWellFormed, start, $"The name {BodyExcerpt.Quote(_valid.Slice(start, length))} has nothing after its prefix.");
            }
        }
        end = start + length;
        if (end == _valid.Length) return End("inside a name");
        if (length == 0)
        {
            _position = start;
            return Fail(PacketFault.NotWellFormed, start, $"{Here} cannot begin a name.");
        }
        if (length > MaxPathLength)
            return Fail(PacketFault.NameTooLong, start, $"A name is longer than {MaxPathLength} bytes.");
        if (!XmlBytes.IsBlank(_valid[end]) && _valid[end] is not ((byte)'>' or (byte)'/' or (byte)'='))
        {
            _position = end;
            return Fail(PacketFault.NotWellFormed, end, $"{Here} stands in a name.");
        }
        return true;
    }

    /// <summary>One of the five predefined entities, or a reference to a legal character.</summary>
    private bool ReadReference(out Rune rune)
    {
        rune = default;
        var start = _position;
        var window = _valid.Slice(start + 1, Math.Min(MaxReferenceLength, _valid.Length - start - 1));
        var length = window.IndexOf((byte)';');
        if (length < 0)
        {
            if (window.Length < MaxReferenceLength && IsReferencePart(window)) return End("inside a reference");
            return Fail(PacketFault.NotWellFormed, start, "'&' begins no reference; as text it must be written '&amp;'.");
        }
        var name = window[..length];
        _position = start + length + 2;
        if (name.Length > 0 && name[0] == '#') return ReadCharacterReference(name[1..], start, out rune);
        rune = name switch
        {
            [(byte)'l', (byte)'t'] => new Rune('<'),
            [(byte)'g', (byte)'t'] => new Rune('>'),
            [(byte)'a', (byte)'m', (byte)'p'] => new Rune('&'),
            [(byte)'a', (byte)'p', (byte)'o', (byte)'s'] => new Rune('\''),
            [(byte)'q', (byte)'u', (byte)'o', (byte)'t'] => new Rune('"'),
            _ => default,
        };
        return rune.Value != 0
            || Fail(PacketFault.NotWellFormed, start, $"The entity {BodyExcerpt.Quote(name)} is not one of the five that XML knows.");
    }

    private const int MaxReferenceLength = 64;

    /// <summary>Whether more bytes could make a reference of it.</summary>
    private static bool IsReferencePart(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text[0] == '#' ? text[1..].IndexOfAnyExcept(XmlBytes.NameBytes) < 0 : XmlBytes.NameLength(text) == text.Length;

    private bool ReadCharacterReference(ReadOnlySpan<byte> digits, int at, out Rune rune)
    {
        rune = default;
        var isHex = digits.Length > 0 && digits[0] == 'x';
        if (isHex) digits = digits[1..];
        var value = 0;
        foreach (var b in digits)
        {
            var digit = isHex ? (char.IsAsciiHexDigit((char)b) ? Convert.ToInt32(((char)b).ToString(), 16) : -1)
                : char.IsAsciiDigit((char)b) ? b - '0' : -1;
            if (digit < 0) return Fail(PacketFault.NotWellFormed, at, "A character reference holds something else than digits.");
            value = Math.Min(0x110000, value * (isHex ? 16 : 10) + digit);
        }
        if (digits.Length == 0) return Fail(PacketFault.NotWellFormed, at, "A character reference has no digits.");
        if (!XmlBytes.IsLegal(value))
            return Fail(PacketFault.IllegalCharacter, at, $"A reference names character {value}, which XML 1.0 does not allow.");
        rune = new Rune(value);
        return true;
    }

    private bool Fail(PacketFault fault, int at, string detail)
    {
        Fault = fault;
        FaultAt = at;
        Detail = detail;
        return false;
    }

    /// <summary>The text ran out: the body is cut off, or goes on with bytes that are not allowed.</summary>
    private bool End(string where)
    {
        if (_valid.Length == _body.Length)
            return Fail(PacketFault.UnexpectedEnd, _body.Length, $"The body ends {where}.");
        var rest = _body[_valid.Length..];
        return _faultAtEnd switch
        {
            PacketFault.InvalidUtf8 => Fail(_faultAtEnd, _valid.Length, $"The byte 0x{rest[0]:X2} begins no UTF-8 character here."),
            PacketFault.IllegalCharacter => Fail(
                _faultAtEnd, _valid.Length, $"The character {BodyExcerpt.Quote(rest[..(rest[0] == 0xEF ? 3 : 1)])} is not allowed in XML 1.0."),
            _ => Fail(PacketFault.UnexpectedEnd, _valid.Length, $"The body ends inside a character, {where}."),
        };
    }
}
