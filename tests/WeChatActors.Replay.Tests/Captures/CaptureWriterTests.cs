using System.Text;
using Xunit;
using static WeChatActors.Replay.Tests.CaptureFolder;

namespace WeChatActors.Replay.Tests;

/// <summary>What writers leave on the disk.</summary>
public sealed class CaptureWriterTests : IDisposable
{
    private readonly CaptureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".jsonl")]
    [InlineData(".jsonl.gz")]
    [InlineData(".jsonl.zst")]
    public async Task What_is_written_is_read_again(string suffix)
    {
        var writer = _folder.Write("demo" + suffix, keepsOpenIds: true);
        for (var i = 0; i < 50; i++) Add(writer, Text("oAnnAnnAnn", $"{i}", "<![CDATA[你好 \n\"<&>]]>"), Noon.AddSeconds(i), answer: $"reply {i}", rule: "greet");
        Assert.Equal(["demo.20260302T120000Z.0001.jsonl.open", "demo.20260302T120000Z.0001.jsonl.tail"], _folder.Files());
        Assert.Equal(50, (await _folder.Read("demo" + suffix)).Packets.Count);
        await writer.DisposeAsync();
        Assert.Equal([$"demo.20260302T120000Z.0001{suffix}"], _folder.Files());
        var (packets, findings) = await _folder.Read("demo" + suffix);
        Assert.Empty(findings);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"reply {i}"), packets.Select(packet => packet.Answer));
        Assert.All(packets, packet => Assert.Equal(("demo", "greet", "oAnnAnnAnn"), (packet.Account, packet.Rule, packet.From)));
        Assert.Equal(Text("oAnnAnnAnn", "0", "<![CDATA[你好 \n\"<&>]]>"), Encoding.UTF8.GetString(packets[0].Xml.Span));
        Assert.Equal((50L, 0L), (writer.Lines, writer.Dropped));
        Assert.Empty(_folder.Failures);
    }

    [Fact]
    public async Task Many_threads_write_whole_lines()
    {
        var writer = _folder.Write("demo.jsonl.gz", rotate: 256 * 1024);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++) Add(writer, Text("oAnnAnnAnn", $"{thread}0{i:0000}"), Noon.AddSeconds(i));
        })));
        await writer.DisposeAsync();
        var (packets, findings) = await _folder.Read("demo.jsonl.gz");
        Assert.Empty(findings);
        Assert.Equal(8000, packets.Select(MsgId).Distinct().Count());
        Assert.InRange(_folder.Files().Length, 5, 100);
        Assert.Empty(_folder.Failures);
    }

    [Fact]
    public async Task Files_are_rotated_by_size_and_only_so_many_are_kept()
    {
        var writer = _folder.Write(rotate: 64 * 1024, keep: 3);
        for (var i = 0; i < 2000; i++) Add(writer, Text("oAnnAnnAnn", $"{i:0000}"), Noon.AddSeconds(i));
        await writer.DisposeAsync();
        Assert.Equal(3, _folder.Files().Length);
        Assert.All(_folder.Files(), file => Assert.InRange(new FileInfo(_folder.File(file)).Length, 1, 64 * 1024));
        Assert.Equal("1999", MsgId((await _folder.Read("demo.jsonl")).Packets[^1]));
    }

    [Fact]
    public async Task Two_writers_and_a_restart_never_share_a_file()
    {
        await using (var one = _folder.Write())
        await using (var two = _folder.Write())
        {
            Add(one, Text("oAnnAnnAnn", "1"), Noon);
            Add(two, Text("oAnnAnnAnn", "2"), Noon);
        }
        await using (var three = _folder.Write()) Add(three, Text("oAnnAnnAnn", "3"), Noon);
        Assert.Equal(["demo.20260302T120000Z-2.0001.jsonl", "demo.20260302T120000Z-3.0001.jsonl", "demo.20260302T120000Z.0001.jsonl"], _folder.Files());
        Assert.Equal(3, (await _folder.Read("demo.jsonl")).Packets.Count);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_finished_at_the_next_start()
    {
        var line = Encoding.UTF8.GetBytes("{\"wechatactors_capture\":1}\n" + Line(0, "1") + "\n");
        File.WriteAllBytes(_folder.File("demo.20260301T120000Z.0001.jsonl.open"), [.. line, .. "{\"at\":\"half"u8, .. new byte[200_000]]);
        File.WriteAllBytes(_folder.File("demo.20260301T120000Z.0002.jsonl"), line);
        File.WriteAllBytes(_folder.File("demo.20260301T120000Z.0003.jsonl.open"), new byte[1000]);
        await using (var live = _folder.Write("demo.jsonl.gz"))
        {
            await using var next = _folder.Write("demo.jsonl.gz");
            Add(live, Text("oAnnAnnAnn", "2"), Noon);
        }
        Assert.Equal(
            ["demo.20260301T120000Z.0001.jsonl.gz", "demo.20260301T120000Z.0002.jsonl.gz", "demo.20260302T120000Z.0001.jsonl.gz"], _folder.Files());
        var (packets, findings) = await _folder.Read("demo.jsonl.gz");
        Assert.Equal(["1", "2"], packets.Select(MsgId));
        Assert.Empty(findings);
        Assert.Empty(_folder.Failures);
    }

    [Fact]
    public async Task A_capture_that_cannot_go_on_stops_once_and_counts_what_it_drops()
    {
        var writer = _folder.Write(rotate: 64 * 1024);
        Directory.Delete(_folder.Path, recursive: true);
        for (var i = 0; i < 1000; i++) Add(writer, Text("oAnnAnnAnn", $"{i:0000}"), Noon.AddSeconds(i));
        Assert.NotNull(writer.Stopped);
        Assert.Equal(1000, writer.Lines + writer.Dropped);
        Assert.True(writer.Dropped > 0);
        Assert.StartsWith("the capture stopped after ", Assert.Single(_folder.Failures), StringComparison.Ordinal);
        await writer.DisposeAsync();
        Directory.CreateDirectory(_folder.Path);
    }

    [Fact]
    public async Task A_file_whose_header_cannot_be_written_is_removed_and_what_stands_before_is_read()
    {
        // The clock fails where a full disk would: the file is there and its first line is not.
        var clock = new FailingClock();
        var writer = CaptureWriter.Start(new CaptureSettings(CaptureName.Of(_folder.File("demo.jsonl"))!, "serve", null) { RotateBytes = 64 * 1024 }, clock, _folder.Failures.Add);
        clock.Fails = true;
        for (var i = 0; i < 300; i++) Add(writer, Text("oAnnAnnAnn", $"{i:0000}"), Noon.AddSeconds(i));
        await writer.DisposeAsync();
        Assert.Equal(["demo.20260302T120000Z.0001.jsonl"], _folder.Files());
        Assert.Contains("no space left", Assert.Single(_folder.Failures), StringComparison.Ordinal);
        var (packets, findings) = await _folder.Read("demo.jsonl");
        Assert.Equal(writer.Lines, packets.Count);
        Assert.Empty(findings);
    }

    [Fact]
    public async Task A_file_that_another_user_left_open_is_left_alone_and_said()
    {
        // Nothing is forbidden to root.
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        var path = _folder.Lines("demo.20260301T120000Z.0001.jsonl.open", Line(0, "1"));
        File.SetUnixFileMode(path, UnixFileMode.None);
        await _folder.Write().DisposeAsync();
        Assert.Equal(["demo.20260301T120000Z.0001.jsonl.open"], _folder.Files());
        Assert.StartsWith($"{path} stays as it is: it may not be finished by this user (", Assert.Single(_folder.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_a_delivery_leaves_no_file()
    {
        await _folder.Write("demo.jsonl.gz").DisposeAsync();
        Assert.Empty(_folder.Files());
        Assert.Empty(_folder.Failures);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_said_at_the_start()
    {
        File.WriteAllText(_folder.File("file"), "");
        var error = Assert.Throws<CaptureException>(() => _folder.Write("file/demo.jsonl"));
        Assert.Contains("cannot be written in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_made_once_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        var name = CaptureName.Of(_folder.File("demo.jsonl.gz"))!;
        var key = CaptureKey.BesideOf(name);
        Assert.Equal(key.Fingerprint, CaptureKey.BesideOf(name).Fingerprint);
        Assert.Equal(["demo.key"], _folder.Files());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("demo.key")));
        File.SetUnixFileMode(_folder.File("demo.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<CaptureException>(() => CaptureKey.BesideOf(name)).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(_folder.File("demo.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_folder.File("demo.key"), "short");
        Assert.Contains("holds no key", Assert.Throws<CaptureException>(() => CaptureKey.BesideOf(name)).Message, StringComparison.Ordinal);
        Assert.Equal("(secret)", key.ToString());
    }

    [Theory]
    [InlineData("a/demo.jsonl", "a", "demo", "")]
    [InlineData("demo.jsonl.gz", "", "demo", ".gz")]
    [InlineData("/x/de.mo.jsonl.zst", "/x", "de.mo", ".zst")]
    public void A_name_says_folder_stem_and_compression(string path, string folder, string stem, string packing)
    {
        Assert.Equal(new CaptureName(folder, stem, packing), CaptureName.Of(path));
        Assert.Null(CaptureName.Of("demo.json"));
        Assert.Null(CaptureName.Of(".jsonl"));
    }

    [Fact]
    public void A_line_allocates_nothing_but_the_windows_of_the_file()
    {
        var writer = _folder.Write();
        var packet = Encoding.UTF8.GetBytes(Text("oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs", "25093846172905301", "你好"));
        var answer = Encoding.UTF8.GetBytes(Text("oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs", "1"));
        void Once() => writer.Add(new CaptureEntry
        {
            At = Noon, Account = "demo", Query = "signature=0123456789&timestamp=1772452800&nonce=42&openid=oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs", Packet = packet, Sender = "oXk2p5Jq7Lw9TzR4bN1mV8cD3fHs",
            Status = 200, HasAnswer = true, Answer = answer, Elapsed = TimeSpan.FromMilliseconds(1.5), Rule = "greet",
        });
        for (var i = 0; i < 1000; i++) Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5000; i++) Once();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    private sealed class FailingClock : TimeProvider
    {
        public bool Fails { get; set; }

        public override DateTimeOffset GetUtcNow() => Fails ? throw new IOException("no space left on the disk") : Noon;
    }
}
