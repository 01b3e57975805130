using System.Globalization;
using System.Text;
using WeChatActors.Replay;
using WeChatActors.Rules;

namespace WeChatActors.EndToEnd.Captures;

/// <summary>Captures on a disk that fills up.</summary>
[Collection(Processes.Name)]
public sealed class FullDiskCaptureTests(Published published)
{
    private const string Why = "no space left on the disk; answers go on, and are captured again once there is room and";

    [MountTheory]
    [InlineData("captures/shop.jsonl", "", 0)] // in the middle of a file
    [InlineData("captures/shop.jsonl.gz", ", rotate_bytes: 1048576", 0)] // at its end
    [InlineData("captures/shop.jsonl.gz", ", rotate_bytes: 1048576", 3_000_000)] // where files are still rotated for a while
    public async Task A_server_whose_capture_finds_no_room_says_so_and_answers_on_and_captures_again_after_a_start_with_room(string file, string rotation, long leave)
    {
        using var shop = new Shop(published, $"capture: {{file: {file}{rotation}, openids: keep}}");
        shop.WriteRules("version: 1\nrules: [{id: echo, type: text, reply: \"{{ msg.text }}\"}]");
        var folder = Path.Combine(shop.Folder, "captures");
        Directory.CreateDirectory(folder);
        await using var disk = await SmallDisk.Mount(folder, megabytes: 12);
        var posted = 0;
        long lines;
        await using (var served = await shop.Serve())
        {
            using var admin = new HttpClient { BaseAddress = served.Admin };
            await Post(served, 50);
            disk.Fill(leave);
            while (!served.Errors.Contains("the capture stopped", StringComparison.Ordinal))
            {
                await Post(served, 1);
                Assert.InRange(posted, 0, 3000);
            }
            lines = await Counter(admin, "lines");
            Assert.InRange(lines, 50, posted - 1);
            await Post(served, 10);
            Assert.Equal((lines, posted - lines), (await Counter(admin, "lines"), await Counter(admin, "dropped")));
            Assert.Equal($"the capture stopped after {lines} lines: {Why} serve is started anew.", Assert.Single(served.Errors.Split('\n'), line => line.StartsWith("the capture", StringComparison.Ordinal)));
            await AssertHolds(lines);

            var replay = await Tool.Run(
                published.Command,
                ["replay", Path.Combine(shop.Folder, file), "--url", new Uri(served.Public, "/wechat/plain").AbsoluteUri, "--token", Shop.Credentials.Token, "--max", "--quiet"], TimeSpan.FromSeconds(60));
            Assert.True(replay.ExitCode == 0, replay.ToString());
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{lines:N0} answers compared: {lines:N0} equal, 0 equal once normalised"), replay.Output, StringComparison.Ordinal);

            disk.Free();
            Assert.Equal(0, await served.Stop());
        }

        posted = 5000;
        await using (var again = await shop.Serve())
        {
            await Post(again, 20);
            Assert.Equal(0, await again.Stop());
            Assert.Equal("stopping: answering what was accepted", again.Errors.Trim());
        }
        Assert.All(Directory.GetFiles(folder), path => Assert.EndsWith(Path.GetFileName(file)[4..], path, StringComparison.Ordinal));
        await AssertHolds(lines, 20);

        async Task Post(Served server, int count)
        {
            using var connection = await PushConnection.Open(server.Public);
            for (var i = 0; i < count; i++)
            {
                var answer = await connection.Post("plain", Large(++posted));
                Assert.Equal((200, $"第{posted}句"), (answer.Status, answer.ReplyText()));
            }
        }

        async Task AssertHolds(long first, int later = 0) => Assert.Equal(
            [.. Enumerable.Range(1, (int)first), .. Enumerable.Range(5001, later)], await Captured(Path.Combine(shop.Folder, file)));
    }

    [MountFact]
    public async Task A_proxy_whose_capture_finds_no_room_says_so_and_passes_on_and_captures_again_after_a_start_with_room()
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path, megabytes: 12);
        await using var bot = new RawServer(async connection =>
        {
            while (true)
            {
                await connection.ReadRequest();
                await connection.Answer("success");
            }
        });
        var file = folder["bot.jsonl"];
        int posted = 0, lines;
        await using (var proxy = await Proxy())
        {
            await Post(proxy, 50);
            disk.Fill();
            while (!proxy.Errors.Contains("the capture stopped", StringComparison.Ordinal))
            {
                await Post(proxy, 1);
                Assert.InRange(posted, 0, 3000);
            }
            await Post(proxy, 10);
            Assert.Equal(1, await proxy.Interrupt());
            lines = (await Captured(file)).Count;
            Assert.InRange(lines, 50, posted - 10);
            var written = await proxy.Written();
            Assert.Contains($"the capture stopped after {lines} lines: {Why} capture is started anew.", written, StringComparison.Ordinal);
            Assert.Contains($"{posted} requests passed on, {lines} deliveries captured in ", written, StringComparison.Ordinal);
            Assert.Contains($"{posted - lines} deliveries were not captured, because the capture had stopped", written, StringComparison.Ordinal);
        }
        Assert.Equal(Enumerable.Range(1, lines), await Captured(file));
        var replay = await Tool.Run(published.Command, ["replay", file, "--url", bot.Address.AbsoluteUri, "--token", Shop.Credentials.Token, "--max", "--quiet"], TimeSpan.FromSeconds(60));
        Assert.True(replay.ExitCode == 0, replay.ToString());
        Assert.Contains($"{lines} answers compared: {lines} equal", replay.Output, StringComparison.Ordinal);

        disk.Free();
        posted = 5000;
        await using (var proxy = await Proxy())
        {
            await Post(proxy, 5);
            Assert.Equal(0, await proxy.Interrupt());
        }
        Assert.Equal([.. Enumerable.Range(1, lines), .. Enumerable.Range(5001, 5)], await Captured(file));
        Assert.All(Directory.GetFiles(folder.Path), path => Assert.EndsWith(".jsonl", path, StringComparison.Ordinal));

        Task<Served> Proxy() => Served.Start(
            published.Command, ["capture", "--listen", "http://127.0.0.1:0", "--to", bot.Root.GetLeftPart(UriPartial.Authority), "--out", file, "--token", Shop.Credentials.Token, "--openids", "keep"], last: "listens");

        async Task Post(Served proxy, int count)
        {
            using var connection = await PushConnection.Open(new Uri(proxy["listens"]));
            for (var i = 0; i < count; i++)
            {
                var answer = await connection.Post("plain", Large(++posted));
                Assert.Equal((200, "success"), (answer.Status, answer.Text));
            }
        }
    }

    [MountFact]
    public async Task A_proxy_whose_talk_finds_no_room_either_passes_on()
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path, megabytes: 12);
        await using var bot = RawServer.Answering("success", headers: "Connection: close\r\n");
        await using var proxy = await Served.Start(
            "sh",
            ["-c", "exec \"$@\" 2> /dev/full", "sh", published.Command, "capture", "--listen", "http://127.0.0.1:0", "--to", bot.Root.GetLeftPart(UriPartial.Authority), "--out", folder["bot.jsonl"], "--openids", "keep"],
            last: "listens");
        disk.Fill();
        using var connection = await PushConnection.Open(new Uri(proxy["listens"]));
        for (var id = 1; id <= 300; id++) Assert.Equal(200, (await connection.Post("plain", Large(id))).Status);
        Assert.Equal(1, await proxy.Interrupt());
        Assert.Contains("300 requests passed on, ", await proxy.Written(), StringComparison.Ordinal);
        Assert.InRange((await Captured(folder["bot.jsonl"])).Count, 1, 299);
    }

    [MountTheory]
    [InlineData(".jsonl", 0)]
    [InlineData(".jsonl", 1_000_000)]
    [InlineData(".jsonl.gz", 0)]
    [InlineData(".jsonl.gz", 1_000_000)]
    [InlineData(".jsonl.zst", 1_000_000)]
    public async Task A_capture_that_ends_on_a_full_disk_keeps_every_line_for_the_next_start(string suffix, long leave)
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path, megabytes: 12);
        var said = new List<string>();
        var file = folder["bot" + suffix];
        var writer = Begin();
        for (var id = 1; id <= 75; id++) Add(writer, id);
        disk.Fill(leave);
        for (var id = 76; id <= 90; id++) Add(writer, id);
        await writer.DisposeAsync();
        Assert.Equal((90, 0), (writer.Lines, writer.Dropped));
        var open = Assert.Single(Directory.GetFiles(folder.Path, "*.open"));
        Assert.Equal([$"the last file of the capture could not be closed (no space left on the disk); its lines are in {open}, which can be read, and which the next start finishes."], said);
        Assert.Equal(Enumerable.Range(1, 90), await Captured(file));

        disk.Free();
        await Begin().DisposeAsync();
        Assert.EndsWith(suffix, Assert.Single(Directory.GetFiles(folder.Path)), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 90), await Captured(file));
        Assert.Single(said);

        CaptureWriter Begin() => CaptureWriter.Start(new CaptureSettings(CaptureName.Of(file)!, "capture", null), TimeProvider.System, said.Add);
    }

    [MountFact]
    public async Task A_disk_that_was_full_only_while_lines_went_into_the_file_costs_nothing()
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path, megabytes: 14);
        var said = new List<string>();
        var file = folder["bot.jsonl"];
        await using (var writer = CaptureWriter.Start(new CaptureSettings(CaptureName.Of(file)!, "capture", null), TimeProvider.System, said.Add))
        {
            disk.Fill(leave: 500_000);
            // The first two megabytes go into the file in the background, where there is no room for them; the second two need not yet.
            for (var id = 1; id <= 150; id++) Add(writer, id);
            await Replays.Captured.Until(() => Available(folder.Path) <= 4096);
            disk.Free();
            for (var id = 151; id <= 400; id++) Add(writer, id);
        }
        Assert.Empty(said);
        Assert.Equal(Enumerable.Range(1, 400), await Captured(file));
    }

    [MountFact]
    public async Task A_file_is_compressed_whole_or_not_at_all_wherever_the_room_ends()
    {
        const int Page = 4096;
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path);
        var name = CaptureName.Of(folder["bot.jsonl.gz"])!;
        var lines = name.Segment("20260302T120000Z", 1) + ".jsonl";
        var said = new List<string>();
        for (var packets = 1; packets <= 16; packets++)
        {
            var content = Enumerable.Range(1, packets).SelectMany(id => Large(id).Body).ToArray();
            await Pack(content, room: null);
            Assert.Empty(said);
            var size = new FileInfo(lines + ".gz").Length;
            File.Delete(lines + ".gz");
            // Also where only the last few bytes have none.
            foreach (var room in new[] { 0, size / 2, size - size % Page })
            {
                await Pack(content, room);
                Assert.Equal([lines], Directory.GetFiles(folder.Path));
                Assert.Equal(content, await File.ReadAllBytesAsync(lines));
                Assert.Equal([$"{lines} stays as it is: it cannot be compressed (no space left on the disk)."], said);
                said.Clear();
            }
        }

        async Task Pack(byte[] content, long? room)
        {
            await File.WriteAllBytesAsync(lines, content);
            if (room is { } leave) disk.Fill(leave);
            await using (var packer = new CapturePacker(new CaptureSettings(name, "capture", null), said.Add)) packer.Pack(lines);
            disk.Free();
        }
    }

    [MountFact]
    public async Task A_disk_without_room_is_refused_at_the_start_and_nothing_is_left_on_it()
    {
        using var folder = new TempFolder();
        await using var disk = await SmallDisk.Mount(folder.Path);
        disk.Fill(leave: 1_000_000);
        var before = Directory.GetFiles(folder.Path);
        var file = folder["bot.jsonl"];
        var capture = await Tool.Run(
            published.Command, ["capture", "--listen", "http://127.0.0.1:0", "--to", "http://127.0.0.1:9", "--out", file, "--openids", "keep"], TimeSpan.FromSeconds(60));
        Assert.True(capture.ExitCode == 1, capture.ToString());
        Assert.Equal($"the capture cannot be written in {folder.Path} (no space left on the disk): give a folder that may be written to, with room.\n", capture.Errors);
        Assert.Equal(before, Directory.GetFiles(folder.Path));
    }

    private static long Available(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static async Task<long> Counter(HttpClient admin, string name)
    {
        var begin = $"wechatactors_capture_{name}_total ";
        return long.Parse((await admin.GetStringAsync("/metrics")).Split('\n').Single(line => line.StartsWith(begin, StringComparison.Ordinal))[begin.Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>The MsgIds of a capture, in order, of which nothing may be wrong but a last line that is cut.</summary>
    private static async Task<List<int>> Captured(string file)
    {
        var reader = new CaptureReader([file]);
        var ids = new List<int>();
        await foreach (var packet in reader) ids.Add(int.Parse(Encoding.UTF8.GetString(packet.Xml.Span).Split("<MsgId>")[1].Split('<')[0], CultureInfo.InvariantCulture));
        Assert.All(reader.Findings.ToImmutable(), finding => Assert.StartsWith("the last line is cut off", finding.Message, StringComparison.Ordinal));
        return ids;
    }

    /// <summary>Packets are large and hardly shrink, so that a disk is soon full.</summary>
    private static Delivery Large(int id)
    {
        var padding = new string(new Random(id).GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 20_000));
        var text = Shop.Text("oAnn", $"第{id}句", id);
        return text with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Body).Replace("</xml>", $"<Note>{padding}</Note></xml>", StringComparison.Ordinal)) };
    }

    private static void Add(CaptureWriter writer, int id) => writer.Add(new CaptureEntry
    {
        At = DateTimeOffset.UtcNow, Query = "", Packet = Large(id).Body, Sender = "oAnn", Status = 200, HasAnswer = true, Answer = "success"u8, Elapsed = TimeSpan.FromMilliseconds(1),
    });
}
