using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Media;

public sealed class LocalFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wechatactors-media-");

    public LocalFileTests()
    {
        foreach (var (name, bytes) in new[] { ("assets/a.png", 10), ("assets/b.JPG", 10), ("assets/c.mp3", 10), ("assets/d.mp4", 10), ("sub/e.jpg", 65 * 1024), ("assets/empty.png", 0), ("assets/notes.txt", 3) })
            Write(name, new byte[bytes]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private ScriptLoad Load(string actions)
    {
        var path = Path.Combine(_folder.FullName, "rules.yaml");
        File.WriteAllText(path, $"version: 1\nrules:\n  - id: r\n    default: true\n    do: {actions}\n");
        return ScriptFile.Load(path);
    }

    [Fact]
    public void A_script_lists_the_files_it_names_once_with_their_kinds()
    {
        var script = Load("[{send: {image: ./assets/a.png}}, {reply: {image: assets/a.png}}, {send: {voice: assets/c.mp3}}, {send: {video: {media: assets/d.mp4, thumb: assets/b.JPG}}}, {send: {image: MEDIA_ID}}]").Script!;
        Assert.Equal(
            [("assets/a.png", MediaKind.Image), ("assets/b.JPG", MediaKind.Thumb), ("assets/c.mp3", MediaKind.Voice), ("assets/d.mp4", MediaKind.Video)],
            script.Files.Select(file => (file.Path, file.Kind)));
        Assert.All(script.Files, file => Assert.Equal(Path.Combine(_folder.FullName, file.Path), file.FullPath));
        Assert.Equal([new ImagePush("assets/a.png"), new ImagePush("assets/a.png"), new VoicePush("assets/c.mp3"), new VideoPush("assets/d.mp4", "assets/b.JPG", null, null), new ImagePush("MEDIA_ID")], script.Text().Sent());
    }

    [Fact]
    public void A_file_of_an_included_file_is_found_beside_it_and_named_from_the_first()
    {
        Write("sub/more.yaml", "version: 1\nrules: [{exact: x, reply: {image: ../assets/a.png}}, {exact: z, do: [{send: {image: f.png}}]}]"u8.ToArray());
        Write("sub/f.png", new byte[4]);
        Write("rules.yaml", "version: 1\ninclude: [sub/more.yaml]"u8.ToArray());
        var load = ScriptFile.Load(Path.Combine(_folder.FullName, "rules.yaml"));
        Assert.Empty(load.Findings);
        Assert.Equal(["assets/a.png", "sub/f.png"], load.Script!.Files.Select(file => file.Path));
        Assert.Contains(Path.Combine(_folder.FullName, "assets"), load.Folders);
    }

    [Fact]
    public void A_carrier_shows_what_the_platform_holds()
    {
        var script = Load("[{reply: {image: assets/a.png}}, {reply: {image: assets/a.png}}]").Script!;
        var decision = script.Decide(Asked.Input() with { Media = new Dictionary<string, string> { ["assets/a.png"] = "ID" } });
        Assert.Equal(new ImageReply("ID"), decision.Reply);
        Assert.Equal<RuleStep>([new RuleStep.Send(new ImagePush("assets/a.png"))], decision.Steps);
        Assert.Equal(new MusicReply("ID2", "雨", null, "http://a/1.mp3"), Load("[{reply: {music: {title: 雨, url: 'http://a/1.mp3', thumb: assets/b.JPG}}}]").Script!
            .Decide(Asked.Input() with { Media = new Dictionary<string, string> { ["assets/b.JPG"] = "ID2" } }).Reply);
    }

    [Fact]
    public void What_is_not_uploaded_yet_is_pushed_or_else_noted()
    {
        var script = Load("[{reply: {image: assets/a.png}}, {reply: 好看吗？}]").Script!;
        var pushed = script.Text(left: 1);
        Assert.Equal<RuleStep>([new RuleStep.Send(new ImagePush("assets/a.png"))], pushed.Steps);
        Assert.Equal("好看吗？", Rulebook.Text(pushed));
        var noted = script.Text(left: 0);
        Assert.Empty(noted.Steps);
        Assert.Equal("好看吗？", Rulebook.Text(noted));
        Assert.Equal("rule 'r': its reply with the file assets/a.png was not sent: no carrier can show it before it is uploaded, and the window has nothing left.", Assert.Single(noted.Notes));
    }

    [Theory]
    [InlineData("{image: assets/z.png}", "there is no file {0}.", "assets/z.png")]
    [InlineData("{image: z.png}", "there is no file {0}.", "z.png")]
    [InlineData("{image: ../a.png}", "'../a.png' leads out of the folder of the first rule file, expected a path inside it.")]
    [InlineData("{image: /etc/a.png}", "'/etc/a.png' is not a relative path, expected one below the folder of the first rule file, with / between its parts.")]
    [InlineData("{image: 'https://a.example/a.png'}", "'https://a.example/a.png' is not a relative path, expected one below the folder of the first rule file, with / between its parts.")]
    [InlineData("{image: assets/c.mp3}", "'assets/c.mp3' is not a picture that WeChat takes, expected one of: .png, .jpg, .jpeg, .gif.")]
    [InlineData("{voice: assets/notes.txt}", "'assets/notes.txt' is not a voice clip that WeChat takes, expected one of: .amr, .mp3.")]
    [InlineData("{image: assets/empty.png}", "'assets/empty.png' has 0 bytes, expected 1 to 10485760, which is what WeChat takes of a picture.")]
    [InlineData("{miniprogram: {app_id: a, page: b, title: c, thumb: sub/e.jpg}}", "'sub/e.jpg' has 66560 bytes, expected 1 to 65536, which is what WeChat takes of a thumbnail.")]
    [InlineData("{image: 'assets/{{ msg.text }}.png'}", "'assets/{{ msg.text }}.png' names a file with {{ }} in it, expected a path as it is, because files are uploaded before anybody asks for them.")]
    public void Says_what_is_wrong_with_a_file_and_where(string message, string finding, string? shown = null)
    {
        var found = Assert.Single(Load($"[{{send: {message}}}]").Findings);
        if (shown is not null) finding = finding.Replace("{0}", Path.Combine(_folder.FullName, shown), StringComparison.Ordinal);
        Assert.Equal(finding, found.Message);
        Assert.Equal(5, found.Line);
    }

    [Fact]
    public void One_file_is_of_one_kind() =>
        Assert.Equal("'assets/b.JPG' is a picture on line 5 already and a thumbnail here, expected a copy of the file under another name, because the platform keeps the two apart.",
            Assert.Single(Load("[{send: {image: assets/b.JPG}}, {reply: {music: {url: 'http://a', thumb: assets/b.JPG}}}]").Findings).Message);

    [Fact]
    public void A_link_out_of_the_folder_is_refused()
    {
        var outside = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        File.WriteAllBytes(outside, new byte[3]);
        try
        {
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, "assets/link.png"), outside);
            Assert.EndsWith("assets/link.png is a link out of the folder of the first rule file, expected a file inside it.", Assert.Single(Load("[{send: {image: assets/link.png}}]").Findings).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(outside);
        }
    }

    [Fact]
    public void Rules_that_come_from_a_text_have_no_files() =>
        Assert.Equal("t.yaml:5:25: 'assets/a.png' is a file, which works for rules on disk only, expected a media id.", Assert.Single(Asked.Findings("[{send: {image: assets/a.png}}]")));
}
