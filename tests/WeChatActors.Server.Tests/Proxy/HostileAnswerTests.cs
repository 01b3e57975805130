using System.Text;

namespace WeChatActors.Server.Tests;

public sealed class HostileAnswerTests : IAsyncLifetime
{
    private const string Path = "/cgi-bin/message/custom/send";

    private readonly ScriptedPlatform _platform = Relay.Platform("TOKEN-1");
    private Relay _relay = null!;

    public async Task InitializeAsync() => _relay = await Relay.Start(_platform.Api, section: "proxy: {answer_within: 20s}");

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Theory]
    [InlineData("<html><body>502 Bad Gateway</body></html>", "text/html", 502)]
    [InlineData("{\"errcode\":0,\"errm", "application/json", 200)]
    [InlineData("", "application/json", 200)]
    [InlineData("null", "application/json", 200)]
    [InlineData("{\"errcode\":\"zero\"}", "text/plain", 418)]
    public async Task What_came_whole_is_passed_on_as_it_is(string body, string type, int status)
    {
        _platform.On(Path, ScriptedPlatform.Of(body, type, status));

        var answer = await Post();

        Assert.Equal((status, body, type), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType!.ToString()));
    }

    [Fact]
    public async Task A_huge_answer_passes_through()
    {
        const int Pieces = 400;
        var piece = new byte[64 * 1024];
        Random.Shared.NextBytes(piece);
        _platform.On(Path, async (connection, _) =>
        {
            await connection.Send($"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {(long)Pieces * piece.Length}\r\n\r\n");
            for (var i = 0; i < Pieces; i++) await connection.Send(piece);
        });

        var answer = await Post();

        var length = 0L;
        var buffer = new byte[64 * 1024];
        var stream = await answer.Content.ReadAsStreamAsync();
        while (await stream.ReadAsync(buffer) is > 0 and var got) length += got;
        Assert.Equal((long)Pieces * piece.Length, length);
    }

    [Fact]
    public async Task An_endless_answer_ends_when_its_caller_has_had_enough()
    {
        var ended = new TaskCompletionSource();
        _platform.On(Path, async (connection, _) =>
        {
            await connection.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n");
            try
            {
                while (true) await connection.Send("400\r\n" + new string('x', 1024) + "\r\n");
            }
            catch (System.Net.Sockets.SocketException)
            {
                ended.SetResult();
            }
        });

        using (var answer = await Post())
        {
            var stream = await answer.Content.ReadAsStreamAsync();
            var buffer = new byte[1024];
            for (var i = 0; i < 10; i++) Assert.NotEqual(0, await stream.ReadAsync(buffer));
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_platform_that_does_not_answer_in_time_gives_504_and_nobody_knows_what_it_did()
    {
        _platform.On(Path, ScriptedPlatform.Silent());

        var waiting = Post();
        await _platform.Asked(Path);
        _relay.Time.Advance(TimeSpan.FromSeconds(20));

        var answer = await waiting;
        Assert.Equal(504, (int)answer.StatusCode);
        var problem = await Relay.Json(answer);
        Assert.Equal("unknown", problem.GetProperty("outcome").GetString());
        Assert.Contains("20 s", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("this is no HTTP\r\n\r\n")]
    public async Task An_answer_that_breaks_off_before_it_began_gives_502(string begun)
    {
        _platform.On(Path, ScriptedPlatform.Raw(begun));

        var answer = await Post();

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Equal("unknown", (await Relay.Json(answer)).GetProperty("outcome").GetString());
        Assert.DoesNotContain("TOKEN-1", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n186A0\r\n")]
    public async Task An_answer_that_breaks_off_in_the_middle_breaks_off_for_the_caller_too(string head)
    {
        _platform.On(Path, ScriptedPlatform.Raw(head + new string('x', 70_000)));
        using var connection = await _relay.Connect();
        await connection.Begin("POST", $"/api/accounts/shop/proxy{Path}", [], "Content-Length: 0");

        await Assert.ThrowsAsync<IOException>(connection.Receive);
    }

    [Theory]
    [InlineData("https://other.example/file?id=1")]
    [InlineData("//other.example/file")]
    [InlineData("http://user@{host}/file")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://{host}/cgi-bin/x?access%5Ftoken=TOKEN-1")]
    public async Task A_redirect_elsewhere_is_not_passed_on(string location)
    {
        _platform.On(Path, ScriptedPlatform.Of([], "text/plain", 302, $"Location: {location.Replace("{host}", _platform.Api.Authority, StringComparison.Ordinal)}\r\n"));

        var answer = await Post();

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Equal("unknown", (await Relay.Json(answer)).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("/cgi-bin/file?id=1")]
    [InlineData("http://{host}/cgi-bin/file?id=1")]
    public async Task A_redirect_on_the_platform_names_the_platform(string location)
    {
        _platform.On(Path, ScriptedPlatform.Of([], "text/plain", 302, $"Location: {location.Replace("{host}", _platform.Api.Authority, StringComparison.Ordinal)}\r\n"));

        var answer = await Post();

        Assert.Equal((302, new Uri(_platform.Api, "/cgi-bin/file?id=1")), ((int)answer.StatusCode, answer.Headers.Location));
    }

    [Fact]
    public async Task A_platform_that_cannot_be_reached_gives_502_and_nothing_was_done()
    {
        var answer = await Reached(async relay => await relay.Proxied(HttpMethod.Post, Path, new StringContent("{}")));

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Equal("not_sent", (await Relay.Json(answer)).GetProperty("outcome").GetString());
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task No_token_stands_in_anything_that_is_logged()
    {
        _platform.On(Path, ScriptedPlatform.Reset());
        await Post();
        _platform.On(Path, ScriptedPlatform.Of([], "text/plain", 302, "Location: https://other.example/\r\n"));
        await Post();

        Assert.DoesNotContain(_relay.Log.Lines, line => line.Text.Contains("TOKEN-1", StringComparison.Ordinal) || line.Text.Contains(Relay.Secret, StringComparison.Ordinal));
    }

    /// <summary>A call after the platform, having given a token, has gone away; the clock moves on until it is answered.</summary>
    private static async Task<HttpResponseMessage> Reached(Func<Relay, Task<HttpResponseMessage>> call)
    {
        var platform = Relay.Platform("TOKEN-1").On("/cgi-bin/x", """{"errcode":0}""");
        await using var relay = await Relay.Start(platform.Api);
        await relay.Proxied(HttpMethod.Get, "/cgi-bin/x");
        await platform.DisposeAsync();
        var answer = call(relay);
        while (!answer.IsCompleted)
        {
            relay.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }
        return await answer;
    }

    private Task<HttpResponseMessage> Post() => _relay.Proxied(HttpMethod.Post, Path, new StringContent("{}", Encoding.UTF8, "application/json"));
}
