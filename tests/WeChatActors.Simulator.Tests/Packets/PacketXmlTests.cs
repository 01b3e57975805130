using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using WeChatActors.Protocol;
using WeChatActors.Testing;

namespace WeChatActors.Simulator.Tests.Packets;

public partial class PacketXmlTests
{
    private const string OpenId = "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs";
    private const string Picture = "mQ2vK8tR5yLpW1sXc7Hn0ZbJ4uFgDa9eTi6oVxN3kEwBqCrYlMhPfSjGzUdA";
    private const string Thumb = "tB7hN4xQ9wZr2LkYp6Vs0DmGcJ1fEoUaTi8yHnRbWqXl5KvSgPjMdCzFu3eI";
    private const string Ticket = "gQH47zwAAAAAAAAAAS5odHRwOi8vd2VpeGluLnFxLmNvbS9xLzAyQWN0b3JzMDc1NQ";

    public static TheoryData<string> SampleFiles() => [.. Packets().Keys];

    [Theory, MemberData(nameof(SampleFiles))]
    public void Writes_what_the_sample_holds(string file) =>
        Assert.Equal(Unindented(Encoding.UTF8.GetString(Samples.Bytes(file))), Unindented(Write(Packets()[file])));

    [Fact]
    public void Writes_the_packet_of_the_encryption_vector_to_the_byte()
    {
        var vector = Samples.Json("vectors/crypto.json").GetProperty("vectors")[0];
        var packet = new SimulatedPacket(
            OpenId, DateTimeOffset.FromUnixTimeSeconds(1763600001), "text",
            [PacketElement.Of("Content", "在吗?想查一下订单进度"), PacketElement.Of("MsgId", 25093846172905331)]);
        Assert.Equal(vector.GetProperty("msg").GetString(), Write(packet));
    }

    [Fact]
    public void Writes_the_bodies_of_safe_and_compatible_mode_as_the_samples()
    {
        var packet = new SimulatedPacket(
            OpenId, DateTimeOffset.FromUnixTimeSeconds(1763600001), "text",
            [PacketElement.Of("Content", "在吗?想查一下订单进度"), PacketElement.Of("MsgId", 25093846172905331)]);
        var encrypt = Samples.Json("vectors/crypto.json").GetProperty("vectors")[0].GetProperty("ciphertext_base64").GetString()!;

        var safe = new ArrayBufferWriter<byte>();
        PacketXml.WriteSafe(safe, Samples.OriginalId, encrypt);
        Assert.Equal(Encoding.UTF8.GetString(Samples.Bytes("encrypted-safe-text.xml")).TrimEnd(), Encoding.UTF8.GetString(safe.WrittenSpan));

        var compatible = new ArrayBufferWriter<byte>();
        Assert.True(PacketXml.TryWriteCompatible(compatible, Encoding.UTF8.GetBytes(Write(packet)), encrypt));
        Assert.Equal(Encoding.UTF8.GetString(Samples.Bytes("encrypted-compat-text.xml")).TrimEnd(), Encoding.UTF8.GetString(compatible.WrittenSpan));
    }

    [Fact]
    public void Allocates_nothing()
    {
        var packet = Packets()["event-location-select.xml"];
        var output = new ArrayBufferWriter<byte>(4096);
        void Once()
        {
            output.ResetWrittenCount();
            PacketXml.Write(output, Samples.OriginalId, packet);
        }
        for (var i = 0; i < 100; i++) Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Any_text_of_a_user_survives_writer_and_reader()
    {
        // Also what a keyboard hardly gives: parts of the end of CDATA, line ends, controls, lone surrogates.
        var pieces = Gen.OneOf(
            Gen.Elements("]", "]]", "]]>", ">", "<", "&", "&amp;", "<![CDATA[", "\r", "\r\n", "\n", "\t", " ", "\0", "\u0008", "\uFFFE", "\uD83D", "\uDC4B", "👨‍👩‍👧", "你", "x"),
            ArbMap.Default.GeneratorFor<char>().Select(c => c.ToString()));
        var texts = pieces.ArrayOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var packet = new SimulatedPacket(OpenId, Samples.Now, "text", [PacketElement.Of("Content", text), PacketElement.Of("MsgId", 1)]);
            var parsed = Assert.IsType<PacketResult.Parsed>(PacketReader.Read(Encoding.UTF8.GetBytes(Write(packet)), Samples.Now));
            Assert.Equal(PacketWarnings.None, parsed.Warnings);
            Assert.Equal(Legal(text), Assert.IsType<TextMessage>(parsed.Packet).Content);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>What XML 1.0 can hold of a text, with its line ends; said in another way than the writer does.</summary>
    private static string Legal(string text)
    {
        var ends = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var legal = new StringBuilder();
        for (var i = 0; i < ends.Length; i++)
        {
            if (i + 1 < ends.Length && char.IsSurrogatePair(ends[i], ends[i + 1]))
                legal.Append(ends[i]).Append(ends[++i]);
            else if (System.Xml.XmlConvert.IsXmlChar(ends[i]))
                legal.Append(ends[i]);
        }
        return legal.ToString();
    }

    private static string Write(SimulatedPacket packet)
    {
        var output = new ArrayBufferWriter<byte>();
        PacketXml.Write(output, Samples.OriginalId, packet);
        var parsed = Assert.IsType<PacketResult.Parsed>(PacketReader.Read(output.WrittenSpan, null));
        Assert.Equal(PacketWarnings.None, parsed.Warnings);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The samples are indented to be read; packets are not.</summary>
    private static string Unindented(string xml) => BetweenTags().Replace(xml.Trim(), "><");

    [GeneratedRegex(@">\s+<")]
    private static partial Regex BetweenTags();

    private static Dictionary<string, SimulatedPacket> Packets()
    {
        SimulatedPacket Message(long at, string type, params PacketElement[] elements) => new(OpenId, DateTimeOffset.FromUnixTimeSeconds(at), type, [.. elements]);
        SimulatedPacket Event(long at, string name, params PacketElement[] elements) =>
            SimulatedPacket.OfEvent(OpenId, DateTimeOffset.FromUnixTimeSeconds(at), name, [.. elements]);
        return new Dictionary<string, SimulatedPacket>
        {
            ["text.xml"] = Message(1763600001, "text", PacketElement.Of("Content", "你好，请问周末营业吗？"), PacketElement.Of("MsgId", 25093846172905301)),
            ["text-bizmsgmenu.xml"] = Message(
                1763600072, "text", PacketElement.Of("Content", "满意"), PacketElement.Of("MsgId", 25093846172905541), PacketElement.Number("bizmsgmenuid", "101")),
            ["text-cdata-split.xml"] = Message(
                1763600086, "text", PacketElement.Of("Content", "数组写法 a[b[0]]> 结束"), PacketElement.Of("MsgId", 25093846172905577)),
            ["voice-recognition.xml"] = Message(
                1763600113, "voice", PacketElement.Of("MediaId", Thumb), PacketElement.Of("Format", "speex"),
                PacketElement.Of("Recognition", "帮我查一下明天的航班。"), PacketElement.Of("MsgId", 25093846172905647)),
            ["video.xml"] = Message(
                1763600121, "video", PacketElement.Of("MediaId", Picture), PacketElement.Of("ThumbMediaId", Thumb), PacketElement.Of("MsgId", 25093846172905660)),
            ["location.xml"] = Message(
                1763600141, "location", PacketElement.Number("Location_X", "22.541093"), PacketElement.Number("Location_Y", "113.947612"),
                PacketElement.Of("Scale", 16), PacketElement.Of("Label", "广东省深圳市南山区示例路 8 号"), PacketElement.Of("MsgId", 25093846172905690)),
            ["link.xml"] = Message(
                1763600151, "link", PacketElement.Of("Title", "秋季上新:从一杯茶说起"), PacketElement.Of("Description", ""),
                PacketElement.Of("Url", "https://example.com/a/20251120?from=share&lang=zh_CN"), PacketElement.Of("MsgId", 25093846172905703)),
            ["event-subscribe.xml"] = Event(1763600201, "subscribe", PacketElement.Of("EventKey", "")),
            ["event-subscribe-qrscene.xml"] = Event(1763600202, "subscribe", PacketElement.Of("EventKey", "qrscene_755"), PacketElement.Of("Ticket", Ticket)),
            ["event-scan.xml"] = Event(1763600221, "SCAN", PacketElement.Of("EventKey", "755"), PacketElement.Of("Ticket", Ticket)),
            ["event-location.xml"] = Event(
                1763600231, "LOCATION", PacketElement.Number("Latitude", "22.541200"), PacketElement.Number("Longitude", "113.947500"),
                PacketElement.Number("Precision", "65.000000")),
            ["event-pic-photo-or-album.xml"] = Event(
                1763600246, "pic_photo_or_album", PacketElement.Of("EventKey", "MENU_PHOTO_ALBUM"),
                PacketElement.Of(
                    "SendPicsInfo", PacketElement.Of("Count", 2),
                    PacketElement.Of(
                        "PicList",
                        PacketElement.Of("item", PacketElement.Of("PicMd5Sum", "3fe81c07d5a249b6b0c4d1e2f3a4958b")),
                        PacketElement.Of("item", PacketElement.Of("PicMd5Sum", "0e4d1c99aa0b7f7cbe1d0f53a6e2c811"))))),
            ["event-location-select.xml"] = Event(
                1763600249, "location_select", PacketElement.Of("EventKey", "MENU_PLACE"),
                PacketElement.Of(
                    "SendLocationInfo", PacketElement.Of("Location_X", "22.53"), PacketElement.Of("Location_Y", "113.93"), PacketElement.Of("Scale", "15"),
                    PacketElement.Of("Label", "深圳市南山区示例大道 100 号"), PacketElement.Of("Poiname", ""))),
        };
    }
}
