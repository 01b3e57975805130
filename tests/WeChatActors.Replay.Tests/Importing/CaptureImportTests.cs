using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using WeChatActors.Protocol;
using WeChatActors.Rules;
using WeChatActors.Testing;
using Xunit;

namespace WeChatActors.Replay.Tests;

/// <summary>What is taken over from the recordings of others.</summary>
public sealed class CaptureImportTests : IDisposable
{
    private const string Divider = "\n🐵🙈🙉\n";

    private static readonly ExchangeKeys Keys = new(Samples.Token, Samples.AppId, KeyOf(Samples.AesKey));

    private readonly CaptureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_of_packets_is_imported_by_time_or_by_name()
    {
        Directory.CreateDirectory(_folder.File("xml"));
        File.WriteAllText(_folder.File("xml/b.xml"), Packet("1", 100));
        File.WriteAllText(_folder.File("xml/a.xml"), Packet("2", 200));
        File.WriteAllText(_folder.File("xml/c.txt"), Packet("3", 300));
        File.WriteAllBytes(_folder.File("xml/d.xml"), new byte[70_000]);
        File.WriteAllText(_folder.File("xml/e.xml"), "{}");
        var (import, packets) = await Import("xml", null);
        Assert.Equal(["1", "2"], packets.Select(CaptureFolder.MsgId));
        Assert.Equal((2L, "1 the file is longer than 65536 bytes; 1 the request's body is no XML"), (import.Imported, import.Skipped.ToString()));
        Assert.Equal(["2", "1"], (await Import("xml", null, FolderOrder.Name)).Packets.Select(CaptureFolder.MsgId));
        Assert.All(packets, packet => Assert.NotEqual("oAnnAnnAnn", packet.From));
    }

    [Fact]
    public async Task A_file_that_vanishes_is_counted_and_the_others_are_imported()
    {
        Directory.CreateDirectory(_folder.File("xml"));
        foreach (var name in new[] { "a", "b", "c" }) File.WriteAllText(_folder.File($"xml/{name}.xml"), Packet(name, 100));
        var (skipped, findings) = (new Tallies(), new Findings());
        var read = new List<string>();
        await foreach (var exchange in new XmlFolder(_folder.File("xml"), FolderOrder.Name, skipped, findings).Read())
        {
            File.Delete(_folder.File("xml/b.xml"));
            read.Add(Encoding.UTF8.GetString(exchange.Body));
        }
        Assert.Equal([Packet("a", 100), Packet("c", 100)], read);
        Assert.Equal("1 the file cannot be read", skipped.ToString());
        Assert.Single(findings.ToImmutable());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_refused_in_one_sentence()
    {
        var folder = _folder.File("none");
        var error = await Assert.ThrowsAsync<CaptureException>(async () =>
        {
            await foreach (var _ in new XmlFolder(folder, FolderOrder.Name, new Tallies(), new Findings()).Read()) Assert.Fail("There is nothing.");
        });
        Assert.StartsWith($"{folder} cannot be read (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_samples_are_imported_and_encrypted_ones_with_the_key()
    {
        var (without, _) = await Import(Samples.Folder("packets"), null);
        Assert.Contains("it is encrypted: --token, --app-id and --aes-key open it", without.Skipped.ToString(), StringComparison.Ordinal);
        var (with, packets) = await Import(Samples.Folder("packets"), Keys);
        Assert.True(with.Imported > without.Imported);
        Assert.DoesNotContain("it is encrypted", with.Skipped.ToString(), StringComparison.Ordinal);
        Assert.True(packets.Count > 80);
    }

    [Fact]
    public async Task A_HAR_gives_pushes_answers_and_times_and_the_rest_is_counted()
    {
        var sealedBody = Seal(Packet("9", 100), out var sealedQuery);
        var query = Signed();
        var har = new
        {
            log = new
            {
                entries = new object[]
                {
                    Entry("POST", $"http://bot/wx?{query}", Packet("1", 100), 200, "success"),
                    Entry("POST", $"http://bot/wx?{query}", Convert.ToBase64String(Encoding.UTF8.GetBytes(Packet("2", 100))), 200, Convert.ToBase64String("<xml>ok</xml>"u8), "base64"),
                    Entry("POST", $"http://bot/wx?{query}", Packet("3", 100), 0, ""),
                    Entry("POST", $"http://bot/wx?{sealedQuery}", sealedBody, 200, "success"),
                    Entry("GET", $"http://bot/wx?{query}&echostr=1", "", 200, "1"),
                    Entry("POST", "http://bot/other", "{}", 200, "{}"),
                    Entry("POST", $"http://bot/wx?{query.Replace("signature=", "signature=0", StringComparison.Ordinal)}", Packet("4", 100), 200, "success"),
                    new { request = new { url = 7 } },
                    new { startedDateTime = "2026-03-02T12:00:00.000Z", request = new { method = "POST", url = $"http://bot/wx?{query}", postData = new { text = Packet("5", 100) } }, response = (object?)null },
                },
            },
        };
        File.WriteAllText(_folder.File("a.har"), JsonSerializer.Serialize(har));
        var findings = new Findings();
        var (import, packets) = await Import("a.har", Keys, findings: findings);
        Assert.Equal(["1", "2", "3", "5", "9"], packets.Select(CaptureFolder.MsgId).Order());
        Assert.Equal("<xml>ok</xml>", packets.Single(packet => CaptureFolder.MsgId(packet) == "2").Answer);
        Assert.Null(packets.Single(packet => CaptureFolder.MsgId(packet) == "3").Answer);
        Assert.Equal(4, import.Skipped.All.Sum(skipped => skipped.Count));
        Assert.Contains("entry 8 was left out", Assert.Single(findings.ToImmutable()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.har", "{", "is no HAR: it is no JSON")]
    [InlineData("a.har", "[]", "is no HAR: its JSON has no log.entries.")]
    [InlineData("a.har", "{\"log\":7}", "is no HAR: its JSON has no log.entries.")]
    [InlineData("a.txt", "x", "is no recording that is known")]
    public async Task A_foreign_file_is_refused_in_one_sentence(string name, string content, string sentence)
    {
        File.WriteAllText(_folder.File(name), content);
        Assert.Contains(sentence, (await Assert.ThrowsAsync<CaptureException>(() => Import(name, null))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.gor")]
    [InlineData("a.gor.gz")]
    public async Task A_file_of_GoReplay_links_responses_to_their_requests(string name)
    {
        var query = Signed();
        var text = new StringBuilder();
        for (var i = 0; i < 2000; i++)
        {
            text.Append(Request(i, $"POST /wx?{query} HTTP/1.1\r\nHost: bot\r\nContent-Type: text/xml\r\n\r\n{Packet($"{i}", 100)}")).Append(Divider);
            if (i % 2 == 0) text.Append(CultureInfo.InvariantCulture, $"2 {i:x24} {Nano(i) + 1_500_000} 1500000\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsucc\r\n3\r\ness\r\n0\r\n\r\n").Append(Divider);
        }
        text.Append(Request(1999, $"POST /wx?{query} HTTP/1.1\r\n\r\n{Packet("77", 100)}")).Append(Divider);
        text.Append(Request(5000, "GET / HTTP/1.1\r\n\r\n")).Append(Divider).Append("3 00 1\nHTTP/1.1 200 OK\r\n\r\n").Append(Divider).Append("garbage").Append(Divider).Append(CultureInfo.InvariantCulture, $"2 ff {Nano(1)} 1\nHTTP/1.1 200 OK\r\n\r\n");
        using (Stream file = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.Create(_folder.File(name)), CompressionLevel.Fastest) : File.Create(_folder.File(name)))
            file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        var (import, packets) = await Import(name, Keys);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), packets.Select(CaptureFolder.MsgId));
        Assert.All(packets, packet => Assert.Equal(int.Parse(CaptureFolder.MsgId(packet), CultureInfo.InvariantCulture) % 2 == 0 ? "success" : null, packet.Answer));
        Assert.Equal("1 the payload cannot be read; 1 the request has the id of another; 1 the request is no POST; 1 the response has no request; 1 the response is that of a replay", import.Skipped.ToString());
    }

    [Fact]
    public async Task Random_recordings_never_break_the_import()
    {
        var random = new Random(5);
        var good = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5).Select(i => Request(i, $"POST /wx?{Signed()} HTTP/1.1\r\n\r\n{Packet($"{i}", 100)}") + Divider)));
        for (var round = 0; round < 300; round++)
        {
            var bytes = good.ToArray();
            for (var i = random.Next(30); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder.File("a.gor"), bytes[..random.Next(bytes.Length)]);
            await Import("a.gor", Keys);
        }
        File.WriteAllBytes(_folder.File("a.gor"), [.. good, .. new byte[5_000_000], .. Encoding.UTF8.GetBytes(Divider), .. good]);
        var (import, _) = await Import("a.gor", Keys);
        Assert.Contains("1 the payload is too long", import.Skipped.ToString(), StringComparison.Ordinal);
    }

    private async Task<(CaptureImport Import, List<CapturedPacket> Packets)> Import(string from, ExchangeKeys? keys, FolderOrder order = FolderOrder.Time, Findings? findings = null)
    {
        var import = new CaptureImport(findings ?? new Findings());
        var settings = new CaptureSettings(CaptureName.Of(_folder.File("out.jsonl.gz"))!, "import", CaptureKey.Of(CaptureFolder.Key));
        using (var file = CaptureFile.Begin(_folder.File("out.jsonl.gz"), settings, CaptureFolder.Noon))
        {
            await import.Run(Path.IsPathRooted(from) ? from : _folder.File(from), order, new ExchangeCapture(file, keys, "demo"), default);
            file.End();
        }
        var (packets, bad) = await _folder.Read("out.jsonl.gz");
        Assert.Empty(bad);
        Assert.False(File.Exists(_folder.File("out.jsonl.gz.part")));
        return (import, packets);
    }

    private static object Entry(string method, string url, string body, int status, string answer, string? encoding = null) => new
    {
        startedDateTime = "2026-03-02T12:00:00.000Z", time = 12.5,
        request = new { method, url, postData = new { text = body, encoding } },
        response = new { status, content = new { text = answer, encoding } },
    };

    private static string Packet(string msgId, long createTime) =>
        $"<xml><ToUserName>gh_demo</ToUserName><FromUserName>oAnnAnnAnn</FromUserName><CreateTime>{createTime}</CreateTime><MsgType>text</MsgType><Content>hi</Content><MsgId>{msgId}</MsgId></xml>";

    private static long Nano(int i) => 1_772_452_800_000_000_000 + i * 1_000_000L;

    private static string Request(int i, string http) => $"1 {i:x24} {Nano(i)} 0\n{http}";

    private static string Signed() => $"signature={Keys.Security.Sign("1772452800", "42")}&timestamp=1772452800&nonce=42";

    private static string Seal(string packet, out string query)
    {
        var sealedReply = new System.Buffers.ArrayBufferWriter<byte>();
        Keys.Security.Envelope.Seal(sealedReply, Encoding.UTF8.GetBytes(packet), 0, Keys.Token, "1772452800", "42", new byte[16]);
        var xml = Encoding.UTF8.GetString(sealedReply.WrittenSpan);
        var encrypt = xml.Split("<Encrypt><![CDATA[")[1].Split("]]>")[0];
        query = Signed() + $"&encrypt_type=aes&msg_signature={CallbackSignature.Compute(Keys.Token, "1772452800", "42", encrypt)}";
        return $"<xml><ToUserName>gh_demo</ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>";
    }

    private static EncodingAesKey KeyOf(string text) => EncodingAesKey.TryParse(text, out var key, out var error) ? key : throw new InvalidOperationException(error);
}
