using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WeChatActors.Protocol;
using WeChatActors.Testing;
using Xunit;

namespace WeChatActors.Replay.Tests;

/// <summary>What lines look like, and what never stands in them.</summary>
public sealed class CaptureFormatTests
{
    private const string Ann = "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs";
    private const string Ben = "oXk2p5A0uYt6GhE2sPq9WnZ7rKdB";

    private static readonly CaptureKey Key = CaptureKey.Of(CaptureFolder.Key);

    [Fact]
    public void The_format_is_the_documented_one()
    {
        var line = new LineBuffer();
        CaptureFormat.Header(line, CaptureFolder.Noon, "serve", Key);
        CaptureFormat.Header(line, CaptureFolder.Noon, "import", null);
        var format = new CaptureFormat(new Pseudonyms(Key));
        foreach (var (packet, answer, status, encrypted, rule) in new (string, string?, int?, bool, string?)[]
        {
            (Xml(Ann, "你好 \"quoted\" back\\slash\ttab\u007f"), $"<xml><ToUserName><![CDATA[{Ann}]]></ToUserName><FromUserName><![CDATA[gh_demo]]></FromUserName><Content>hello</Content></xml>", 200, true, "greet"),
            (Xml(Ann, "hi"), "success", 200, false, null),
            (Xml(Ben, "hi"), "", 200, false, "a,b"),
            (Xml(Ben, "hi"), null, 503, false, null),
            (Xml(Ben, "hi"), null, null, false, null),
        })
        {
            format.Delivery(line, new CaptureEntry
            {
                At = CaptureFolder.Noon.AddTicks(1234567), Account = "demo", Query = $"?signature=abc&timestamp=1772452800&nonce=42&openid={Ann}&encrypt_type=aes&msg_signature=def&next=http%3A//x&we ird=1&flag",
                Packet = Encoding.UTF8.GetBytes(packet), Sender = Ann, Encrypted = encrypted, Status = status, HasAnswer = answer is not null, Answer = Encoding.UTF8.GetBytes(answer ?? ""),
                Elapsed = TimeSpan.FromMilliseconds(1.4249), Rule = rule,
            });
        }
        format.Delivery(line, new CaptureEntry
        {
            At = CaptureFolder.Noon, Packet = [.. "<xml><FromUserName>"u8, .. Encoding.UTF8.GetBytes(Ann), .. "</FromUserName><Content>"u8, 0xFF, .. "</Content>"u8],
            Status = 200, HasAnswer = true, Answer = [0xFE, (byte)'x'], Elapsed = TimeSpan.FromSeconds(-1),
        });
        Golden.Matches("Captures/lines.jsonl", Encoding.UTF8.GetString(line.Written));
    }

    [Fact]
    public void Every_sample_packet_comes_back_as_it_was_but_for_persons_and_secrets()
    {
        var format = new CaptureFormat(null);
        foreach (var packet in Samples.All())
        {
            var line = new LineBuffer();
            format.Delivery(line, new CaptureEntry { At = CaptureFolder.Noon, Packet = packet });
            var read = CaptureLine.Read(line.Written[..^1], out var why);
            Assert.Null(why);
            if (packet.AsSpan().IndexOf("<Encrypt"u8) < 0) Assert.Equal(packet, read!.Packet.ToArray());
        }
    }

    [Fact]
    public void No_OpenID_of_the_samples_is_in_a_capture_and_all_are_the_same_person_everywhere()
    {
        var format = new CaptureFormat(new Pseudonyms(Key));
        var usual = new Regex("o[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])");
        var name = Name(Ann);
        Assert.True(OpenId.IsValid(name));
        foreach (var packet in Samples.All())
        {
            if (!System.Text.Unicode.Utf8.IsValid(packet)) continue;
            var line = new LineBuffer();
            format.Delivery(line, new CaptureEntry { At = CaptureFolder.Noon, Query = $"openid={Ann}", Packet = packet, HasAnswer = true, Answer = Encoding.UTF8.GetBytes($"<a href=\"http://x/?o={Ann}&b\">") });
            var text = Encoding.UTF8.GetString(line.Written);
            Assert.DoesNotContain(Ann, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Ben, text, StringComparison.Ordinal);
            Assert.DoesNotContain("uXk2p5UnionSample0Id1For2U", text, StringComparison.Ordinal);
            Assert.Contains($"openid={name}", text, StringComparison.Ordinal);
            Assert.Contains($"?o={name}&b", text, StringComparison.Ordinal);
            if (packet.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Ann)) >= 0) Assert.True(usual.Matches(text).Count(match => match.Value == name) > 2);
        }
    }

    [Fact]
    public void A_pseudonym_depends_on_the_key_and_on_nothing_else()
    {
        Assert.Equal(Name(Ann), Name(Ann));
        Assert.NotEqual(Name(Ann), Name(Ben));
        Span<byte> other = stackalloc byte[Pseudonyms.Length];
        new Pseudonyms(CaptureKey.Of("another key of sixteen letters")).Write(Encoding.UTF8.GetBytes(Ann), other);
        Assert.NotEqual(Name(Ann), Encoding.ASCII.GetString(other));
    }

    [Fact]
    public void Pseudonyms_stay_the_same_when_more_persons_write_than_are_remembered()
    {
        var few = new Pseudonyms(Key, remembered: 1024);
        Span<byte> first = stackalloc byte[Pseudonyms.Length], again = stackalloc byte[Pseudonyms.Length];
        few.Write("oAnn"u8, first);
        for (var i = 0; i < 50_000; i++) few.Write(Encoding.ASCII.GetBytes($"oPerson{i}"), again);
        few.Write("oAnn"u8, again);
        Assert.True(first.SequenceEqual(again));
    }

    [Fact]
    public void Everybody_has_his_own_pseudonym_whoever_else_is_asked_for_at_the_same_time()
    {
        // More persons than are remembered, of ids that begin alike and of every length.
        var pseudonyms = new Pseudonyms(Key, remembered: 64);
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, 4, thread =>
        {
            var random = new Random(thread);
            Span<byte> name = stackalloc byte[Pseudonyms.Length];
            for (var i = 0; i < 40_000; i++)
            {
                var person = random.Next(1000);
                var id = new string('o', person % 60) + person.ToString(CultureInfo.InvariantCulture);
                pseudonyms.Write(Encoding.ASCII.GetBytes(id), name);
                if (Encoding.ASCII.GetString(name) != Expected[person]) wrong.Add(id);
            }
        });
        Assert.Empty(wrong);
    }

    private static readonly string[] Expected =
    [
        .. Enumerable.Range(0, 1000).Select(person =>
            "o" + Base64Url.EncodeToString(HMACSHA256.HashData(Key.Bytes, Encoding.ASCII.GetBytes(new string('o', person % 60) + person.ToString(CultureInfo.InvariantCulture))))[..27]),
    ];

    [Fact]
    public void A_sender_with_an_odd_OpenID_is_found_outside_elements_too_but_not_inside_other_words()
    {
        var text = Delivered(Xml("tester1", "I am tester1, not tester12 or xtester1"), "tester1", "<xml><ToUserName>tester1</ToUserName><Content>tester1!</Content></xml>");
        Assert.Contains($"I am {Name("tester1")}, not tester12 or xtester1", text, StringComparison.Ordinal);
        Assert.Contains($"<ToUserName>{Name("tester1")}</ToUserName><Content>{Name("tester1")}!", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ComponentVerifyTicket><![CDATA[ticket@@@abc]]></ComponentVerifyTicket>", "ticket@@@abc")]
    [InlineData("<AuthorizationCode>queryauthcode@@@xyz</AuthorizationCode>", "queryauthcode@@@xyz")]
    [InlineData("<PreAuthCode>preauthcode@@@xyz</PreAuthCode>", "preauthcode@@@xyz")]
    [InlineData("<Encrypt><![CDATA[AAAABBBBCCCC]]></Encrypt>", "AAAABBBBCCCC")]
    [InlineData("<MsgSignature>deadbeef</MsgSignature>", "deadbeef")]
    [InlineData("<AuthorizationCode >broken off xyz", "broken off xyz")]
    public void Secrets_of_the_platform_are_not_kept(string element, string secret)
    {
        var text = Delivered($"<xml><AppId>wx1</AppId>{element}</xml>", null, element);
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Contains("***", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Content>1234</Content>")]
    [InlineData("<Content><![CDATA[12]]>34</Content>")]
    [InlineData("<Content><![CDATA[1234</Content>1234]]></Content>")]
    [InlineData("<Content ><![CDATA[1234]]></Content>")]
    [InlineData("<Recognition><![CDATA[1234]]></Recognition>")]
    [InlineData("<Content><![CDATA[1234")]
    public void Words_that_answer_a_secret_question_are_not_kept_however_they_are_written(string element)
    {
        var line = new LineBuffer();
        new CaptureFormat(null).Delivery(line, new CaptureEntry
        {
            At = CaptureFolder.Noon.AddDays(1), Packet = Encoding.UTF8.GetBytes($"<xml><FromUserName>oAnn</FromUserName>{element}<MsgId>7</MsgId></xml>"),
            HidesWords = true, HasAnswer = true, Answer = "your pin 1234 was changed to 98"u8, Secrets = ["1234", "98"],
        });
        var text = Encoding.UTF8.GetString(line.Written);
        Assert.DoesNotContain("12", text[text.IndexOf("oAnn", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("your pin *** was changed to ***", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "<Content><![CDATA[***]]></Content>", "<Content><![CDATA[1]]></Content>")]
    [InlineData("t", "<Content><![CDATA[***es***]]></Content>", "<Content><![CDATA[test]]></Content>")]
    [InlineData("xml", "<Content>an *** file</Content>", "<Content>an xml file</Content>")]
    [InlineData("CDATA", "<Content><![CDATA[***]]></Content>", "<Content><![CDATA[CDATA]]></Content>")]
    [InlineData("l", "<Content>a &lt; ***</Content>", "<Content>a &lt; l</Content>")]
    [InlineData("a<b", "<Content>say ***</Content>", "<Content>say a&lt;b</Content>")]
    [InlineData("a]]>b", "<Content><![CDATA[***]]></Content>", "<Content><![CDATA[a]]]]><![CDATA[>b]]></Content>")]
    [InlineData("news", "<Articles><item><Title><![CDATA[***!]]></Title></item></Articles>", "<Articles><item><Title><![CDATA[news!]]></Title></item></Articles>")]
    public void Secrets_are_taken_out_of_texts_and_the_answer_stays_one(string secret, string expected, string element)
    {
        static string Answer(string element) =>
            $"<xml>\n<ToUserName><![CDATA[oAnnt1xml]]></ToUserName>\n<FromUserName><![CDATA[gh_t1]]></FromUserName>\n<CreateTime>1772452811</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n{element}\n</xml>";
        var line = new LineBuffer();
        new CaptureFormat(null).Delivery(line, new CaptureEntry { At = CaptureFolder.Noon, Packet = "<xml/>"u8, HasAnswer = true, Answer = Encoding.UTF8.GetBytes(Answer(element)), Secrets = [secret] });
        Assert.Equal(Answer(expected), CaptureLine.Read(line.Written[..^1], out _)!.Answer);
    }

    [Theory]
    [InlineData("<xml><Content>pin 1234</Content>", "<xml><Content>pin ***</Content>")]
    [InlineData("<xml pin=1234/>", "<xml pin=***/>")]
    public void Secrets_are_taken_out_of_all_of_an_answer_that_is_no_XML(string answer, string expected)
    {
        var line = new LineBuffer();
        new CaptureFormat(null).Delivery(line, new CaptureEntry { At = CaptureFolder.Noon, Packet = "<xml/>"u8, HasAnswer = true, Answer = Encoding.UTF8.GetBytes(answer), Secrets = ["1234"] });
        Assert.Equal(expected, CaptureLine.Read(line.Written[..^1], out _)!.Answer);
    }

    [Fact]
    public void Links_to_answers_lose_their_mark()
    {
        var mark = new string('A', 40) + "-_" + new string('b', 40);
        var text = Delivered(Xml(Ann, "hi"), Ann, $"see https://wx.example.com/answers/{mark} or https://wx.example.com/answers/faq, {Ann}");
        Assert.Contains($"see https://wx.example.com/answers/*** or https://wx.example.com/answers/faq, {Name(Ann)}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_answer_is_cut_at_a_character_and_its_length_is_kept()
    {
        var text = Delivered(Xml(Ann, "hi"), Ann, new string('你', 40_000));
        Assert.Contains("\"answer_bytes\":120000", text, StringComparison.Ordinal);
        Assert.Equal(2 * (CaptureFormat.MaxAnswerBytes / 3), text.Count(letter => letter == '你'));
    }

    [Fact]
    public void Whatever_the_bytes_are_the_line_is_one_line_and_reads_again()
    {
        var random = new Random(7);
        var format = new CaptureFormat(new Pseudonyms(Key));
        var samples = Samples.All();
        for (var round = 0; round < 3000; round++)
        {
            var packet = samples[random.Next(samples.Count)].ToArray();
            for (var i = random.Next(8); i > 0 && packet.Length > 0; i--) packet[random.Next(packet.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) packet = packet[..random.Next(packet.Length + 1)];
            var answer = new byte[random.Next(200)];
            random.NextBytes(answer);
            var query = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 0xFFFF)));
            var line = new LineBuffer();
            format.Delivery(line, new CaptureEntry { At = CaptureFolder.Noon, Query = query, Packet = packet, Sender = query, HidesWords = random.Next(2) == 0, HasAnswer = true, Answer = answer, Rule = query });
            Assert.Equal(line.Written.Length - 1, line.Written.IndexOf((byte)'\n'));
            Assert.NotNull(CaptureLine.Read(line.Written[..^1], out var why));
            Assert.Null(why);
        }
    }

    private static string Name(string id)
    {
        Span<byte> name = stackalloc byte[Pseudonyms.Length];
        new Pseudonyms(Key).Write(Encoding.UTF8.GetBytes(id), name);
        return Encoding.ASCII.GetString(name);
    }

    private static string Delivered(string packet, string? sender, string answer)
    {
        var line = new LineBuffer();
        new CaptureFormat(new Pseudonyms(Key)).Delivery(line, new CaptureEntry { At = CaptureFolder.Noon, Packet = Encoding.UTF8.GetBytes(packet), Sender = sender, HasAnswer = true, Answer = Encoding.UTF8.GetBytes(answer) });
        var read = CaptureLine.Read(line.Written[..^1], out _)!;
        return Encoding.UTF8.GetString(line.Written) + Encoding.UTF8.GetString(read.Packet.Span) + read.Answer;
    }

    private static string Xml(string from, string content) =>
        $"<xml>\n<ToUserName><![CDATA[gh_demo]]></ToUserName>\n<FromUserName><![CDATA[{from}]]></FromUserName>\n<CreateTime>1772452800</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[{content}]]></Content>\n<MsgId>25093846172905301</MsgId>\n</xml>";
}
