using System.IO.Compression;
using System.Text;
using static WeChatActors.Replay.Tests.CaptureFolder;

namespace WeChatActors.Replay.Tests;

/// <summary>What is counted in the memory of the whole process, while nothing else runs.</summary>
[CollectionDefinition("whole process", DisableParallelization = true)]
[Collection("whole process")]
public sealed class CaptureMemoryTests : IDisposable
{
    private readonly CaptureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_unpacks_to_endless_nothing_is_given_up_in_bounded_memory()
    {
        using (var file = File.Create(_folder.File("bomb.jsonl.gz")))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write("{\"wechatactors_capture\":1}\n"u8);
            var nothing = new byte[1024 * 1024];
            Array.Fill(nothing, (byte)'x');
            for (var i = 0; i < 200; i++) gzip.Write(nothing);
            gzip.Write(Encoding.UTF8.GetBytes("\n" + Line(0, "1") + "\n"));
        }
        var before = GC.GetTotalAllocatedBytes();
        var (packets, findings) = await _folder.Read("bomb.jsonl.gz");
        Assert.True(GC.GetTotalAllocatedBytes() - before < 32 * 1024 * 1024);
        Assert.Empty(packets);
        Assert.Equal(
            [
                "bomb.jsonl.gz:2:1: warning: the line is longer than 2097152 bytes; it was left out.",
                "bomb.jsonl.gz:2:1: warning: nothing of what follows was a delivery for 64 MB; the rest of the file is left out.",
            ], findings);
    }
}
