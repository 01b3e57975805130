using System.Text;

namespace WeChatActors.Protocol;

/// <content>What stands around the root element: byte order mark, declaration, comments, instructions.</content>
internal ref partial struct LeafReader
{
    private bool ReadProlog()
    {
        if (_body.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || _body.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Fail(PacketFault.UnsupportedEncoding, 0, "The body begins with the byte order mark of UTF-16; WeChat sends UTF-8.");
        if (_valid.StartsWith("\uFEFF"u8)) _position = 3;
        if (Ahead("<?xml"u8) && _position + 5 < _valid.Length && XmlBytes.IsBlank(_valid[_position + 5]) && !ReadDeclaration()) return false;
        while (true)
        {
            SkipBlanks();
            if (_position == _valid.Length)
                return _position == _body.Length && _elements == 0 && XmlBytes.IsBlank(WithoutMark(_body))
                    ? Fail(PacketFault.Empty, 0, "The body is empty.")
                    : End("before the root element");
            if (_valid[_position] != '<')
                return Fail(PacketFault.NotXml, _position, $"The body begins with {Here}; a packet begins with '<xml>'.");
            if (_position + 1 == _valid.Length) return End("after '<'");
            if (ReadBesideRoot() is not { } read) return ReadStartTag();
            if (!read) return false;
        }
    }

    private bool ReadEpilog()
    {
        while (true)
        {
            SkipBlanks();
            if (_position == _body.Length) return true;
            if (_position == _valid.Length) return End("after the root element");
            if (_valid[_position] != '<')
                return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands after the root element, where the body must end.");
            if (_position + 1 == _valid.Length) return End("after the root element");
            if (ReadBesideRoot() is not { } read)
                return Fail(PacketFault.NotWellFormed, _position, "A second root element begins; a body holds one packet.");
            if (!read) return false;
        }
    }

    /// <summary>Reads the instruction, comment or fault that begins at '&lt;' outside the root; null when an element begins there.</summary>
    private bool? ReadBesideRoot() => _valid[_position + 1] switch
    {
        (byte)'?' => ReadInstruction(),
        (byte)'!' => ReadCommentOrFault(),
        _ => null,
    };

    /// <summary>The XML declaration: version 1.0, then perhaps encoding UTF-8, then perhaps standalone.</summary>
    private bool ReadDeclaration()
    {
        var start = _position;
        _position += "<?xml"u8.Length;
        for (var expected = 0; ; expected++)
        {
            var blanks = SkipBlanks();
            if (Ahead("?>"u8))
            {
                if (expected == 0) return Fail(PacketFault.NotWellFormed, start, "The XML declaration names no version.");
                _position += 2;
                return true;
            }
            if (_position == _valid.Length || Truncates("?>"u8)) return End("inside the XML declaration");
            var nameAt = _position;
            var name = NameAt(_position);
            if (blanks == 0 || name.Length == 0)
                return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands in the XML declaration where a name or '?>' must follow.");
            _position += name.Length;
            SkipBlanks();
            if (_position == _valid.Length) return End("inside the XML declaration");
            if (_valid[_position] != '=') return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands in the XML declaration where '=' must follow.");
            _position++;
            SkipBlanks();
            if (_position == _valid.Length) return End("inside the XML declaration");
            var quote = _valid[_position];
            if (quote is not ((byte)'"' or (byte)'\''))
                return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands in the XML declaration where a quote must follow.");
            var length = _valid[(_position + 1)..].IndexOf(quote);
            if (length < 0) return End("inside the XML declaration");
            var value = _valid.Slice(_position + 1, length);
            _position += length + 2;

            if (expected == 0 && name.SequenceEqual("version"u8))
            {
                if (!value.SequenceEqual("1.0"u8))
                    return Fail(PacketFault.UnsupportedVersion, nameAt, $"The XML version is {BodyExcerpt.Quote(value)}; only 1.0 is read.");
            }
            else if (expected == 1 && name.SequenceEqual("encoding"u8))
            {
                if (!Ascii.EqualsIgnoreCase(value, "utf-8"u8))
                    return Fail(PacketFault.UnsupportedEncoding, nameAt, $"The declared encoding is {BodyExcerpt.Quote(value)}; WeChat sends UTF-8.");
            }
            else if (expected is 1 or 2 && name.SequenceEqual("standalone"u8))
            {
                if (!value.SequenceEqual("yes"u8) && !value.SequenceEqual("no"u8))
                    return Fail(PacketFault.NotWellFormed, nameAt, $"The XML declaration says standalone {BodyExcerpt.Quote(value)}; it may be 'yes' or 'no'.");
                expected = 2;
            }
            else
            {
                return Fail(PacketFault.NotWellFormed, nameAt, $"{BodyExcerpt.Quote(name)} stands in the XML declaration out of place.");
            }
        }
    }

    private bool ReadInstruction()
    {
        var start = _position + 2;
        var name = NameAt(start);
        if (start + name.Length == _valid.Length) return End("inside a processing instruction");
        if (name.Length == 0)
            return Fail(PacketFault.NotWellFormed, start, "A processing instruction has no name.");
        if (Ascii.EqualsIgnoreCase(name, "xml"u8))
            return Fail(PacketFault.NotWellFormed, _position, "An XML declaration is malformed, or stands elsewhere than at the very beginning.");
        _position = start + name.Length;
        if (!Ahead("?>"u8))
        {
            if (Truncates("?>"u8)) return End("inside a processing instruction");
            if (!XmlBytes.IsBlank(_valid[_position]))
                return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands in the name of a processing instruction.");
        }
        var end = _valid[_position..].IndexOf("?>"u8);
        if (end < 0) return End("inside a processing instruction");
        _position += end + 2;
        Warnings |= PacketWarnings.ProcessingInstruction;
        return true;
    }

    /// <summary>A comment; anything else that begins with <c>&lt;!</c> is not allowed here.</summary>
    private bool ReadCommentOrFault()
    {
        if (Ahead("<!DOCTYPE"u8))
            return Fail(PacketFault.DocumentType, _position, "There is a document type declaration; no packet has one and it is never read.");
        if (!Ahead("<!--"u8))
        {
            if (Truncates("<!--"u8) || Truncates("<!DOCTYPE"u8) || (_depth > 0 && Truncates("<![CDATA["u8))) return End("inside a markup declaration");
            return Fail(PacketFault.NotWellFormed, _position, $"{BodyExcerpt.Quote(_valid[_position..Math.Min(_position + 9, _valid.Length)])} begins neither a comment nor a CDATA section.");
        }
        var start = _position + 4;
        var end = _valid[start..].IndexOf("--"u8);
        if (end < 0 || start + end + 2 == _valid.Length) return End("inside a comment");
        if (_valid[start + end + 2] != '>')
            return Fail(PacketFault.NotWellFormed, start + end, "'--' stands inside a comment.");
        _position = start + end + 3;
        Warnings |= PacketWarnings.Comment;
        return true;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) => body.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
