using System.Globalization;

namespace WeChatActors.Server.Tests;

public sealed class StreamingTests : IAsyncLifetime
{
    private const int Long = 3 * 1024 * 1024;

    private readonly ScriptedPlatform _platform = Relay.Platform("TOKEN-1");
    private Relay _relay = null!;

    public async Task InitializeAsync() => _relay = await Relay.Start(_platform.Api);

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task The_platform_sees_the_first_bytes_of_a_long_body_before_the_last_are_sent()
    {
        var begun = new TaskCompletionSource();
        _platform.OnHead("/cgi-bin/media/upload", async (connection, request) =>
        {
            await connection.ReadSome();
            begun.SetResult();
            Assert.Equal(Long, (await connection.ReadBody(request.Head.Replace($"Content-Length: {Long}", $"Content-Length: {Long - 1}", StringComparison.Ordinal))).Length + 1);
            await connection.Answer("""{"media_id":"1"}""");
        });
        using var caller = await _relay.Connect();

        await caller.Begin("POST", "/api/accounts/shop/proxy/cgi-bin/media/upload", "x"u8.ToArray(), $"Content-Length: {Long}", "Content-Type: application/octet-stream");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await caller.Send(new byte[Long - 1]);

        Assert.Equal("""{"media_id":"1"}""", (await caller.Receive()).Text);
    }

    [Fact]
    public async Task The_caller_gets_the_first_bytes_of_an_answer_before_the_platform_sends_the_last()
    {
        var seen = new TaskCompletionSource();
        _platform.On("/cgi-bin/media/get", async (connection, _) =>
        {
            await connection.Send("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 10\r\n\r\n12345");
            await seen.Task;
            await connection.Send("67890");
        });

        var answer = await _relay.Proxied(HttpMethod.Get, "/cgi-bin/media/get");
        var stream = await answer.Content.ReadAsStreamAsync();
        var bytes = new byte[10];
        await stream.ReadExactlyAsync(bytes.AsMemory(0, 5));
        seen.SetResult();
        await stream.ReadExactlyAsync(bytes.AsMemory(5));

        Assert.Equal("1234567890"u8.ToArray(), bytes);
    }

    [Fact]
    public async Task A_caller_that_goes_away_ends_the_call_of_the_platform()
    {
        var ended = new TaskCompletionSource();
        _platform.On("/cgi-bin/x", async (connection, _) =>
        {
            await connection.UntilEnded();
            ended.SetResult();
        });
        using (var caller = await _relay.Connect())
        {
            await caller.Begin("GET", "/api/accounts/shop/proxy/cgi-bin/x", []);
            await _platform.Asked("/cgi-bin/x");
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task An_upload_that_its_caller_breaks_off_never_looks_complete_to_the_platform()
    {
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource<bool>());
        _platform.OnHead("/cgi-bin/media/upload", async (connection, request) =>
        {
            begun.SetResult();
            try
            {
                await connection.ReadBody(request.Head);
                ended.SetResult(true);
            }
            catch (System.Net.Sockets.SocketException)
            {
                ended.SetResult(false);
            }
        });
        using (var caller = await _relay.Connect())
        {
            await caller.Begin("POST", "/api/accounts/shop/proxy/cgi-bin/media/upload", [], "Transfer-Encoding: chunked");
            await caller.Send([.. System.Text.Encoding.ASCII.GetBytes(Long.ToString("X", CultureInfo.InvariantCulture) + "\r\n"), .. new byte[Long - 5]]);
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }

        Assert.False(await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Chunks_that_are_none_are_the_callers_fault()
    {
        using var caller = await _relay.Connect();
        await caller.Begin("POST", "/api/accounts/shop/proxy/cgi-bin/x", "zz\r\nabc\r\n"u8.ToArray(), "Transfer-Encoding: chunked");

        Assert.Equal(400, (await caller.Receive()).Status);
        Assert.Empty(_platform.CallsOf("/cgi-bin/x"));
    }

    [Fact]
    public async Task A_body_beyond_every_limit_is_refused_before_it_is_sent()
    {
        using var caller = await _relay.Connect();
        await caller.Begin("POST", "/api/accounts/shop/proxy/cgi-bin/x", [], $"Content-Length: {ProxyOptions.MaxBody + 1}");

        Assert.Equal(413, (await caller.Receive()).Status);
        Assert.Empty(_platform.CallsOf("/cgi-bin/x"));
    }
}
