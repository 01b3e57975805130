using System.IO.Compression;
using System.Text.Json;

namespace WeChatActors.EndToEnd;

/// <summary>What a capture holds after its server was killed.</summary>
[Collection(Processes.Name)]
public sealed class KilledCaptureTests(Published published)
{
    private const int Kills = 5;
    private const int Connections = 8;

    [Theory]
    [InlineData("captures/shop.jsonl")]
    [InlineData("captures/shop.jsonl.gz")]
    public async Task After_kills_under_load_every_answered_packet_is_in_the_capture(string file)
    {
        using var shop = new Shop(published, $"capture: {{file: {file}, rotate_bytes: 262144}}");
        var answered = new List<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var served = await shop.Serve();
            var count = 0;
            var killed = new TaskCompletionSource();
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(async number =>
            {
                try
                {
                    using var connection = await PushConnection.Open(served.Public);
                    for (var i = 0; !killed.Task.IsCompleted; i++)
                    {
                        var id = 1_000_000L * (kill + 1) + 100_000L * number + i;
                        var answer = await connection.Post("plain", Shop.Text($"oFollower{number}", "hi", id));
                        if (answer.Status != 200) continue;
                        lock (answered) answered.Add(id);
                        if (Interlocked.Increment(ref count) != 800) continue;
                        await served.Kill();
                        killed.SetResult();
                    }
                }
                catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
                {
                    // The server is dead, as it should be.
                }
            }));
        }
        // The next start finishes what was left open, its end the rest.
        await using (var last = await shop.Serve()) Assert.Equal(0, await last.Stop());
        var folder = Path.Combine(shop.Folder, "captures");
        Assert.Empty(Directory.GetFiles(folder, "*.open"));
        var captured = new HashSet<long>();
        foreach (var path in Directory.GetFiles(folder, "shop.*.jsonl*"))
        {
            await using var content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : (Stream)File.OpenRead(path);
            using var lines = new StreamReader(content);
            Assert.StartsWith("{\"wechatactors_capture\":1,", await lines.ReadLineAsync(), StringComparison.Ordinal);
            while (await lines.ReadLineAsync() is { } line)
            {
                Assert.DoesNotContain("oFollower", line, StringComparison.Ordinal);
                var packet = JsonDocument.Parse(line).RootElement.GetProperty("packet").GetString()!;
                captured.Add(long.Parse(packet.Split("<MsgId>")[1].Split('<')[0], System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        Assert.Empty(answered.Except(captured));
        Assert.InRange(answered.Count, Kills * 800, Kills * 2000);
    }
}
