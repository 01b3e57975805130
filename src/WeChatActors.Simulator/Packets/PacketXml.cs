using System.Buffers;
using System.Collections.Immutable;
using WeChatActors.Protocol;

namespace WeChatActors.Simulator;

/// <summary>Writes packets as WeChat does: no declaration, one element on a line without indentation, texts in CDATA and numbers bare,
/// <c>]]&gt;</c> split over two sections, characters that XML 1.0 forbids left out.</summary>
internal static class PacketXml
{
    /// <summary>Writes a plain packet. Allocates nothing.</summary>
    /// <param name="output">Where the UTF-8 goes.</param>
    /// <param name="toUserName">The account's original id.</param>
    /// <param name="packet">The packet.</param>
    public static void Write(IBufferWriter<byte> output, string toUserName, SimulatedPacket packet)
    {
        var xml = new XmlOutput(output);
        WritePlain(xml, toUserName, packet);
        xml.Raw("</xml>"u8);
    }

    /// <summary>Writes the body of compatible mode: a plain packet, and the same encrypted as its last element.</summary>
    /// <returns>False, and nothing is written, when these bytes do not end as a packet does.</returns>
    public static bool TryWriteCompatible(IBufferWriter<byte> output, ReadOnlySpan<byte> packet, string encrypt)
    {
        var end = packet.LastIndexOf("</xml>"u8);
        if (end < 0 || packet[(end + "</xml>".Length)..].ContainsAnyExcept(" \t\r\n"u8)) return false;
        var xml = new XmlOutput(output);
        xml.Raw(packet[..end]);
        WriteEncrypt(xml, encrypt);
        xml.Raw("\n</xml>"u8);
        return true;
    }

    /// <summary>Writes the body of safe mode: whom it is for, and the packet encrypted.</summary>
    public static void WriteSafe(IBufferWriter<byte> output, string toUserName, string encrypt)
    {
        var xml = new XmlOutput(output);
        xml.Raw("<xml>\n    "u8);
        xml.Element("ToUserName"u8, toUserName);
        xml.Raw("\n    "u8);
        WriteEncrypt(xml, encrypt);
        xml.Raw("\n</xml>"u8);
    }

    private static void WritePlain(XmlOutput xml, string toUserName, SimulatedPacket packet)
    {
        xml.Raw("<xml>"u8);
        xml.Element("ToUserName"u8, toUserName);
        xml.Raw("\n"u8);
        xml.Element("FromUserName"u8, packet.From);
        xml.Raw("\n"u8);
        xml.Element("CreateTime"u8, packet.CreateTime.ToUnixTimeSeconds());
        xml.Raw("\n"u8);
        xml.Element("MsgType"u8, packet.MsgType);
        xml.Raw("\n"u8);
        WriteElements(xml, packet.Elements);
    }

    private static void WriteElements(XmlOutput xml, ImmutableArray<PacketElement> elements)
    {
        foreach (var element in elements)
        {
            xml.Raw("<"u8);
            xml.Text(element.Name);
            xml.Raw(">"u8);
            if (element.Bare)
            {
                xml.Text(element.Text);
            }
            else if (element.IsStructure)
            {
                WriteElements(xml, element.Children);
            }
            else
            {
                xml.Raw("<![CDATA["u8);
                xml.CData(element.Text);
                xml.Raw("]]>"u8);
            }
            xml.Raw("</"u8);
            xml.Text(element.Name);
            xml.Raw(">\n"u8);
        }
    }

    /// <summary>Base64 needs no care.</summary>
    private static void WriteEncrypt(XmlOutput xml, string encrypt)
    {
        xml.Raw("<Encrypt><![CDATA["u8);
        xml.Text(encrypt);
        xml.Raw("]]></Encrypt>"u8);
    }
}
