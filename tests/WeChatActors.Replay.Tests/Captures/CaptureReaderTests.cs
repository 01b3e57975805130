using System.IO.Compression;
using System.Text;
using WeChatActors.Protocol;
using Xunit;
using static WeChatActors.Replay.Tests.CaptureFolder;

namespace WeChatActors.Replay.Tests;

/// <summary>What is read of captures, whole and broken.</summary>
public sealed class CaptureReaderTests : IDisposable
{
    private readonly CaptureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Packets_come_in_the_order_of_their_arrival_though_lines_stand_in_that_of_their_answers()
    {
        _folder.Lines("a.jsonl", Line(1, "2"), Line(0, "1"), Line(9, "4"), Line(4.1, "3"), Line(30, "5"));
        var (packets, findings) = await _folder.Read("a.jsonl");
        Assert.Equal(["1", "2", "3", "4", "5"], packets.Select(MsgId));
        Assert.Equal([3L, 2, 5, 4, 6], packets.Select(packet => packet.Line));
        Assert.Empty(findings);
    }

    [Fact]
    public async Task The_deliveries_of_a_packet_are_one_packet_and_the_first_good_answer_counts()
    {
        _folder.Lines(
            "a.jsonl", Line(2, "1", status: null, answer: null), Line(0, "1", status: 503, answer: null), Line(4, "1", answer: "second", rule: "r"), Line(4.5, "1", answer: "third"), Line(3, "2"));
        var (packets, _) = await _folder.Read("a.jsonl");
        Assert.Equal(["1", "2"], packets.Select(MsgId));
        Assert.Equal((4, "second", "r", Noon, 3L), (packets[0].Deliveries, packets[0].Answer, packets[0].Rule, packets[0].At, packets[0].Line));
        Assert.Equal((1, "success", (string?)null), (packets[1].Deliveries, packets[1].Answer, packets[1].Rule));
        Assert.Equal(("oAnnAnnAnn", "text"), (packets[0].From, packets[0].Kind));
    }

    [Fact]
    public async Task A_packet_without_a_good_answer_has_none_and_an_empty_one_is_one()
    {
        _folder.Lines("a.jsonl", Line(0, "1", status: 500, answer: "oops"), Line(1, "2", answer: ""), Line(2, "3", answer: null));
        var (packets, _) = await _folder.Read("a.jsonl");
        Assert.Equal([null, "", ""], packets.Select(packet => packet.Answer));
    }

    [Fact]
    public async Task A_delivery_after_its_packet_was_given_is_no_new_packet()
    {
        _folder.Lines("a.jsonl", Line(0, "1"), Line(10, "2"), Line(11, "1"), Line(12, "1"), Line(120, "3"));
        var (packets, findings) = await _folder.Read("a.jsonl");
        Assert.Equal(["1", "2", "3"], packets.Select(MsgId));
        Assert.Equal(["a.jsonl:4:1: warning: deliveries that came after their packet had been given were left out, 2 in all, this one first."], findings);
    }

    [Theory]
    [InlineData(0, 3600, "hi")]
    [InlineData(0, 20.001, "hi")]
    [InlineData(0, 1, "ho")]
    [InlineData(0, 10, "ho")]
    public async Task The_same_MsgId_later_or_with_other_words_is_another_packet(double first, double second, string words)
    {
        _folder.Lines("a.jsonl", Line(first, "1", status: null), Line(second, "1").Replace(">hi<", $">{words}<", StringComparison.Ordinal), Line(second + 60, "2"));
        var (packets, findings) = await _folder.Read("a.jsonl");
        Assert.Equal(["1", "1", "2"], packets.Select(MsgId));
        Assert.Empty(findings);
    }

    [Theory]
    [InlineData("hi", "***")]
    [InlineData("***", "hi")]
    public async Task A_delivery_whose_words_are_hidden_is_of_the_same_packet(string one, string other)
    {
        _folder.Lines("a.jsonl", Line(0, "1", status: 503).Replace(">hi<", $">{one}<", StringComparison.Ordinal), Line(5, "1").Replace(">hi<", $">{other}<", StringComparison.Ordinal));
        Assert.Equal(2, Assert.Single((await _folder.Read("a.jsonl")).Packets).Deliveries);
    }

    [Fact]
    public void The_window_counts_what_later_deliveries_bring_and_their_places()
    {
        var window = new DeliveryWindow(maxBytes: 1_000_000);
        var packet = Encoding.UTF8.GetBytes(Text("oAnn", "1"));
        CapturedDelivery Delivery(double seconds, string answer) => new() { At = Noon.AddSeconds(seconds), Packet = packet, Query = new string('q', 1000), Rule = new string('r', 1000), Status = 200, Answer = answer };
        window.Add("a", 1, Delivery(10, ""));
        Assert.InRange(window.Bytes, 4000, 6000);
        window.Add("a", 2, Delivery(9, new string('a', 600_000)));
        Assert.InRange(window.Bytes, 1_204_000, 1_206_000);
        Assert.NotNull(window.Take(Noon.AddSeconds(10)));
        Assert.Null(window.Take(Noon.AddSeconds(10)));
        Assert.Equal(0, window.Bytes);

        var other = Encoding.UTF8.GetBytes(Text("oAnn", "2"));
        var given = 0;
        for (var i = 0; i < 100_000; i++)
        {
            window.Add("a", i, new CapturedDelivery { At = Noon.AddSeconds(100).AddTicks(-i), Packet = other, Status = 200 });
            while (window.Take(Noon.AddSeconds(100)) is not null) given++;
            Assert.True(window.Bytes <= 1_000_000);
        }
        Assert.Equal(1, given);
    }

    [Fact]
    public async Task The_same_MsgId_of_another_person_or_account_is_another_packet()
    {
        _folder.Lines("a.jsonl", Line(0, "1"), Line(1, "1", from: "oBenBenBen"), Line(2, "1").Replace("{\"at\"", "{\"account\":\"shop\",\"at\"", StringComparison.Ordinal));
        Assert.Equal(3, (await _folder.Read("a.jsonl")).Packets.Count);
    }

    [Fact]
    public async Task Runs_that_overlap_are_read_side_by_side_and_files_of_a_run_one_after_the_other()
    {
        _folder.Lines("demo.20260302T120000Z.0001.jsonl", Line(0, "1"), Line(2, "3"));
        _folder.Lines("demo.20260302T120000Z.0002.jsonl", Line(4, "5"));
        _folder.Lines("demo.20260302T120001Z.0001.jsonl.open", Line(1, "2"), Line(3, "4"));
        _folder.Lines("demo.20260302T120000Z.0010.jsonl", Line(6, "6"));
        _folder.Lines("other.20260302T120000Z.0001.jsonl", Line(0, "99"));
        File.WriteAllText(_folder.File("notes.txt"), "not a capture");
        Assert.Equal(["1", "2", "3", "4", "5", "6"], (await _folder.Read("demo.jsonl.gz")).Packets.Select(MsgId));
        Assert.Equal(7, (await _folder.ReadAll([_folder.Path])).Packets.Count);
        Assert.Equal(6, (await _folder.ReadAll([.. Directory.GetFiles(_folder.Path, "demo.*")])).Packets.Count);
    }

    [Fact]
    public async Task A_file_that_is_just_being_compressed_is_read_once()
    {
        _folder.Lines("demo.20260302T120000Z.0001.jsonl", Line(0, "1"));
        Gzip("demo.20260302T120000Z.0001.jsonl.gz", File.ReadAllBytes(_folder.File("demo.20260302T120000Z.0001.jsonl")));
        Assert.Single((await _folder.ReadAll([_folder.Path])).Packets);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        var (packets, findings) = await _folder.ReadAll([_folder.File("none.jsonl"), _folder.File("folder"), _folder.Path]);
        Assert.Empty(packets);
        Assert.Equal(
            [
                "none.jsonl:1:1: there is no capture of this name: expected files that end in .jsonl, .jsonl.gz or .jsonl.zst.",
                "folder:1:1: there is no such file or folder.",
                $"{_folder.Path}:1:1: there is no capture of this name: expected files that end in .jsonl, .jsonl.gz or .jsonl.zst.",
            ], findings);
    }

    [Theory]
    [InlineData("", "the file is empty: a capture begins with a line such as {\"wechatactors_capture\":1}.")]
    [InlineData("hello\nworld\n", "the file is no capture: its first line must be a header such as {\"wechatactors_capture\":1}. 'wechatactors capture import' reads XML files, HAR and .gor.")]
    [InlineData("{\"wechatactors_capture\":2}\n{}\n", "the capture has version 2 of the format, this program reads version 1: use the program that wrote it, or a newer one.")]
    [InlineData("{\"log\":{\"entries\":[]}}", "the file is no capture: its first line must be a header such as {\"wechatactors_capture\":1}. 'wechatactors capture import' reads XML files, HAR and .gor.")]
    public async Task A_foreign_file_is_refused_in_one_sentence(string content, string sentence)
    {
        File.WriteAllText(_folder.File("a.jsonl"), content);
        var reader = new CaptureReader([_folder.File("a.jsonl")]);
        Assert.False(await reader.Check());
        Assert.Equal([$"{_folder.File("a.jsonl")}:1:1: {sentence}"], reader.Findings.ToImmutable().Select(finding => finding.ToString()));
        Assert.Equal([$"a.jsonl:1:1: {sentence}"], (await _folder.Read("a.jsonl")).Findings);
    }

    [Theory]
    [InlineData(".jsonl", 0)]
    [InlineData(".jsonl", 5000)]
    [InlineData(".jsonl.open", 4096)]
    [InlineData(".jsonl.gz", 0)]
    [InlineData(".jsonl.zst", 0)]
    public async Task An_empty_file_of_a_run_is_said_and_the_others_are_read(string suffix, int zeros)
    {
        _folder.Lines("demo.20260302T120000Z.0001.jsonl", Line(0, "1"));
        File.WriteAllBytes(_folder.File("demo.20260302T120000Z.0002" + suffix), new byte[zeros]);
        _folder.Lines("demo.20260302T120000Z.0003.jsonl");
        _folder.Lines("demo.20260302T120000Z.0004.jsonl", Line(1, "2"));
        Assert.True(await new CaptureReader([_folder.File("demo.jsonl")]).Check());
        var (packets, findings) = await _folder.Read("demo.jsonl");
        Assert.Equal(["1", "2"], packets.Select(MsgId));
        Assert.Equal([$"demo.20260302T120000Z.0002{suffix}:1:1: warning: the file is empty; the other files of the run are read."], findings);
    }

    [Fact]
    public async Task A_compressed_file_that_is_cut_anywhere_is_an_error()
    {
        Gzip("a.jsonl.gz", Encoding.UTF8.GetBytes("{\"wechatactors_capture\":1}\n" + string.Concat(Enumerable.Range(0, 9).Select(i => Line(i, $"{i}") + "\n"))));
        var whole = File.ReadAllBytes(_folder.File("a.jsonl.gz"));
        for (var length = 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder.File("a.jsonl.gz"), whole[..length]);
            var findings = (await _folder.Read("a.jsonl.gz")).Findings;
            Assert.True(findings.Exists(finding => !finding.Contains("warning: ", StringComparison.Ordinal)), $"{length} of {whole.Length} bytes: {string.Join(' ', findings)}");
        }
    }

    [Fact]
    public async Task A_good_capture_passes_the_check()
    {
        _folder.Lines("a.jsonl", Line(0, "1"));
        Assert.True(await new CaptureReader([_folder.File("a.jsonl")]).Check());
    }

    [Fact]
    public async Task Every_bad_line_is_named_with_its_number_and_the_others_are_read()
    {
        _folder.Lines(
            "a.jsonl", Line(0, "1"), "{\"at\":", "[]", "{\"packet\":\"<xml/>\"}", "{\"at\":\"yesterday\",\"packet\":\"\"}", "{\"at\":\"2026-03-02T12:00:00Z\"}",
            "{\"at\":\"2026-03-02T12:00:00Z\",\"packet\":\"\\ud800\"}", "{\"at\":\"2026-03-02T12:00:00Z\",\"packet64\":\"%%\"}", "{\"at\":\"2026-03-02T12:00:00Z\",\"packet\":7}",
            Line(1, "2") + "{}", new string('x', CaptureLine.MaxBytes + 1), "", "{\"wechatactors_capture\":1}", Line(2, "3"));
        var (packets, findings) = await _folder.Read("a.jsonl");
        Assert.Equal(["1", "3"], packets.Select(MsgId));
        Assert.Equal(
            [
                "a.jsonl:3:1: warning: the line was left out: it is no JSON object on one line (byte 6).",
                "a.jsonl:4:1: warning: the line was left out: it is no JSON object on one line.",
                "a.jsonl:5:1: warning: the line was left out: 'at' is missing.",
                "a.jsonl:6:1: warning: the line was left out: 'at' is no time such as 2026-03-02T02:00:00.123Z.",
                "a.jsonl:7:1: warning: the line was left out: 'packet' is missing.",
                "a.jsonl:8:1: warning: the line was left out: one of its texts cannot be decoded.",
                "a.jsonl:9:1: warning: the line was left out: one of its texts cannot be decoded.",
                "a.jsonl:10:1: warning: the line was left out: 'packet' is no text.",
            ], findings.Take(8));
        Assert.StartsWith("a.jsonl:11:1: warning: the line was left out:", findings[8], StringComparison.Ordinal);
        Assert.Equal(["a.jsonl:12:1: warning: the line is longer than 2097152 bytes; it was left out."], findings[9..]);
    }

    [Fact]
    public async Task What_later_versions_add_is_left_alone()
    {
        _folder.Lines("a.jsonl", Line(0, "1").Replace("{\"at\"", "{\"new\":{\"x\":[1,2,{}]},\"at\"", StringComparison.Ordinal));
        var (packets, findings) = await _folder.Read("a.jsonl");
        Assert.Single(packets);
        Assert.Empty(findings);
    }

    [Fact]
    public async Task A_file_that_is_being_written_ends_with_zeros_and_zeros_in_the_middle_are_said()
    {
        var head = Encoding.UTF8.GetBytes("{\"wechatactors_capture\":1}\n" + Line(0, "1") + "\n");
        File.WriteAllBytes(_folder.File("live.jsonl.open"), [.. head, .. new byte[100_000]]);
        File.WriteAllBytes(_folder.File("cut.jsonl"), [.. head, .. new byte[4096], .. Encoding.UTF8.GetBytes(Line(1, "2") + "\n")]);
        File.WriteAllBytes(_folder.File("half.jsonl.open"), [.. head, .. "{\"at\":\"2026-0"u8, .. new byte[100_000]]);
        var (live, nothing) = await _folder.Read("live.jsonl.open");
        Assert.Single(live);
        Assert.Empty(nothing);
        var (cut, said) = await _folder.Read("cut.jsonl");
        Assert.Equal(2, cut.Count);
        Assert.Equal(["cut.jsonl:3:1: warning: 4096 zero bytes stand before this line, as a power cut leaves them; lines may be lost."], said);
        var (half, last) = await _folder.Read("half.jsonl.open");
        Assert.Single(half);
        Assert.Equal(["half.jsonl.open:3:1: warning: the last line is cut off, as when a program is killed; it was left out."], last);
    }

    [Fact]
    public async Task A_last_line_without_its_end_counts_when_it_is_whole()
    {
        File.WriteAllText(_folder.File("a.jsonl"), "\uFEFF{\"wechatactors_capture\":1}\r\n" + Line(0, "1") + "\r\n" + Line(1, "2"));
        var (packets, findings) = await _folder.Read("a.jsonl");
        Assert.Equal(2, packets.Count);
        Assert.Empty(findings);
    }

    [Fact]
    public async Task Broken_compression_gives_what_stands_before_the_break_and_says_so()
    {
        var text = Encoding.UTF8.GetBytes("{\"wechatactors_capture\":1}\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => Line(i, $"{i}0{i * 7919}") + "\n")));
        Gzip("a.jsonl.gz", text);
        var whole = File.ReadAllBytes(_folder.File("a.jsonl.gz"));
        Assert.Equal(5000, (await _folder.Read("a.jsonl.gz")).Packets.Count);
        File.WriteAllBytes(_folder.File("a.jsonl.gz"), whole[..(whole.Length / 2)]);
        var (packets, findings) = await _folder.Read("a.jsonl.gz");
        Assert.InRange(packets.Count, 100, 4999);
        Assert.StartsWith("the file breaks off here (", Assert.Single(findings).Split(":1: ")[1], StringComparison.Ordinal);
        File.WriteAllBytes(_folder.File("b.jsonl.gz"), text);
        Assert.StartsWith("b.jsonl.gz:1:1: the file cannot be read (", Assert.Single((await _folder.Read("b.jsonl.gz")).Findings), StringComparison.Ordinal);
        File.WriteAllBytes(_folder.File("c.jsonl.zst"), text);
        Assert.Equal(["c.jsonl.zst:1:1: zstd could not read the file to its end: it breaks off here, or is no .zst file."], (await _folder.Read("c.jsonl.zst")).Findings);
    }

    [Fact]
    public async Task Thousands_of_bad_lines_are_counted_and_not_kept()
    {
        _folder.Lines("a.jsonl", Enumerable.Repeat("x", 5000).Append(Line(0, "1")));
        var (packets, findings) = await _folder.Read("a.jsonl");
        Assert.Single(packets);
        Assert.Equal(1001, findings.Count);
        Assert.Contains("4000 more findings are not shown", findings[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decades_backward_and_forward_lose_nothing()
    {
        const double Year = 365.25 * 86400;
        _folder.Lines("a.jsonl", Line(0, "1"), Line(20 * Year, "2"), Line(1, "3"), Line(-20 * Year, "4"), Line(2, "5"));
        var (packets, _) = await _folder.Read("a.jsonl");
        Assert.Equal(["1", "2", "3", "4", "5"], packets.Select(MsgId).Order());
    }

    [Fact]
    public async Task A_packet_that_cannot_be_read_stays_in_the_capture()
    {
        _folder.Lines("a.jsonl", Line(0, "1").Replace("</xml>", "", StringComparison.Ordinal));
        var packet = Assert.Single((await _folder.Read("a.jsonl")).Packets);
        Assert.Equal(("", "unreadable"), (packet.From, packet.Kind));
    }

    [Fact]
    public async Task Events_are_called_by_their_name()
    {
        _folder.Lines("a.jsonl", Line(0, "1").Replace("<MsgType>text</MsgType>", "<MsgType>event</MsgType><Event>CLICK</Event>", StringComparison.Ordinal));
        Assert.Equal("event CLICK", Assert.Single((await _folder.Read("a.jsonl")).Packets).Kind);
    }

    [Fact]
    public async Task Disorder_repetition_splices_and_truncation_never_lose_a_whole_line_nor_invent_a_packet()
    {
        for (var seed = 0; seed < 120; seed++)
        {
            var random = new Random(seed);
            var lines = new List<(double Written, string Line, string Id)>();
            var count = random.Next(1, 60);
            for (var i = 0; i < count; i++)
            {
                var at = i * random.NextDouble() * 3;
                var id = (100 + i).ToString(System.Globalization.CultureInfo.InvariantCulture);
                for (var delivery = 0; delivery == 0 || (delivery < 3 && random.Next(3) == 0); delivery++)
                    lines.Add((at + delivery * 5 + random.NextDouble() * 4.9, Line(at + delivery * 5, id, status: delivery == 2 || random.Next(2) == 0 ? 200 : null), id));
            }
            var text = new StringBuilder("{\"wechatactors_capture\":1}\n");
            var ids = new HashSet<string>();
            foreach (var (_, line, id) in lines.OrderBy(line => line.Written))
            {
                if (random.Next(8) == 0) text.Append(line.AsSpan(0, random.Next(line.Length - 1))).Append('\n');
                text.Append(line).Append('\n');
                ids.Add(id);
            }
            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            File.WriteAllBytes(_folder.File("a.jsonl"), bytes);
            var (packets, _) = await _folder.Read("a.jsonl");
            Assert.Equal(ids.Order(), packets.Select(MsgId).Order());
            Assert.Equal(packets.OrderBy(packet => packet.At).Select(MsgId), packets.Select(MsgId));

            var cut = bytes[..random.Next(28, bytes.Length)];
            File.WriteAllBytes(_folder.File("a.jsonl"), cut);
            var whole = Encoding.UTF8.GetString(cut).Split('\n').Skip(1).Where(line => line.EndsWith('}')).Select(line => line.Split("<MsgId>")[1].Split('<')[0]).ToHashSet();
            Assert.Equal(whole.Order(), (await _folder.Read("a.jsonl")).Packets.Select(MsgId).Order());
        }
    }

    [Fact]
    public async Task Random_bytes_never_break_the_reader()
    {
        var random = new Random(11);
        var good = Encoding.UTF8.GetBytes("{\"wechatactors_capture\":1}\n" + string.Concat(Enumerable.Range(0, 20).Select(i => Line(i, $"{i}") + "\n")));
        for (var round = 0; round < 400; round++)
        {
            var bytes = good.ToArray();
            for (var i = random.Next(40); i > 0; i--) bytes[random.Next(30, bytes.Length)] = (byte)random.Next(256);
            if (random.Next(3) == 0) bytes = [.. bytes[..random.Next(bytes.Length)], .. bytes[random.Next(bytes.Length)..]];
            File.WriteAllBytes(_folder.File("a.jsonl"), bytes);
            foreach (var packet in (await _folder.Read("a.jsonl")).Packets) Assert.True(packet.Line > 1);
        }
    }

    [Fact]
    public void The_window_gives_the_oldest_before_its_time_when_it_is_full()
    {
        var window = new DeliveryWindow(maxBytes: 10_000);
        var given = 0;
        for (var i = 0; i < 1000; i++)
        {
            window.Add("a", i, new CapturedDelivery { At = Noon.AddMilliseconds(i), Packet = Encoding.UTF8.GetBytes(Text("oAnn", $"{i}")), Status = 200 });
            while (window.Take(Noon.AddMilliseconds(i)) is not null) given++;
        }
        Assert.InRange(given, 980, 999);
        window.Add("a", 1000, new CapturedDelivery { At = Noon, Packet = Encoding.UTF8.GetBytes(Text("oAnn", "0")), Status = 200 });
        Assert.Equal(1, window.Late);
    }

    [Fact]
    public async Task A_source_counts_from_the_first_packet_and_begins_again_when_it_is_asked_to()
    {
        _folder.Lines("a.jsonl", Line(10, "1"), Line(11, "2"), Line(13, "3"));
        await using var once = new CaptureSource(new CaptureReader([_folder.File("a.jsonl")]));
        Assert.Equal([0, 1, 3], await Offsets(once, 10));
        await using var again = new CaptureSource(new CaptureReader([_folder.File("a.jsonl")]), repeat: true);
        Assert.Equal([0, 1, 3, 4, 5, 7, 8, 9, 11], await Offsets(again, 9));
        _folder.Lines("empty.jsonl");
        await using var empty = new CaptureSource(new CaptureReader([_folder.File("empty.jsonl")]), repeat: true);
        Assert.Empty(await Offsets(empty, 3));
    }

    [Fact]
    public async Task A_clock_that_was_set_while_packets_were_captured_costs_an_hour_at_most()
    {
        const double Year = 365.25 * 86400;
        _folder.Lines("a.jsonl", Line(0, "1"), Line(20 * Year, "2"), Line(1, "3"), Line(-20 * Year, "4"), Line(2, "5"));
        await using var source = new CaptureSource(new CaptureReader([_folder.File("a.jsonl")]));
        Assert.Equal([0, 0, 1, 2, 3602], await Offsets(source, 10));
        Assert.Equal((1, _folder.File("a.jsonl"), 3), (source.Shortened, source.FirstShortened!.File, source.FirstShortened.Line));
        // Nor does it end a run that goes on and on.
        _folder.Lines("b.jsonl", Line(-1500 * Year, "1"), Line(7000 * Year, "2"));
        await using var endless = new CaptureSource(new CaptureReader([_folder.File("b.jsonl")]), repeat: true);
        Assert.Equal([0, 3600, 5400, 9000, 10800, 14400, 16200, 19800, 21600, 25200], await Offsets(endless, 10));
    }

    [Theory]
    [InlineData(new[] { 0.0, 1, 3 }, new[] { 0.0, 1, 2 })]
    [InlineData(new[] { 0.0, 5, 2, 6 }, new[] { 0.0, 5, 0, 1 })] // late, by less than a packet is waited for
    [InlineData(new[] { 0.0, 10, -3600, -3590, -3580, 11 }, new[] { 0.0, 10, 0, 10, 10, 1 })] // set back, and beyond again
    [InlineData(new[] { 0.0, 3600, 7201, 7202 }, new[] { 0.0, 3600, 3600, 1 })] // set forward
    public void Pauses_are_those_of_a_clock_that_may_be_set(double[] seconds, double[] pauses)
    {
        var times = new CapturedTimes();
        Assert.Equal(pauses, seconds.Select(second => times.Pause(Noon.AddSeconds(second)).TotalSeconds));
    }

    private static async Task<List<double>> Offsets(CaptureSource source, int most)
    {
        var offsets = new List<double>();
        while (offsets.Count < most && await source.Next(default) is { } packet) offsets.Add(packet.Offset.TotalSeconds);
        return offsets;
    }

    private void Gzip(string name, byte[] content)
    {
        using var file = File.Create(_folder.File(name));
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        gzip.Write(content);
    }
}
