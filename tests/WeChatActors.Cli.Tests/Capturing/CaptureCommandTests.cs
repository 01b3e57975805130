using WeChatActors.Replay;

namespace WeChatActors.Cli.Tests.Capturing;

/// <summary>The command <c>capture</c>.</summary>
public sealed class CaptureCommandTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_of_packets_becomes_a_capture()
    {
        Directory.CreateDirectory(_folder.File("packets"));
        _folder.File("packets/a.xml", "<xml><ToUserName>gh_a</ToUserName><FromUserName>oAnn</FromUserName><CreateTime>1772452800</CreateTime><MsgType>text</MsgType><Content>hi</Content><MsgId>1</MsgId></xml>");
        _folder.File("packets/b.xml", "nothing");
        var ran = await Ran.Command("capture", "import", _folder.File("packets"), "--out", _folder.File("old.jsonl.gz"), "--account", "demo");
        Assert.Equal((ExitCode.Done, $"1 deliveries imported into {_folder.File("old.jsonl.gz")}\n", "1 left out: the request's body is no XML\n"), (ran.Code, ran.Out, ran.Error));
        var packets = new List<CapturedPacket>();
        await foreach (var packet in new CaptureReader([_folder.File("old.jsonl.gz")])) packets.Add(packet);
        Assert.Equal(("demo", "text"), (Assert.Single(packets).Account, packets[0].Kind));
        Assert.True(File.Exists(_folder.File("old.key")));
    }

    [Fact]
    public async Task Nothing_to_import_leaves_no_file()
    {
        Directory.CreateDirectory(_folder.File("packets"));
        var ran = await Ran.Command("capture", "import", _folder.File("packets"), "--out", _folder.File("old.jsonl"), "--openids", "keep");
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.False(File.Exists(_folder.File("old.jsonl")));
        Assert.Contains("the folder holds no packet", ran.Error, StringComparison.Ordinal);
        ran = await Ran.Command("capture", "import", _folder.File("none"), "--out", _folder.File("old.jsonl"), "--openids", "keep");
        Assert.Equal((ExitCode.Failed, $"{_folder.File("none")} does not exist: expected a folder of XML files, a .har, a .gor or a .gor.gz file."), (ran.Code, ran.Sentence));
    }

    [Theory]
    [InlineData("--to is missing, expected --to URL.", "--listen", "http://127.0.0.1:1", "--out", "a.jsonl")]
    [InlineData("'http://x/path' stands at --to, expected an address without a path, such as http://127.0.0.1:3000.", "--listen", "http://127.0.0.1:1", "--to", "http://x/path", "--out", "a.jsonl")]
    [InlineData("'a.json' stands at --out, expected a path that ends in .jsonl, .jsonl.gz or .jsonl.zst.", "--listen", "http://127.0.0.1:1", "--to", "http://x", "--out", "a.json")]
    [InlineData("--aes-key stands alone, expected --token TEXT and --app-id ID beside it.", "--listen", "http://127.0.0.1:1", "--to", "http://x", "--out", "a.jsonl", "--aes-key", "Wc7Actors0Edge1Vector2Key3Canonical4Bits5A0")]
    [InlineData("'1' stands at --rotate-bytes, expected a whole number from 65536 to 1073741824.", "--listen", "http://127.0.0.1:1", "--to", "http://x", "--out", "a.jsonl", "--rotate-bytes", "1")]
    [InlineData("'1073741825' stands at --rotate-bytes, expected a whole number from 65536 to 1073741824.", "--listen", "http://127.0.0.1:1", "--to", "http://x", "--out", "a.jsonl", "--rotate-bytes", "1073741825")]
    [InlineData("--key has 5 characters, expected at least 16 (openssl rand -hex 24 makes one).", "--listen", "http://127.0.0.1:1", "--to", "http://x", "--out", "a.jsonl", "--key", "short")]
    public async Task A_bad_argument_is_said_in_one_sentence(string sentence, params string[] args)
    {
        var ran = await Ran.Command(["capture", .. args]);
        Assert.Equal((ExitCode.Misused, sentence), (ran.Code, ran.Sentence));
    }

    [Fact]
    public async Task The_proxy_ends_when_asked_with_a_summary()
    {
        var stop = new StopSignal();
        stop.Request();
        var ran = await Ran.Command(
            TextReader.Null, around => around with { ListenForStop = () => stop }, "capture", "--listen", "http://127.0.0.1:0", "--to", "http://127.0.0.1:1", "--out", _folder.File("bot.jsonl"), "--token", "t");
        Assert.Equal(ExitCode.Done, ran.Code);
        Assert.Contains("0 requests passed on, 0 deliveries captured in ", ran.Out, StringComparison.Ordinal);
    }
}
