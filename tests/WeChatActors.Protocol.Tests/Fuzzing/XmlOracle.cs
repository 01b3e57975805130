using System.Text;
using System.Xml;

namespace WeChatActors.Protocol.Tests.Fuzzing;

/// <summary>Reads leaves with the framework's own reader, as an independent judge.</summary>
internal static class XmlOracle
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The leaves, untrimmed; null when the body is not well-formed UTF-8 XML without DTD.</summary>
    public static List<PacketField>? Leaves(byte[] body)
    {
        try
        {
            var text = Strict.GetString(body);
            using var reader = XmlReader.Create(new StringReader(text.StartsWith('\uFEFF') ? text[1..] : text), Settings);
            return Leaves(reader);
        }
        catch (Exception exception) when (exception is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static List<PacketField> Leaves(XmlReader reader)
    {
        var leaves = new List<PacketField>();
        var open = new Stack<Element>();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    open.Push(Element.Under(open.TryPeek(out var parent) ? parent : null, reader));
                    if (reader.IsEmptyElement) Close(open.Pop(), leaves);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when open.Count > 0:
                    open.Peek().Append(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    Close(open.Pop(), leaves);
                    break;
            }
        }
        return leaves;
    }

    private static void Close(Element element, List<PacketField> leaves)
    {
        if (element is { IsForeign: false, HasChild: false, Path.Length: > 0, Free: null } || ReferenceEquals(element.Free, element))
            leaves.Add(new PacketField(element.Path, element.Text.ToString()));
    }

    private sealed class Element
    {
        public required string Path { get; init; }

        public required bool IsForeign { get; init; }

        public bool HasChild { get; private set; }

        /// <summary>The Content element that takes the text in, if any.</summary>
        public Element? Free { get; private set; }

        public StringBuilder Text { get; } = new();

        public static Element Under(Element? parent, XmlReader reader)
        {
            var isForeign = reader.NamespaceURI.Length > 0 || parent is { IsForeign: true };
            var path = parent is null ? "" : parent.Path.Length == 0 ? reader.Name : $"{parent.Path}/{reader.Name}";
            var element = new Element { Path = path, IsForeign = isForeign };
            element.Free = isForeign ? null : parent?.Free ?? (path == "Content" ? element : null);
            if (parent is not null && !isForeign) parent.HasChild = true;
            return element;
        }

        public void Append(string text)
        {
            if (!IsForeign) (Free ?? this).Text.Append(text);
        }
    }
}
