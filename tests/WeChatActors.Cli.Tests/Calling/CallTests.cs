using System.Text;

namespace WeChatActors.Cli.Tests.Calling;

public sealed class CallTests : IAsyncLifetime
{
    private SimulatedWeChat _wechat = null!;

    public async Task InitializeAsync() => _wechat = await SimulatedWeChat.Start();

    public async Task DisposeAsync() => await _wechat.DisposeAsync();

    [Fact]
    public async Task An_answer_is_piped_on_as_it_came()
    {
        var made = await _wechat.Run("call", "POST", "/cgi-bin/tags/create", "--body", """{"tag":{"name":"贵宾😀"}}""");
        Assert.Equal(new Ran(ExitCode.Done, """{"tag":{"id":100,"name":"贵宾😀"}}""" + "\n", ""), made);
    }

    [Fact]
    public async Task A_person_sees_it_set_out_for_reading()
    {
        await _wechat.Run("call", "post", "/cgi-bin/tags/create", "--body", """{"tag":{"name":"贵宾😀"}}""");
        var seen = await _wechat.Run(around => around with { OutIsTerminal = true }, "call", "GET", "/cgi-bin/tags/get");
        Assert.Equal((ExitCode.Done, ""), (seen.Code, seen.Error));
        Golden.Matches("call-terminal.txt", seen.Out);
    }

    [Fact]
    public async Task An_errcode_fails_and_says_what_it_means_and_what_to_do()
    {
        string[] call = ["call", "POST", "/cgi-bin/tags/create", "--body", """{"tag":{"name":"vip"}}"""];
        await _wechat.Run(call);
        var again = await _wechat.Run(call);
        Assert.Equal(ExitCode.Failed, again.Code);
        Assert.StartsWith("""{"errcode":45157,""", again.Out, StringComparison.Ordinal);
        var lines = again.Error.TrimEnd().Split('\n');
        Assert.Equal("POST /cgi-bin/tags/create: errcode 45157. Tag name invalid or duplicate: correct the call; the same one will fail again.", lines[0]);
        Assert.StartsWith("WeChat says: tag name invalid or duplicate", lines[1], StringComparison.Ordinal);
        Assert.Matches("^rid: [0-9a-f-]+$", lines[2]);
    }

    [Fact]
    public async Task The_body_may_come_from_a_file_or_a_pipe()
    {
        var file = _wechat.Folder.File("tag.json", "\uFEFF{\"tag\":{\"name\":\"文件\"}}");
        Assert.Contains("文件", (await _wechat.Run("call", "POST", "/cgi-bin/tags/create", "--body", $"@{file}")).Out, StringComparison.Ordinal);
        var piped = await _wechat.Run(around => around with { In = new StringReader("""{"tag":{"name":"管道"}}""") }, "call", "POST", "/cgi-bin/tags/create", "--body", "-");
        Assert.Contains("管道", piped.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{tag:1}", "--body is no JSON (line 1, byte 2): 't' is an invalid start of a property name. Expected a '\"'. Files go with --form.")]
    [InlineData("@/nowhere.json", "The file '/nowhere.json' cannot be read: Could not find file '/nowhere.json'.")]
    public async Task A_bad_body_is_refused_before_anybody_is_asked(string body, string sentence)
    {
        var ran = await _wechat.Run("call", "POST", "/cgi-bin/tags/create", "--body", body);
        Assert.Equal((ExitCode.Misused, sentence), (ran.Code, ran.Sentence));
        Assert.False(Directory.Exists(_wechat.Data));
    }

    [Fact]
    public async Task Files_go_up_and_come_down_byte_by_byte()
    {
        var picture = Encoding.Latin1.GetBytes("GIF89a" + new string('\u00E9', 5000));
        var file = _wechat.Folder.File("茶 \"1\".gif");
        await File.WriteAllBytesAsync(file, picture);
        var up = await _wechat.Run("call", "POST", "/cgi-bin/media/upload", "--query", "type=image", "--form", $"media=@{file}");
        Assert.Equal((ExitCode.Done, ""), (up.Code, up.Error));
        var id = up.Out.Split("\"media_id\":\"")[1].Split('"')[0];
        string[] down = ["call", "GET", $"/cgi-bin/media/get?media_id={id}"];

        Assert.Equal(picture, await _wechat.Download(down));
        var kept = _wechat.Folder.File("back.gif");
        var ran = await _wechat.Run([.. down, "--out", kept]);
        Assert.Equal((ExitCode.Done, "", $"{kept}: {picture.Length} bytes, image/gif"), (ran.Code, ran.Out, ran.Sentence));
        Assert.Equal(picture, await File.ReadAllBytesAsync(kept));

        var onTerminal = await _wechat.Run(around => around with { OutIsTerminal = true }, down);
        Assert.Equal(
            (ExitCode.Failed, "", "The answer is a file (image/gif): name a place for it with --out FILE, or send it through a pipe."),
            (onTerminal.Code, onTerminal.Out, onTerminal.Sentence));
    }

    [Fact]
    public async Task An_error_is_not_kept_in_the_place_of_the_file()
    {
        var kept = _wechat.Folder.File("back.gif", "before");
        var ran = await _wechat.Run("call", "GET", "/cgi-bin/media/get", "--query", "media_id=nope", "--out", kept);
        Assert.Equal(ExitCode.Failed, ran.Code);
        Assert.Contains("errcode 40007", ran.Error, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(kept));
    }

    [Fact]
    public async Task A_path_or_method_that_WeChat_does_not_document_is_called_with_a_warning()
    {
        var path = await _wechat.Run("call", "GET", "/cgi-bin/tag/get");
        Assert.StartsWith("'/cgi-bin/tag/get' is not among WeChat's documented APIs; did you mean '/cgi-bin/tags/get'? it is called all the same.\n", path.Error, StringComparison.Ordinal);
        Assert.Contains("errcode 40066", path.Error, StringComparison.Ordinal);
        var method = await _wechat.Run("call", "GET", "/cgi-bin/tags/create");
        Assert.StartsWith("WeChat's documents have POST for /cgi-bin/tags/create, not GET; it is called all the same.\n", method.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_somebody_else_took_is_replaced_and_the_call_succeeds()
    {
        Assert.Equal(ExitCode.Done, (await _wechat.Run("call", "GET", "/cgi-bin/tags/get")).Code);
        var taken = await _wechat.Token();
        await _wechat.Control("/simulator/accounts/demo/token/revoke", new { });
        var ran = await _wechat.Run("call", "GET", "/cgi-bin/tags/get");
        Assert.Equal((ExitCode.Done, """{"tags":[{"id":2,"name":"星标组","count":0}]}""" + "\n"), (ran.Code, ran.Out));
        Assert.NotEqual(taken, await _wechat.Token());
    }

    [Fact]
    public async Task Commands_share_one_token_and_print_none()
    {
        await _wechat.Run("call", "GET", "/cgi-bin/tags/get");
        var token = await _wechat.Token();
        await _wechat.Run("call", "GET", "/cgi-bin/menu/get");
        await _wechat.Run("call", "GET", "/cgi-bin/nothing/here", "--debug");
        Assert.Equal(token, await _wechat.Token());
        Assert.DoesNotContain(token, _wechat.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(SimulatedWeChat.Secret, _wechat.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_that_cannot_be_reached_is_a_sentence_without_a_stack()
    {
        await _wechat.Host.DisposeAsync();
        var ran = await _wechat.Run("call", "GET", "/cgi-bin/tags/get");
        Assert.Equal((ExitCode.Failed, ""), (ran.Code, ran.Out));
        Assert.Contains("GET /cgi-bin/tags/get was not sent: ", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogue_is_listed_by_a_word()
    {
        var ran = await Ran.Command("call", "--list", "tags");
        Assert.Equal((ExitCode.Done, ""), (ran.Code, ran.Error));
        Golden.Matches("call-list.txt", ran.Out);
        var nothing = await Ran.Command("call", "--list", "frobnicate");
        Assert.Equal((ExitCode.Failed, "", "No API of WeChat has 'frobnicate' in its path or name; wechatactors call --list shows all."), (nothing.Code, nothing.Out, nothing.Sentence));
        Assert.DoesNotContain("/v3/pay/", (await Ran.Command("call", "--list")).Out, StringComparison.Ordinal);
    }
}
