using System.Text;

namespace WeChatActors.Protocol;

/// <content>Attributes. No packet has any, so they are checked and dropped; only namespace declarations matter.</content>
internal ref partial struct LeafReader
{
    private bool ReadAttributes(ref Frame frame)
    {
        var attributes = _attributes ??= new List<Attribute>(MaxAttributes);
        attributes.Clear();
        while (true)
        {
            var blanks = SkipBlanks();
            if (_position == _valid.Length) return End("inside a start tag");
            if (_valid[_position] is (byte)'>' or (byte)'/') break;
            if (blanks == 0) return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands in a start tag where white space must follow.");
            if (attributes.Count == MaxAttributes)
                return Fail(PacketFault.TooManyAttributes, _position, $"An element has more than {MaxAttributes} attributes.");
            if (!ReadAttribute(out var attribute)) return false;
            attributes.Add(attribute);
        }
        if (attributes.Count == 0) return true;
        Warnings |= PacketWarnings.Attribute;
        return Declare(attributes, ref frame) && AreDistinct(attributes);
    }

    private bool ReadAttribute(out Attribute attribute)
    {
        attribute = default;
        var start = _position;
        if (!ReadQualifiedName(start, out var length, out var prefix)) return false;
        _position = start + length;
        SkipBlanks();
        if (_position == _valid.Length) return End("inside an attribute");
        if (_valid[_position] != '=')
            return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands where the '=' of an attribute must follow.");
        _position++;
        SkipBlanks();
        if (_position == _valid.Length) return End("inside an attribute");
        var quote = _valid[_position];
        if (quote is not ((byte)'"' or (byte)'\''))
            return Fail(PacketFault.NotWellFormed, _position, $"{Here} stands where the quote of an attribute must follow.");
        _position++;
        var isDeclaration = IsDeclaration(_valid.Slice(start, length), prefix);
        var value = isDeclaration ? new StringBuilder() : null;
        while (true)
        {
            var run = _valid[_position..].IndexOfAny(quote, (byte)'<', (byte)'&');
            if (run < 0) return End("inside an attribute");
            value?.Append(Encoding.UTF8.GetString(_valid.Slice(_position, run)));
            _position += run;
            if (_valid[_position] == quote) break;
            if (_valid[_position] == '<')
                return Fail(PacketFault.NotWellFormed, _position, "'<' stands inside an attribute; it must be written '&lt;'.");
            if (!ReadReference(out var rune)) return false;
            value?.Append(rune.ToString());
        }
        _position++;
        attribute = new Attribute(start, length, prefix, value?.Replace('\n', ' ').Replace('\t', ' ').Replace('\r', ' ').ToString());
        return true;
    }

    private static bool IsDeclaration(ReadOnlySpan<byte> name, int prefix) => name[..(prefix == 0 ? name.Length : prefix)].SequenceEqual("xmlns"u8);

    private bool Declare(List<Attribute> attributes, ref Frame frame)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Namespace is not { } uri) continue;
            var prefix = attribute.Prefix == 0 ? "" : Encoding.UTF8.GetString(LocalName(attribute));
            if (!NamespaceScope.MayDeclare(prefix, uri))
                return Fail(PacketFault.NotWellFormed, attribute.Start, "A namespace declaration breaks the rules for reserved or empty names.");
            if (prefix.Length == 0) frame.InNamespace = uri.Length > 0;
            else if (!(_namespaces ??= new NamespaceScope()).TryDeclare(prefix, uri, _depth + 1))
                return Fail(PacketFault.TooManyAttributes, attribute.Start, $"More than {NamespaceScope.MaxPrefixes} namespace prefixes are in force.");
        }
        return true;
    }

    /// <summary>No attribute comes twice, neither by its written name nor by namespace and local name.</summary>
    private bool AreDistinct(List<Attribute> attributes)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            var one = attributes[i];
            if (one.Prefix > 0)
            {
                if (Uri(one.Start, one.Prefix) is not { } uri) return Undeclared(one.Start, one.Prefix);
                attributes[i] = one = one with { Namespace = uri };
            }
            for (var j = 0; j < i; j++)
            {
                var other = attributes[j];
                if (Name(one).SequenceEqual(Name(other))
                    || (one.Prefix > 0 && other.Prefix > 0 && LocalName(one).SequenceEqual(LocalName(other)) && one.Namespace == other.Namespace))
                    return Fail(PacketFault.NotWellFormed, one.Start, $"The attribute {BodyExcerpt.Quote(Name(one))} comes twice in one element.");
            }
        }
        return true;
    }

    private bool IsDeclared(int start, int prefix) => Uri(start, prefix) is not null || Undeclared(start, prefix);

    private bool Undeclared(int start, int prefix) =>
        Fail(PacketFault.NotWellFormed, start, $"The prefix {BodyExcerpt.Quote(_valid.Slice(start, prefix))} is not declared.");

    private readonly string? Uri(int start, int prefix)
    {
        var name = _valid.Slice(start, prefix);
        return name.SequenceEqual("xml"u8) ? NamespaceScope.XmlUri
            : name.SequenceEqual("xmlns"u8) ? NamespaceScope.XmlnsUri
            : _namespaces?.Find(Encoding.UTF8.GetString(name));
    }

    private readonly ReadOnlySpan<byte> Name(in Attribute attribute) => _valid.Slice(attribute.Start, attribute.Length);

    private readonly ReadOnlySpan<byte> LocalName(in Attribute attribute) =>
        attribute.Prefix == 0 ? Name(attribute) : Name(attribute)[(attribute.Prefix + 1)..];

    /// <param name="Start">Where its name begins.</param>
    /// <param name="Length">Length of the name with prefix.</param>
    /// <param name="Prefix">Length of the prefix without colon; 0 for none.</param>
    /// <param name="Namespace">Of a declaration the URI it declares, later of any attribute with a prefix the URI it is in; else null.</param>
    private readonly record struct Attribute(int Start, int Length, int Prefix, string? Namespace);
}
