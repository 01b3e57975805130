using System.Buffers;
using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;

namespace WeChatActors.Protocol.Tests.PassiveReplies;

public class PassiveReplyXmlTests
{
    private const string User = "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs";
    private const string MediaId = "mQ2vK8tR5yLpW1sXc7Hn0ZbJ4uFgDa9eTi6oVxN3kEwBqCrYlMhPfSjGzUdA";

    private static readonly Dictionary<string, PassiveReply> Replies = new()
    {
        ["text"] = new TextReply("您好 👋\n周末照常营业,<a href=\"https://example.com/hours\">查看时间</a>"),
        ["text-empty"] = new TextReply(""),
        ["text-cdata-end"] = new TextReply("a]]>b]]]>c]] >d]]"),
        ["text-illegal"] = new TextReply("a\0b\u0008]\u0001]\uD800>c\uFFFEd\uDC00e\tf\r\ng\rh"),
        ["image"] = new ImageReply(MediaId),
        ["voice"] = new VoiceReply(MediaId),
        ["video"] = new VideoReply(MediaId, "三十秒看懂预约流程", "从选店到付款"),
        ["video-bare"] = new VideoReply(MediaId),
        ["music"] = new MusicReply(MediaId, "雨天歌单", "店里正在放", "https://example.com/m/rain.mp3", "https://example.com/m/rain-320.mp3"),
        ["music-bare"] = new MusicReply(null),
        ["news"] = new NewsReply([
            new Article("本周新品", "三款秋茶,到店可试饮", "https://example.com/img/tea-360x200.jpg", "https://example.com/tea?src=reply&id=7"),
            new Article("第二篇", "", "", "https://example.com/2")]),
        ["transfer"] = new TransferReply(),
        ["transfer-agent"] = new TransferReply("kf2001@actors_demo"),
        ["ai-transfer"] = new AiTransferReply(),
        ["device-text"] = new DeviceTextReply("gh_7f3c19ab02de", "gate-lock-0091", "b3Blbg==", "709412"),
        ["device-text-odd-session"] = new DeviceTextReply("gh_7f3c19ab02de", "gate-lock-0091", "b3Blbg==", "<7>"),
        ["device-event"] = new DeviceEventReply("gh_7f3c19ab02de", "gate-lock-0091", "b2s=", "bind", "709413"),
        ["device-status"] = new DeviceStatusReply("gh_7f3c19ab02de", "gate-lock-0091", true),
        ["hardware"] = new HardwareReply("myrank", "ranklist"),
    };

    public static TheoryData<string> Names() => [.. Replies.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Writes_each_kind_byte_for_byte(string name) =>
        Golden.Matches($"replies/{name}.xml", Encoding.UTF8.GetString(Write(Replies[name])));

    [Fact]
    public void Every_kind_of_reply_is_among_them() =>
        Assert.Equal(
            typeof(PassiveReply).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PassiveReply)) && !type.IsAbstract).Select(type => type.Name).Order(),
            Replies.Values.Select(reply => reply.GetType().Name).Distinct().Order());

    [Fact]
    public void Any_text_comes_back_as_it_was_but_for_what_XML_forbids() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(Awkward(), text => ReadContent(Write(new TextReply(text))) == Legal(text)));

    [Fact]
    public void A_reply_reads_back_as_a_packet_of_the_same_words()
    {
        var xml = Write(new TextReply(" a]]>b & <c> "));

        Assert.Null(PacketReader.ReadLeaves(xml, out var leaves));
        Assert.Equal(" a]]>b & <c> ", leaves.Find("Content"));
    }

    [Fact]
    public void Writing_allocates_nothing_but_the_output()
    {
        var output = new ArrayBufferWriter<byte>(1 << 16);
        foreach (var reply in Replies.Values) PassiveReplyXml.Write(output, reply, User, Samples.OriginalId, 1);
        output.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            output.ResetWrittenCount();
            PassiveReplyXml.Write(output, Replies["news"], User, Samples.OriginalId, 1763600201);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Write(PassiveReply reply)
    {
        var output = new ArrayBufferWriter<byte>();
        PassiveReplyXml.Write(output, reply, User, Samples.OriginalId, 1763600201);
        return output.WrittenSpan.ToArray();
    }

    private static string ReadContent(byte[] xml)
    {
        using var reader = XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        reader.ReadToFollowing("Content");
        return reader.ReadElementContentAsString();
    }

    /// <summary>Strings of pieces that break naive writers.</summary>
    private static Arbitrary<string> Awkward() =>
        Gen.Elements("]", "]]", ">", "]]>", "<![CDATA[", "&", "<", "\0", "\u001F", "\uFFFE", "\uFFFF", "\uD83D", "\uDE00", "😀", "你", "\r", "\n", "\t", "a", " ")
            .ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();

    private static string Legal(string text)
    {
        var legal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) legal.Append(text, i++, 2);
            }
            else if (XmlConvert.IsXmlChar(text[i]))
            {
                legal.Append(text[i]);
            }
        }
        return Newlines(text, legal);
    }

    /// <summary>Line ends are settled before forbidden characters go, as the writer does it.</summary>
    private static string Newlines(string text, StringBuilder legal) =>
        !text.Contains('\r', StringComparison.Ordinal)
            ? legal.ToString()
            : Legal(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
}
