using System.Globalization;
using System.IO.Compression;
using System.Text;
using WeChatActors.Testing;

namespace WeChatActors.Cli.Tests.Replaying;

/// <summary>How the command <c>replay</c> ends.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_replay_of_half_a_capture_fails_and_updates_nothing()
    {
        await using var bot = Bot();
        var path = _folder.File("demo.jsonl.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(Capture(3000)));
        var whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 100)]);
        var ran = await Replay(bot, path, "--update");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("the file breaks off here (its compressed data is cut off); what stands before was read.", ran.Error, StringComparison.Ordinal);
        Assert.Contains("The captures stay as they are: the run was not complete: The captures could not be read to their end.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cut_last_line_of_a_live_capture_is_a_note()
    {
        await using var bot = Bot();
        var ran = await Replay(bot, _folder.File("demo.jsonl", Capture(3)[..^30]));
        Assert.True(ran.Code == ExitCode.Done, ran.ToString());
        Assert.Contains("the last line is cut off", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, ExitCode.Failed)]
    [InlineData(3, ExitCode.Done)]
    public async Task Only_a_capture_that_was_played_whole_is_updated(int packets, int code)
    {
        await using var bot = Bot();
        var path = _folder.File("demo.jsonl", Capture(3).Replace("\"success\"", "\"old\"", StringComparison.Ordinal));
        var ran = await Replay(bot, path, "--update", "--packets", packets.ToString(CultureInfo.InvariantCulture));
        Assert.True(ran.Code == code, ran.ToString());
        Assert.Equal(code == ExitCode.Failed, ran.Error.Contains("The captures stay as they are: the run ended before they did;", StringComparison.Ordinal));
        Assert.Equal(code == ExitCode.Failed, File.ReadAllText(path).Contains("\"old\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_was_set_while_packets_were_captured_costs_an_hour_and_is_said()
    {
        await using var bot = Bot();
        var lines = Capture(3).Split('\n');
        var path = _folder.File("demo.jsonl", string.Join('\n', [.. lines[..3], lines[3].Replace("1970-", "2026-", StringComparison.Ordinal), ""]));
        var time = new VirtualTime();
        var run = Ran.Command(TextReader.Null, around => around with { Time = time }, "replay", path, "--url", bot.Address.AbsoluteUri, "--token", "t0ken", "--speed", "100", "--quiet");
        await bot.Arrived();
        time.Advance(TimeSpan.FromSeconds(36.02));
        var ran = await run.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(ran.Code == ExitCode.Done, ran.ToString());
        Assert.Contains("3 answers compared: 3 equal", ran.Out, StringComparison.Ordinal);
        Assert.Equal($"1 pause of more than an hour between packets took one hour of their time, the first before {path}:4", ran.Sentence);
    }

    private static RawServer Bot() => new(async connection =>
    {
        while (true)
        {
            await connection.ReadRequest();
            await connection.Answer("success");
        }
    });

    private static Task<Ran> Replay(RawServer bot, string capture, params string[] more) =>
        Ran.Command(["replay", capture, "--url", bot.Address.AbsoluteUri, "--token", "t0ken", "--max", "--quiet", .. more]);

    private static string Capture(int packets) => "{\"wechatactors_capture\":1}\n" + string.Concat(Enumerable.Range(0, packets).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"at\":\"{DateTimeOffset.UnixEpoch.AddSeconds(i):O}\",\"packet\":\"<xml><ToUserName>gh_demo</ToUserName><FromUserName>oAnn</FromUserName><CreateTime>1772452800</CreateTime><MsgType>text</MsgType><Content>hi</Content><MsgId>{i + 1}</MsgId></xml>\",\"status\":200,\"answer\":\"success\"}}\n")));
}
