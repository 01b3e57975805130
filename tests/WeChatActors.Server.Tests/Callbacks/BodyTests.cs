using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Server.Tests.Callbacks;

public sealed class BodyTests : IAsyncLifetime
{
    private const int Largest = 64 * 1024;

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    private string Target => $"/wechat/plain?{Edge.Credentials.Query(_edge.Seconds, "1284470336")}";

    [Theory]
    [InlineData(Largest, 200)]
    [InlineData(Largest + 1, 413)]
    public async Task The_largest_body_is_read_and_one_byte_more_is_not(int size, int status)
    {
        var answer = await _edge.Post("plain", new Delivery(Edge.Credentials.Query(_edge.Seconds, "1"), Padded(size)));

        Assert.Equal(status, answer.Status);
        AssertNoErrors();
    }

    [Theory]
    [InlineData(Largest, 200)]
    [InlineData(Largest + 1, 413)]
    [InlineData(Largest + 2, 413)]
    [InlineData(Largest + 5000, 413)]
    public async Task The_limit_holds_for_chunks_too(int size, int status)
    {
        using var connection = await _edge.Connect();

        await connection.Begin("POST", Target, Chunk(Padded(size)), "Transfer-Encoding: chunked");
        if (status == 200) await connection.Send("0\r\n\r\n"u8.ToArray());

        Assert.Equal(status, (await connection.Receive()).Status);
        AssertNoErrors();
    }

    [Fact]
    public async Task Five_megabytes_are_refused_by_their_announcement()
    {
        using var connection = await _edge.Connect();

        await connection.Begin("POST", Target, [], $"Content-Length: {5 * 1024 * 1024}");
        var answer = await connection.Receive();

        Assert.Equal((413, "", "close"), (answer.Status, answer.Text, answer.Headers["Connection"]));
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
        Assert.Equal(1, await _edge.Metric("wechatactors_refused_total{fault=\"TooLarge\"}"));
    }

    [Fact]
    public async Task Five_megabytes_in_chunks_are_refused_when_they_pass_the_limit()
    {
        using var connection = await _edge.Connect();
        await connection.Begin("POST", Target, [], "Transfer-Encoding: chunked");
        var sending = SendAll(connection, Chunk(new byte[16 * 1024]), times: 320);

        Assert.Equal(413, (await connection.Receive()).Status);
        await sending;
        Assert.Equal(1, await _edge.Metric("wechatactors_refused_total{fault=\"TooLarge\"}"));
        AssertNoErrors();
    }

    [Fact]
    public async Task A_body_may_come_in_small_pieces()
    {
        var body = _edge.Text("oAnn", "你好", 1).Body;
        using var connection = await _edge.Connect();
        await connection.Begin("POST", Target, [], $"Content-Length: {body.Length}");
        foreach (var piece in body.Chunk(7)) await connection.Send(piece);

        Assert.Equal("1: 你好", (await connection.Receive()).ReplyText());
    }

    [Fact]
    public async Task A_slow_body_is_given_up_after_four_seconds_and_not_a_tick_before()
    {
        var body = _edge.Text("oAnn", "你好", 1).Body;
        using var connection = await _edge.Connect();
        await connection.Begin("POST", Target, body[..100], $"Content-Length: {body.Length}");
        await Edge.Until(() => _edge.Time.IsDueIn(TimeSpan.FromSeconds(4)));

        _edge.Time.Advance(TimeSpan.FromSeconds(4) - VirtualTime.OneTick);
        var ended = connection.HasEnded();
        Assert.Equal(0, await _edge.Metric("wechatactors_refused_total{fault=\"slow-body\"}"));
        Assert.False(ended.IsCompleted);

        _edge.Time.Advance(VirtualTime.OneTick);
        Assert.True(await ended.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(1, await _edge.Metric("wechatactors_refused_total{fault=\"slow-body\"}"));
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
        AssertNoErrors();
    }

    [Theory]
    [InlineData("Content-Length: 500")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_that_breaks_off_wakes_nobody_and_is_not_acknowledged(string framing)
    {
        using (var connection = await _edge.Connect())
        {
            var whole = _edge.Text("oAnn", "你好", 1).Body;
            await connection.Begin("POST", Target, framing.StartsWith('C') ? whole : Chunk(whole), framing);
            connection.EndSending();
            try
            {
                Assert.Equal(400, (await connection.Receive()).Status);
            }
            catch (IOException)
            {
                // The connection just ended: no acknowledgement either.
            }
        }
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
        Assert.Equal("1: 你好", (await _edge.Post("plain", _edge.Text("oAnn", "你好", 1))).ReplyText());
        Assert.Equal(1, await _edge.Metric("wechatactors_refused_total{fault=\"broken-body\"}"));
        AssertNoErrors();
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("-5\r\nabc")]
    [InlineData("5\r\nabcdefgh")]
    public async Task Chunks_that_are_none_are_refused(string chunk)
    {
        using var connection = await _edge.Connect();
        await connection.Begin("POST", Target, Encoding.ASCII.GetBytes(chunk), "Transfer-Encoding: chunked");

        Assert.Equal(400, (await connection.Receive()).Status);
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
        AssertNoErrors();
    }

    [Fact]
    public async Task A_compressed_body_is_not_inflated()
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(Padded(5 * 1024 * 1024));
        using var connection = await _edge.Connect();
        await connection.Begin("POST", Target, packed.ToArray(), $"Content-Length: {packed.Length}", "Content-Encoding: gzip");

        var answer = await connection.Receive();

        Assert.Equal((200, "success"), (answer.Status, answer.Text)); // bytes that are no UTF-8
        Assert.Equal(0, _edge.Host.Conversations.Counters.Messages);
    }

    [Fact]
    public async Task A_flood_of_empty_elements_is_refused()
    {
        var body = Encoding.UTF8.GetBytes($"<xml>{string.Concat(Enumerable.Repeat("<a/>", 16_000))}</xml>");

        Assert.Equal(400, (await _edge.Post("plain", new Delivery(Edge.Credentials.Query(_edge.Seconds, "1"), body))).Status);
    }

    [Fact]
    public async Task A_connection_goes_on_after_a_refusal()
    {
        using var connection = await _edge.Connect();
        var good = _edge.Text("oAnn", "你好", 1);

        Assert.Equal(403, (await connection.Post("plain", good with { Query = "" })).Status);
        Assert.Equal(400, (await connection.Post("plain", good with { Body = good.Body[..60] })).Status);
        Assert.Equal("1: 你好", (await connection.Post("plain", good)).ReplyText());
    }

    private byte[] Padded(int size)
    {
        var body = new byte[size];
        body.AsSpan().Fill((byte)' ');
        _edge.Text("oAnn", "你好", 1).Body.CopyTo(body, 0);
        return body;
    }

    private static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private static async Task SendAll(PushConnection connection, byte[] bytes, int times)
    {
        try
        {
            for (var i = 0; i < times; i++) await connection.Send(bytes);
        }
        catch (IOException)
        {
            // The server closed: it need not take the rest.
        }
    }

    private void AssertNoErrors() => Assert.DoesNotContain(_edge.Log.Lines, line => line.Level >= LogLevel.Error);
}
