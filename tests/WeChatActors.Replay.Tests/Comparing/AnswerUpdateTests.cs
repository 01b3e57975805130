using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace WeChatActors.Replay.Tests;

public sealed class AnswerUpdateTests
{
    private static readonly PlayResult Whole = new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), 1, 0, false, null, new(default, default, 0, 0, 1));

    private const string Header = "{\"wechatactors_capture\":1,\"made\":\"2026-03-02T02:00:00Z\"}";

    private static string Line(int number, string answer = "", string rest = "\"status\":200") => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"at\":\"2026-03-02T02:00:{number:00}Z\", \"packet\":\"<xml><ToUserName>gh_1</ToUserName><FromUserName>oRecordedRecordedRecorded001</FromUserName><CreateTime>1772416800</CreateTime><MsgType>text</MsgType><Content>问{number}</Content><MsgId>{number}</MsgId></xml>\",{rest}{(answer.Length > 0 ? $",\"answer\":\"{answer}\"" : "")},\"x\":{{\"y\":[1, 2]}},\"ms\":1.5}}");

    /// <summary>Plays a capture and takes what a bot answers now into it.</summary>
    private static async Task<UpdateResult> Update(string path, Func<CapturedPacket, string?> bot, PlayResult? run = null, bool backwards = false, AnswerUpdate? update = null)
    {
        var packets = new List<PlannedPacket>();
        await using (var source = new CaptureSource(new CaptureReader([path])))
            while (await source.Next(default) is { } packet) packets.Add(packet);
        if (backwards) packets.Reverse();
        using var own = update ?? new AnswerUpdate(Path.GetTempPath());
        foreach (var packet in packets)
        {
            var answer = bot(packet.Captured!);
            own.Add(new PlayedPacket
            {
                Packet = packet, OpenId = "oReplayedReplayedReplayed001", Intended = default, Sent = default, Ended = default, Deliveries = 1,
                Outcome = answer is null ? PlayedOutcome.Failed : answer.Length == 0 ? PlayedOutcome.Acknowledged : PlayedOutcome.Replied, Answer = Encoding.UTF8.GetBytes(answer ?? ""),
            });
        }

        return await own.Write(run ?? Whole);
    }

    [Fact]
    public async Task A_new_answer_takes_the_place_of_the_recorded_one_and_every_other_byte_stays()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        var old = Turn.Text("旧").Replace("\"", "\\\"", StringComparison.Ordinal);
        string[] lines = [Header, Line(1, old), Line(2, "success"), "", "not JSON", Line(3, old) + "\r", Line(4, rest: "\"answer\":\"a\",\"answer_bytes\":70000,\"status\":200"), Line(5, old)];
        await File.WriteAllTextAsync(path, string.Join('\n', lines));
        var text = Turn.TextNow("新 \"quoted\" \\ oReplayedReplayedReplayed001\n第二行");

        var result = await Update(path, packet => packet.Line == 3 ? "success" : packet.Line == 8 ? Turn.TextNow("旧") : text, backwards: true);

        Assert.Equal(new UpdateResult(1, 3, null), result);
        var now = (await File.ReadAllTextAsync(path)).Split('\n');
        var answer = text.Replace("oReplayedReplayedReplayed001", "oRecordedRecordedRecorded001", StringComparison.Ordinal)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        Assert.Equal(
            [Header, Line(1, answer), Line(2, "success"), "", "not JSON", Line(3, answer) + "\r", Line(4, rest: $"\"answer\":\"{answer}\",\"status\":200"), Line(5, old)],
            now);
    }

    [Fact]
    public async Task After_an_update_the_same_bot_answers_equal()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        await File.WriteAllLinesAsync(path, [Header, .. Enumerable.Range(1, 40).Select(number => Line(number, "success"))]);
        string Bot(CapturedPacket packet) => Turn.TextNow($"答{packet.Line} /answers/{new string('a', 70)}");
        Assert.Equal(40, (await Update(path, Bot)).Answers);

        var comparer = new Comparer(ComparisonRules.BuiltIn);
        await using var source = new CaptureSource(new CaptureReader([path]));
        while (await source.Next(default) is { } packet)
        {
            comparer.Add(new PlayedPacket
            {
                Packet = packet, OpenId = "oReplayedReplayedReplayed001", Intended = default, Sent = default, Ended = default, Deliveries = 1,
                Outcome = PlayedOutcome.Replied, Answer = Encoding.UTF8.GetBytes(Bot(packet.Captured!)),
            });
        }

        Assert.True(comparer.Report() is { IsEqual: true, Total.Count: 40 });
        // The signed link of an answer page is no more in a capture than it was before.
        Assert.DoesNotContain("aaaaaaaa", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packet_without_a_recorded_answer_gets_one_with_its_status()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        await File.WriteAllLinesAsync(path, [Header, Line(1, rest: "\"encrypted\":true"), Line(2, rest: "\"status\":500")]);
        Assert.Equal(2, (await Update(path, _ => "")).Answers);
        Assert.Equal([Header, Line(1, rest: "\"encrypted\":true")[..^1] + ",\"status\":200,\"answer\":\"\"}", Line(2, rest: "\"status\":200")[..^1] + ",\"answer\":\"\"}"], await File.ReadAllLinesAsync(path));
    }

    [Fact]
    public async Task Of_several_deliveries_the_one_whose_answer_counted_gets_the_new_one()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        var again = Line(1, "b").Replace("02:00:01", "02:00:06", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(path, [Header, Line(1, "a", "\"status\":500"), again]);
        await Update(path, _ => "success");
        Assert.Equal([Header, Line(1, "a", "\"status\":500"), again.Replace("\"b\"", "\"success\"", StringComparison.Ordinal)], await File.ReadAllLinesAsync(path));
    }

    [Theory]
    [InlineData(".jsonl.gz")]
    [InlineData(".jsonl.zst")]
    public async Task A_compressed_capture_stays_compressed(string suffix)
    {
        if (suffix.EndsWith("zst", StringComparison.Ordinal) && !File.Exists("/usr/bin/zstd")) return;
        using var folder = new TempFolder();
        var (path, plain) = (folder["demo" + suffix], folder["plain"]);
        await File.WriteAllLinesAsync(plain, [Header, Line(1, "a"), Line(2, "b")]);
        if (suffix.EndsWith("gz", StringComparison.Ordinal))
        {
            await using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
            await gzip.WriteAsync(await File.ReadAllBytesAsync(plain));
        }
        else
        {
            using var zstd = Process.Start("zstd", ["-q", plain, "-o", path]);
            await zstd.WaitForExitAsync();
        }

        Assert.Equal(2, (await Update(path, packet => $"<c{packet.Line}")).Answers);
        var answers = new List<string?>();
        await foreach (var packet in new CaptureReader([path])) answers.Add(packet.Answer);
        Assert.Equal(["<c2", "<c3"], answers);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Theory]
    [InlineData("pseudonym", "***")]
    [InlineData("keep", "oSomebodyElseSomebodyElse002")]
    public async Task An_answer_that_names_somebody_else_does_not_bring_a_person_among_pseudonyms(string openIds, string expected)
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        await File.WriteAllLinesAsync(path, [$"{{\"wechatactors_capture\":1,\"openids\":\"{openIds}\"}}", Line(1, "a")]);
        Assert.Equal(1, (await Update(path, _ => "oReplayedReplayedReplayed001 was invited by oSomebodyElseSomebodyElse002, notoSomebodyElseSomebodyElse002")).Answers);
        await foreach (var packet in new CaptureReader([path])) Assert.Equal($"oRecordedRecordedRecorded001 was invited by {expected}, notoSomebodyElseSomebodyElse002", packet.Answer);
    }

    [Fact]
    public async Task A_run_that_ended_before_its_capture_updates_nothing()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        await File.WriteAllLinesAsync(path, [Header, Line(1, "a"), Line(2, "b")]);
        using var update = new AnswerUpdate(Path.GetTempPath());
        Assert.Equal(
            "The captures stay as they are: the run ended before they did; leave out what ends it early (--duration, --packets, --soak), then update.",
            (await update.Write(Whole, endedEarly: true)).Refusal);
    }

    [Fact]
    public async Task After_a_run_that_was_not_complete_nothing_is_written()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        await File.WriteAllLinesAsync(path, [Header, Line(1, "a"), Line(2, "b")]);
        var before = await File.ReadAllBytesAsync(path);

        Assert.Equal(
            "The captures stay as they are: the run was stopped before its end; let it end, then update.",
            (await Update(path, _ => "c", Whole with { Stopped = true })).Refusal);
        Assert.Equal(
            "The captures stay as they are: the run was not complete: the source broke off.",
            (await Update(path, _ => "c", Whole with { Trouble = "the source broke off." })).Refusal);
        Assert.Equal(
            "The captures stay as they are: 3 packets were not sent before the run ended; give it more time, then update.",
            (await Update(path, _ => "c", Whole with { Unsent = 3 })).Refusal);
        Assert.Equal(
            "The captures stay as they are: 2 packets failed that have a recorded answer; mend the target or leave them out of the capture, then update.",
            (await Update(path, _ => null)).Refusal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_capture_that_became_another_meanwhile_stays_as_it_is()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        await File.WriteAllLinesAsync(path, [Header, Line(1, "a"), Line(2, "b")]);
        string Bot(CapturedPacket packet)
        {
            File.WriteAllText(path, "something else\n");
            return "c";
        }

        Assert.Equal($"The captures stay as they are: {path} could not be written anew: line 2 is not what it was when it was played.", (await Update(path, Bot)).Refusal);
        Assert.Equal("something else\n", await File.ReadAllTextAsync(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task New_answers_that_cannot_be_kept_leave_the_captures_as_they_are()
    {
        using var folder = new TempFolder();
        var path = folder["demo.jsonl"];
        await File.WriteAllLinesAsync(path, [Header, .. Enumerable.Range(1, 50).Select(number => Line(number, "a"))]);
        var answer = Turn.TextNow(new string('x', 400_000));
        var result = await Update(path, _ => answer, update: new AnswerUpdate(path));
        Assert.StartsWith("The captures stay as they are: the new answers could not be kept in ", result.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_come_back_in_the_order_of_lines_however_many_parts_they_were_written_in()
    {
        using var folder = new TempFolder();
        var random = new Random(8);
        var expected = new SortedDictionary<(int, long), byte[]>();
        using (var spool = new AnswerSpool(folder.Path, partBytes: 4096))
        {
            for (var i = 0; i < 3000; i++)
            {
                var (file, line) = (random.Next(3), random.Next(1, 1500));
                var answer = new byte[random.Next(40)];
                random.NextBytes(answer);
                expected.TryAdd((file, line), answer);
                spool.Add(file, line, answer);
            }

            var sorted = spool.Sorted().ToList();
            Assert.Equal(expected.Keys, sorted.Select(one => (one.File, one.Line)));
            Assert.Equal(expected.Values, sorted.Select(one => one.Answer));
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void More_answers_than_can_be_sorted_are_refused_with_what_helps()
    {
        using var folder = new TempFolder();
        using var spool = new AnswerSpool(folder.Path, partBytes: 1024 * 1024, maxParts: 2);
        var answer = new byte[1024 * 1024];
        for (var i = 0; i < 2; i++) spool.Add(0, i, answer);
        Assert.Equal("there are more new answers than the 2 MB that can be sorted; update fewer captures at a time", Assert.Throws<CaptureException>(() => spool.Add(0, 2, answer)).Message);
    }

    [Fact]
    public void A_line_with_any_other_keys_in_any_order_stays_readable()
    {
        var random = new Random(9);
        string[] others = ["\"status\":200", "\"answer\":\"a\"", "\"answer64\":\"YQ==\"", "\"answer_bytes\":5", "\"rule\":\"r\"", "\"z\":[{\"answer\":1}]", "\"status\":null", "\"ms\":3"];
        var line = new LineBuffer();
        for (var i = 0; i < 2000; i++)
        {
            string[] keys = ["\"at\":\"2026-03-02T02:00:00Z\"", "\"packet\":\"<xml/>\"", .. others.Where(_ => random.Next(2) == 0)];
            random.Shuffle(keys);
            var text = "{" + string.Join(random.Next(2) == 0 ? "," : " , ", keys) + "}";
            if (!AnswerSplice.TryWrite(line, Encoding.UTF8.GetBytes(text), "新"u8, hidesPersons: i % 2 == 0)) continue;
            var read = CaptureLine.Read(line.Written, out var why);
            Assert.True(read is { Answer: "新", Status: 200 }, $"{text} -> {Encoding.UTF8.GetString(line.Written)}: {why}");
        }
    }
}
