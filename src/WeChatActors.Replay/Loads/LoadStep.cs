using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using WeChatActors.Rules;
using WeChatActors.Simulator;

namespace WeChatActors.Replay;

/// <summary>One packet of a conversation, written already but for who sends it. Immutable.</summary>
internal sealed class LoadStep
{
    // As long as an OpenID; in no text, as it stands in an element of its own before all texts.
    private const string NoOpenId = "oooooooooooooooooooooooooooo";

    private const int MediaIdLength = 64;

    private readonly ImmutableArray<Simulator.PacketElement> _elements;
    private readonly string _msgType;

    private LoadStep(string msgType, ImmutableArray<Simulator.PacketElement> elements)
    {
        (_msgType, _elements) = (msgType, elements);
        Kind = msgType == "event" ? "event " + elements[0].Text : msgType;
    }

    /// <summary>Its MsgType, or <c>event</c> and the event's name.</summary>
    public string Kind { get; }

    /// <summary>The packet as it would stand in a test.</summary>
    public static LoadStep Of(TestPacket packet)
    {
        var elements = packet.Elements.Select(Element).ToList();
        // What WeChat adds to what the follower sent, in its order.
        if (packet.MsgType != "event") elements.Add(Simulator.PacketElement.Of("MsgId", 10_000_000_000_000_001));
        if (packet.MsgType == "voice") elements.Add(Simulator.PacketElement.Of("MediaId16K", Invented("voice16k")));
        if (packet.MsgType == "event" && packet.Elements is [{ Text: "VIEW" or "view_miniprogram" }, ..] && !packet.Elements.Any(element => element.Name == "MenuId"))
            elements.Add(Simulator.PacketElement.Of("MenuId", 425_800_001));
        return new(packet.MsgType, [.. elements]);
    }

    /// <summary>The bytes of the packet with <see cref="OpenIdLength"/> bytes for the OpenID at a place.</summary>
    /// <param name="originalId">The account's original id.</param>
    /// <param name="openIdAt">Where the OpenID stands.</param>
    public byte[] Write(string originalId, out int openIdAt)
    {
        var xml = new ArrayBufferWriter<byte>();
        PacketXml.Write(xml, originalId, new SimulatedPacket(NoOpenId, DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000), _msgType, _elements));
        openIdAt = xml.WrittenSpan.IndexOf(Encoding.UTF8.GetBytes($"<FromUserName><![CDATA[{NoOpenId}]]>")) + "<FromUserName><![CDATA[".Length;
        return xml.WrittenSpan.ToArray();
    }

    /// <summary>How many bytes an OpenID has.</summary>
    public const int OpenIdLength = 28;

    private static Simulator.PacketElement Element(Rules.PacketElement element)
    {
        if (!element.Inside.IsEmpty) return Simulator.PacketElement.Of(element.Name, [.. element.Inside.Select(Element)]);
        return element.Name switch
        {
            "Location_X" or "Location_Y" or "Latitude" or "Longitude" or "Precision" or "Scale" or "MenuId" or "Count"
                when decimal.TryParse(element.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => Simulator.PacketElement.Number(element.Name, element.Text),
            // Ids of tests are short, those of WeChat are not.
            "MediaId" or "ThumbMediaId" or "Ticket" when element.Text.StartsWith("test-", StringComparison.Ordinal) => Simulator.PacketElement.Of(element.Name, Invented(element.Text)),
            _ => Simulator.PacketElement.Of(element.Name, element.Text),
        };
    }

    private static string Invented(string what) => Simulator.Chance.Text(Simulator.Chance.Hash(what, 1), MediaIdLength);
}
