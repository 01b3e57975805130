using System.Net;
using System.Text;

namespace WeChatActors.Server.Tests;

public sealed class PassingTests : IAsyncLifetime
{
    private readonly ScriptedPlatform _platform = Relay.Platform("TOKEN-1");
    private Relay _relay = null!;

    public async Task InitializeAsync() => _relay = await Relay.Start(_platform.Api);

    public async Task DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task A_call_arrives_with_the_token_and_its_query_byte_by_byte()
    {
        _platform.On("/cgi-bin/user/info", """{"openid":"o1","remark":"小明"}""");
        using var connection = await _relay.Connect();

        var answer = await connection.Get("/api/accounts/shop/proxy/cgi-bin/user/info?b=%e4%BD%a0+%2B%zz&access%5Ftoken=THEIRS&&a=1&lang=%7Ezh|{}&x", "X-Odd: 1");

        Assert.Equal((200, """{"openid":"o1","remark":"小明"}"""), (answer.Status, answer.Text));
        var call = Assert.Single(_platform.CallsOf("/cgi-bin/user/info"));
        Assert.Equal("GET", call.Method);
        Assert.Equal("access_token=TOKEN-1&b=%e4%BD%a0+%2B%zz&&a=1&lang=%7Ezh|{}&x", call.Query);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("REPORT")]
    public async Task Every_method_passes_with_its_body(string method)
    {
        _platform.On("/wxa/any", """{"errcode":0,"errmsg":"ok"}""");
        const string Body = """{"button":[{"name":"菜单😀","x":"\u00e9"}]}""";

        var answer = await _relay.Proxied(new HttpMethod(method), "/wxa/any?x=1", new StringContent(Body, Encoding.UTF8, "application/json"));

        Assert.Equal("""{"errcode":0,"errmsg":"ok"}""", await answer.Content.ReadAsStringAsync());
        var call = Assert.Single(_platform.CallsOf("/wxa/any"));
        Assert.Equal((method, Body, "application/json; charset=utf-8"), (call.Method, call.Body, call.Header("Content-Type")));
    }

    [Fact]
    public async Task A_head_request_gets_the_head_alone()
    {
        _platform.On("/cgi-bin/file", ScriptedPlatform.Raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nContent-Type: image/png\r\n\r\n"));

        var answer = await _relay.Proxied(HttpMethod.Head, "/cgi-bin/file");

        Assert.Equal((HttpStatusCode.OK, 5000L), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.Equal("HEAD", Assert.Single(_platform.CallsOf("/cgi-bin/file")).Method);
    }

    [Fact]
    public async Task Only_the_headers_of_a_list_go_out()
    {
        _platform.On("/cgi-bin/x", """{"errcode":0}""");
        using var connection = await _relay.Connect();
        await connection.Begin(
            "POST", "/api/accounts/shop/proxy/cgi-bin/x", "{}"u8.ToArray(), "Content-Length: 2", "Content-Type: application/json;charset=UTF-8", "Accept: application/json", "Accept-Language: zh-CN",
            "Range: bytes=0-9", "If-None-Match: \"a\"", "Cookie: session=1", "Authorization: Bearer whatever-key", "X-Forwarded-For: 10.0.0.1", "Forwarded: for=10.0.0.1",
            "Accept-Encoding: gzip", "Connection: keep-alive, X-Hop", "X-Hop: 1", "TE: trailers", "Proxy-Authorization: Basic x", "Via: 1.1 x", "User-Agent: curl/8", "Referer: http://inside/", "X-Secret: 1",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Equal(200, (await connection.Receive()).Status);

        var head = Assert.Single(_platform.CallsOf("/cgi-bin/x")).Head.Split("\r\n").Skip(1).Order(StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            ["Accept-Language: zh-CN", "Accept: application/json", "Content-Length: 2", "Content-Type: application/json;charset=UTF-8", $"Host: {_platform.Api.Authority}",
             "If-None-Match: \"a\"", "Range: bytes=0-9"],
            head);
    }

    [Fact]
    public async Task Only_the_headers_of_a_list_come_back_and_names_of_files_as_they_were()
    {
        _platform.On("/cgi-bin/media/get", ScriptedPlatform.Raw(
            "HTTP/1.1 206 Partial Content\r\nServer: nginx\r\nSet-Cookie: id=1\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\nX-Powered-By: x\r\nContent-Type: image/jpeg\r\n" +
            "Content-Disposition: attachment; filename=\"照片.jpg\"\r\nContent-Range: bytes 0-3/9\r\nETag: \"e\"\r\nLast-Modified: Thu, 20 Nov 2025 01:00:00 GMT\r\n" +
            "Cache-Control: no-cache\r\nContent-Length: 4\r\n\r\nabcd"));
        using var connection = await _relay.Connect();

        var answer = await connection.Get("/api/accounts/shop/proxy/cgi-bin/media/get?media_id=1");

        Assert.Equal((206, "abcd"), (answer.Status, answer.Text));
        Assert.Equal(
            ["Cache-Control", "Content-Disposition", "Content-Length", "Content-Range", "Content-Type", "Date", "ETag", "Last-Modified"],
            answer.Headers.Keys.Order(StringComparer.Ordinal));
        var raw = await connection.Raw("/api/accounts/shop/proxy/cgi-bin/media/get?media_id=1");
        Assert.Contains("filename=\"照片.jpg\"", Encoding.UTF8.GetString(raw), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_errcode_comes_back_as_it_was_with_status_200()
    {
        _platform.On("/cgi-bin/menu/create", """{ "errcode" : 40033, "errmsg":"invalid charset. rid: 6543e1aa-0d2b6f4c-1f4b2c3d" }""");

        var answer = await _relay.Proxied(HttpMethod.Post, "/cgi-bin/menu/create", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{ "errcode" : 40033, "errmsg":"invalid charset. rid: 6543e1aa-0d2b6f4c-1f4b2c3d" }""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_user_level_call_keeps_its_own_token_and_gets_no_other()
    {
        _platform.On("/sns/userinfo", """{"openid":"o1"}""");

        await _relay.Proxied(HttpMethod.Get, "/sns/userinfo?access_token=OF-THE-USER&openid=o1&lang=zh_CN");

        Assert.Equal("access_token=OF-THE-USER&openid=o1&lang=zh_CN", Assert.Single(_platform.CallsOf("/sns/userinfo")).Query);
    }

    [Fact]
    public async Task A_picture_of_a_QR_code_is_asked_for_without_token()
    {
        _platform.On("/cgi-bin/showqrcode", ScriptedPlatform.Of([1, 2, 3], "image/jpg"));

        var answer = await _relay.Proxied(HttpMethod.Get, "/cgi-bin/showqrcode?ticket=T%3D%3d&access_token=x");

        Assert.Equal([1, 2, 3], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("ticket=T%3D%3d", Assert.Single(_platform.CallsOf("/cgi-bin/showqrcode")).Query);
    }
}
