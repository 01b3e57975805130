using System.Text;

namespace WeChatActors.Replay.Tests;

/// <summary>A file that is being written holds every line that was appended, be its writer alive or dead.</summary>
public sealed class SegmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("segments").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 9)]
    [InlineData(3, 1)]
    public void Whatever_was_appended_is_read_alive_and_dead_and_ended(int seed, int most)
    {
        var random = new Random(seed);
        var all = new StringBuilder();
        using var segment = Segment.Begin(Path.Combine(_folder, "live"))!;
        for (var lines = random.Next(most); lines >= 0; lines--)
        {
            var line = new string((char)('a' + random.Next(26)), random.Next(600_000)) + "\n";
            all.Append(line);
            segment.Append(Encoding.ASCII.GetBytes(line));
        }

        var path = Path.Combine(_folder, "live" + CaptureName.Open);
        using (var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete }))
        using (var tailed = new TailedFile(file, path))
            Assert.Equal(all.ToString(), new StreamReader(tailed).ReadToEnd());

        // A process that was killed leaves its two files as they are.
        Copy("live" + CaptureName.Open, "dead" + CaptureName.Open);
        Copy("live" + CaptureName.Tail, "dead" + CaptureName.Tail);
        Assert.Equal(all.ToString(), File.ReadAllText(Segment.Finish(Path.Combine(_folder, "dead" + CaptureName.Open))!));

        Assert.Equal(all.ToString(), File.ReadAllText(segment.End()));
        Assert.Equal(["dead.jsonl", "live.jsonl"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_appended_after_a_live_file_was_opened_is_not_read()
    {
        using var segment = Segment.Begin(Path.Combine(_folder, "live"))!;
        var line = Encoding.ASCII.GetBytes(new string('x', 100_000) + "\n");
        for (var i = 0; i < 30; i++) segment.Append(line);
        var path = Path.Combine(_folder, "live" + CaptureName.Open);
        using var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
        using var tailed = new TailedFile(file, path);
        var (lines, reader) = (0, new StreamReader(tailed));
        // Who answers a line may append another one.
        for (; reader.ReadLine() is not null; lines++) segment.Append(line);
        Assert.Equal(30, lines);
        segment.End();
    }

    private void Copy(string from, string to)
    {
        using var source = new FileStream(Path.Combine(_folder, from), new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
        using var copy = File.Create(Path.Combine(_folder, to));
        source.CopyTo(copy);
    }
}
