using System.Text;

namespace WeChatActors.Engine.Tests.Platform;

/// <summary>What becomes of answers that are none.</summary>
public class AnswerTests
{
    private const string Path = "/cgi-bin/menu/create";

    [Theory]
    [InlineData(200, "text/html", "<html>login</html>", "was answered with a page of HTML or XML, where JSON was expected; check the account's api.")]
    [InlineData(200, "application/json", "{\"errcode\":", "was answered with broken JSON: it cannot be read from line 1, byte 12.")]
    [InlineData(200, "application/json", "{\"a\":1}}", "was answered with broken JSON: it cannot be read from line 1, byte 8.")]
    [InlineData(200, "application/json", "", "was answered with nothing, where JSON was expected.")]
    [InlineData(200, "application/json", " \r\n", "was answered with nothing, where JSON was expected.")]
    [InlineData(200, "text/plain", "success", "was answered with something that is no JSON; fetch it as a download.")]
    [InlineData(302, "text/plain", "", "was answered with the redirect 302, which is not followed; check the account's api.")]
    [InlineData(404, "text/plain", "no", "was answered with the status 404 and no errcode; something between here and the platform said so.")]
    [InlineData(502, "text/html", "<h1>Bad gateway</h1>", "was answered with the status 502 and no errcode; something between here and the platform said so.")]
    [InlineData(204, "text/plain", "", "was answered with nothing, where JSON was expected.")]
    public async Task An_answer_that_is_none_leaves_the_outcome_unknown_and_says_what_it_was(int status, string type, string body, string why)
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, ScriptedPlatform.Of(Encoding.UTF8.GetBytes(body), type, status, "Location: http://127.0.0.1:9/\r\n"));

        var unknown = Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post(Path)));

        Assert.Equal($"{Path} {why}", unknown.Why);
        Assert.Single(calling.Platform.Calls);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\n{\"errco")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nConte")]
    [InlineData("220 mail.example.com ESMTP\r\n\r\n")]
    [InlineData("")]
    public async Task A_broken_answer_leaves_the_outcome_unknown(string bytes)
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, ScriptedPlatform.Raw(bytes));

        Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post(Path)));
        Assert.IsType<PlatformExchange.Unknown>(await calling.Send(Calling.Post(Path)));

        Assert.Equal(2, calling.Platform.Calls.Count);
    }

    [Fact]
    public async Task A_platform_that_says_nothing_is_waited_for_to_the_tick()
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, ScriptedPlatform.Silent());

        var call = calling.Call(Calling.Post(Path) with { Limit = TimeSpan.FromSeconds(3) });
        await calling.Platform.Asked(Path);
        calling.Time.Advance(TimeSpan.FromSeconds(3) - VirtualTime.OneTick);
        Assert.False(call.IsCompleted);
        calling.Time.Advance(VirtualTime.OneTick);

        Assert.StartsWith($"{calling.Platform.Api.Authority} did not answer within 3 s", Assert.IsType<PlatformResult.Unknown>(await call).Why, StringComparison.Ordinal);
        await calling.Platform.AllEnded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task JSON_that_does_not_end_is_not_waited_for_longer_than_the_limit(bool call)
    {
        await using var calling = new Calling();
        var sent = new TaskCompletionSource();
        calling.Platform.On(Path, async (connection, _) =>
        {
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\n{\"errco");
            sent.SetResult();
            await connection.UntilEnded();
        });

        var done = call ? Why(calling.Call(Calling.Post(Path))) : WhyStream(calling.Send(Calling.Post(Path)));
        await sent.Task;
        calling.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("within 10 s", await done, StringComparison.Ordinal);
        await calling.Platform.AllEnded();
    }

    [Fact]
    public async Task Endless_JSON_is_read_up_to_8_MB_by_a_call_and_up_to_64_KB_by_a_stream()
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, ScriptedPlatform.Endless("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"", new string('x', 64 * 1024)));

        var unknown = Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post(Path)));
        Assert.Equal($"{Path} was answered with more than 8 MB of JSON; ask for less at once, or stream it.", unknown.Why);

        using (var response = Assert.IsType<PlatformExchange.Answered>(await calling.Send(Calling.Post(Path))).Response)
        {
            Assert.Null(response.Whole);
            Assert.Equal((0, 64 * 1024), (response.Errcode, response.Seen.Length));
        }
        await calling.Platform.AllEnded();
    }

    [Fact]
    public async Task An_endless_head_is_not_read_to_its_end()
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, ScriptedPlatform.Endless("HTTP/1.1 200 OK\r\n", $"X-More: {new string('x', 1000)}\r\n"));

        var unknown = Assert.IsType<PlatformResult.Unknown>(await calling.Call(Calling.Post(Path)));

        Assert.Contains("answered with headers of more than 64 KB", unknown.Why, StringComparison.Ordinal);
        await calling.Platform.AllEnded();
    }

    [Theory]
    [InlineData("text/plain", """{"errcode":40003,"errmsg":"invalid openid"}""")]
    [InlineData("image/jpeg", """{"errcode":40003,"errmsg":"invalid openid"}""")]
    [InlineData("text/html", "\uFEFF \r\n{\"errmsg\":\"invalid openid\",\"list\":[{\"errcode\":1}],\"errcode\":40003}")]
    [InlineData("application/json", """{"errcode":"40003","errmsg":"invalid openid"}""")]
    public async Task An_errcode_is_found_whatever_type_the_platform_gives_it(string type, string body)
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, ScriptedPlatform.Of(body, type));

        var refused = await calling.Refused(Calling.Post(Path));
        using var response = Assert.IsType<PlatformExchange.Answered>(await calling.Send(Calling.Post(Path))).Response;

        Assert.Equal((40003, "invalid openid"), (refused.Errcode, refused.Errmsg));
        Assert.Equal("OpenID invalid or belongs to another account: send the OpenID that this account's own packets carry.", refused.Remedy);
        Assert.Equal(40003, response.Errcode);
        Assert.Equal(Encoding.UTF8.GetBytes(body), response.Whole!.Value.ToArray());
    }

    [Fact]
    public async Task A_long_answer_is_passed_on_whole_and_its_errcode_counts_where_it_is_looked_for()
    {
        await using var calling = new Calling();
        var list = new string('x', 100_000);
        calling.Platform.On("/cgi-bin/user/get", $$"""{"errcode":40003,"list":"{{list}}"}""", $$"""{"list":"{{list}}","errcode":40003}""");

        foreach (var (errcode, begin) in new[] { (40003, "{\"err"), (0, "{\"list") })
        {
            using var response = Assert.IsType<PlatformExchange.Answered>(await calling.Send(Calling.Get("/cgi-bin/user/get"))).Response;
            using var body = new MemoryStream();
            await response.Body.CopyToAsync(body);
            Assert.Equal(errcode, response.Errcode);
            Assert.Equal(100_027, body.Length);
            Assert.StartsWith(begin, Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_body_that_stands_still_for_30_s_ends()
    {
        await using var calling = new Calling();
        calling.Platform.On("/cgi-bin/media/get", ScriptedPlatform.Silent("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 1000\r\n\r\n\u0001\u0002\u0003"));

        using var response = Assert.IsType<PlatformExchange.Answered>(await calling.Send(Calling.Get("/cgi-bin/media/get"))).Response;
        // Longer than the limit for an answer's beginning, which has come.
        calling.Time.Advance(TimeSpan.FromMinutes(5));
        var buffer = new byte[10];
        Assert.Equal(3, await response.Body.ReadAsync(buffer));
        var read = response.Body.ReadAsync(buffer).AsTask();
        await calling.Time.WhenArmed(1);
        calling.Time.Advance(TimeSpan.FromSeconds(30) - VirtualTime.OneTick);
        Assert.False(read.IsCompleted);
        calling.Time.Advance(VirtualTime.OneTick);

        Assert.Equal("The platform's answer stood still for 30 s.", (await Assert.ThrowsAsync<IOException>(() => read)).Message);
    }

    [Fact]
    public async Task A_caller_who_gives_up_ends_the_call_at_once()
    {
        await using var calling = new Calling();
        calling.Platform.On(Path, ScriptedPlatform.Silent());
        using var patience = new CancellationTokenSource();

        var call = calling.Client.Call(Calling.Post(Path), patience.Token).AsTask();
        await calling.Platform.Asked(Path);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await calling.Platform.AllEnded();
        Assert.Equal(0, calling.Time.Armed);
    }

    [Fact]
    public async Task The_platforms_words_are_shown_short_on_one_line_and_without_credentials()
    {
        await using var calling = new Calling(tokens: new ScriptedTokens("tok-123456"));
        var ticket = new string('t', 80);
        calling.Platform.On(Path, $$"""{"errcode":40013,"errmsg":"bad\r\n tok-123456 {{Calling.Secret}} {{ticket}} hint: [oDemo000000000000000000000001] rid: 6543e1aa-0d2b6f4c-1f4b2c3d {{new string('长', 300)}}"}""");

        var refused = await calling.Refused(Calling.Post(Path));

        Assert.StartsWith("bad   (secret) (secret) (secret) hint: [oDemo000000000000000000000001] rid: 6543e1aa-0d2b6f4c-1f4b2c3d 长", refused.Errmsg, StringComparison.Ordinal);
        Assert.InRange(refused.Errmsg.Length, 150, 203);
        Assert.Equal("6543e1aa-0d2b6f4c-1f4b2c3d", refused.Rid);
    }

    private static async Task<string> Why(Task<PlatformResult> call) => Assert.IsType<PlatformResult.Unknown>(await call).Why;

    private static async Task<string> WhyStream(Task<PlatformExchange> call) => Assert.IsType<PlatformExchange.Unknown>(await call).Why;
}
