using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using WeChatActors.Rules;

namespace WeChatActors.Engine;

/// <summary>Something a user does, as WeChat would push it. Immutable.</summary>
/// <param name="MsgType">The MsgType element.</param>
/// <param name="Elements">The elements of its own, in WeChat's order.</param>
public sealed record UserPacket(string MsgType, ImmutableArray<PacketElement> Elements)
{
    /// <summary>The account, as packets name it here.</summary>
    public const string Account = "gh_000000000000";

    /// <summary>The follower who sits at the terminal.</summary>
    public const string OpenId = "oChat000000000000000000000000";

    /// <summary>What a test does.</summary>
    public static UserPacket Of(TestPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        return new(packet.MsgType, packet.Elements);
    }

    /// <summary>A message.</summary>
    public static UserPacket Message(string type, params ReadOnlySpan<(string Name, string Value)> elements) => new(type, Elemental(elements));

    /// <summary>An event.</summary>
    public static UserPacket Event(string name, string? key, params ReadOnlySpan<(string Name, string Value)> elements) =>
        new("event", [new("Event", name), new("EventKey", key ?? ""), .. Elemental(elements)]);

    /// <summary>The body of the push, in UTF-8.</summary>
    /// <param name="at">When it happens.</param>
    /// <param name="id">Tells messages apart.</param>
    public byte[] ToXml(DateTimeOffset at, long id)
    {
        var xml = new StringBuilder("<xml>\n");
        Element(xml, "ToUserName", Account);
        Element(xml, "FromUserName", OpenId);
        Element(xml, "CreateTime", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        Element(xml, "MsgType", MsgType);
        foreach (var element in Elements) Element(xml, element);
        if (MsgType != "event") Element(xml, "MsgId", id.ToString(CultureInfo.InvariantCulture));
        return Encoding.UTF8.GetBytes(xml.Append("</xml>").ToString());
    }

    private static ImmutableArray<PacketElement> Elemental(ReadOnlySpan<(string Name, string Value)> elements)
    {
        var all = ImmutableArray.CreateBuilder<PacketElement>(elements.Length);
        foreach (var (name, value) in elements) all.Add(new(name, value));
        return all.MoveToImmutable();
    }

    private static void Element(StringBuilder xml, PacketElement element)
    {
        if (element.Inside.IsEmpty)
        {
            Element(xml, element.Name, element.Text);
            return;
        }
        xml.Append('<').Append(element.Name).Append('>');
        foreach (var inside in element.Inside) Element(xml, inside);
        xml.Append("</").Append(element.Name).Append(">\n");
    }

    private static void Element(StringBuilder xml, string name, string value) =>
        xml.Append('<').Append(name).Append("><![CDATA[")
            .Append(Legal(value).Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal))
            .Append("]]></").Append(name).Append(">\n");

    /// <summary>A text without what XML 1.0 forbids, which no client of WeChat sends.</summary>
    private static string Legal(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var legal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) legal.Append(text[i]);
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) legal.Append(text[i]).Append(text[++i]);
        }

        return legal.ToString();
    }
}
