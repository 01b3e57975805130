using System.Net.Http.Headers;

namespace WeChatActors.Server.Tests;

public sealed class ProxyRetryTests
{
    private const string Bad = """{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest"}""";

    [Fact]
    public async Task A_call_whose_token_died_is_made_once_more_and_its_caller_sees_nothing_of_it()
    {
        await using var platform = Relay.Platform("TOKEN-1", "TOKEN-2").On("/cgi-bin/menu/create", Bad, """{"errcode":0,"errmsg":"ok"}""");
        await using var relay = await Relay.Start(platform.Api, section: "proxy: {replay_bytes: 40}");

        var answer = await relay.Proxied(HttpMethod.Post, "/cgi-bin/menu/create?x=1", new ByteArrayContent(new byte[40]));

        Assert.Equal("""{"errcode":0,"errmsg":"ok"}""", await answer.Content.ReadAsStringAsync());
        var calls = platform.CallsOf("/cgi-bin/menu/create");
        Assert.Equal(2, calls.Count);
        Assert.NotEqual(calls[0].Query, calls[1].Query);
        Assert.All(calls, call => Assert.Equal((40L, "40"), (call.Length, call.Header("Content-Length"))));
        Assert.EndsWith("&x=1", calls[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_chunks_is_held_as_well()
    {
        await using var platform = Relay.Platform("TOKEN-1", "TOKEN-2").On("/cgi-bin/menu/create", Bad, """{"errcode":0}""");
        await using var relay = await Relay.Start(platform.Api);
        using var connection = await relay.Connect();

        await connection.Begin("POST", "/api/accounts/shop/proxy/cgi-bin/menu/create", "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"u8.ToArray(), "Transfer-Encoding: chunked", "Content-Type: text/plain");

        Assert.Equal("""{"errcode":0}""", (await connection.Receive()).Text);
        Assert.All(platform.CallsOf("/cgi-bin/menu/create"), call => Assert.Equal(("abcdefg", "7"), (call.Body, call.Header("Content-Length"))));
    }

    [Fact]
    public async Task A_second_refusal_is_passed_on()
    {
        await using var platform = Relay.Platform("TOKEN-1", "TOKEN-2").On("/cgi-bin/menu/create", Bad);
        await using var relay = await Relay.Start(platform.Api);

        var answer = await relay.Proxied(HttpMethod.Post, "/cgi-bin/menu/create", new StringContent("{}"));

        Assert.Equal(Bad, await answer.Content.ReadAsStringAsync());
        Assert.Equal(2, platform.CallsOf("/cgi-bin/menu/create").Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_too_long_to_be_held_is_sent_once_and_the_token_replaced_for_the_next_call(bool chunked)
    {
        await using var platform = Relay.Platform("TOKEN-1", "TOKEN-2").On("/cgi-bin/media/upload", Bad).On("/cgi-bin/x", """{"errcode":0}""");
        await using var relay = await Relay.Start(platform.Api, section: "proxy: {replay_bytes: 40}");
        var body = new ByteArrayContent([.. Enumerable.Range(0, 100_000).Select(i => (byte)i)]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/shop/proxy/cgi-bin/media/upload") { Content = body };
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await relay.Http.SendAsync(request);

        Assert.Equal(Bad, await answer.Content.ReadAsStringAsync());
        Assert.Equal(100_000, Assert.Single(platform.CallsOf("/cgi-bin/media/upload")).Length);
        await relay.Proxied(HttpMethod.Get, "/cgi-bin/x");
        Assert.Equal("access_token=TOKEN-2", Assert.Single(platform.CallsOf("/cgi-bin/x")).Query);
    }

    [Fact]
    public async Task What_may_have_been_done_already_is_not_sent_again()
    {
        await using var platform = Relay.Platform("TOKEN-1").On("/cgi-bin/message/custom/send", ScriptedPlatform.Reset());
        await using var relay = await Relay.Start(platform.Api);

        var answer = await relay.Proxied(HttpMethod.Post, "/cgi-bin/message/custom/send", new StringContent("{}"));

        Assert.Equal(502, (int)answer.StatusCode);
        Assert.Equal("unknown", (await Relay.Json(answer)).GetProperty("outcome").GetString());
        Assert.Single(platform.CallsOf("/cgi-bin/message/custom/send"));
    }
}
