using System.IO.Compression;
using System.Text;
using WeChatActors.Rules;

namespace WeChatActors.Engine.Tests.Calls;

public class HttpCallTests
{
    [Fact]
    public async Task A_request_is_sent_as_the_rule_says()
    {
        await using var server = RawServer.Answering("""{"state": "已发货", "items": [1, 2.5]}""", headers: "Content-Type: application/json\r\n");
        await using var lab = CallLab.For(server.Root);

        var result = await lab.Call(CallLab.Order("POST", new Uri(server.Root, "/orders/1?q=书&n=%2F"), """{"no": "七"}""", "application/json; charset=utf-8", ("X-Shop", "晨光"), ("User-Agent", "shop/1"), ("Content-Language", "zh")));

        Assert.Equal(Value.Map([new("ok", true), new("status", 200), new("error", Value.Null), new("body", Value.Map([new("state", "已发货"), new("items", Value.List(1, 2.5m))]))]), result);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/orders/1?q=%E4%B9%A6&n=%2F", """{"no": "七"}"""), (request.Method, request.Target, request.Body));
        Assert.Equal(("application/json; charset=utf-8", "shop/1", "zh"), (request.Header("Content-Type"), request.Header("User-Agent"), request.Header("Content-Language")));
        // Six bytes of UTF-8, each of which the test's server reads as one character.
        Assert.Equal(6, request.Header("X-Shop")!.Length);
        Assert.Equal(("HTTP/1.1", null, null, null, null), (request.Head.Split("\r\n")[0].Split(' ')[2], request.Header("Idempotency-Key"), request.Header("Cookie"), request.Header("Authorization"), request.Header("traceparent")));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_request_without_body_says_that_it_has_none(string method)
    {
        await using var server = RawServer.Answering("");
        await using var lab = CallLab.For(server.Root);

        var result = await lab.Call(CallLab.Order(method, server.Root));

        Assert.Equal((true, true), (result["ok"].AsBool, result["body"].IsNull));
        Assert.Equal("0", Assert.Single(server.Requests).Header("Content-Length"));
    }

    [Theory]
    [InlineData("""{"a": 1}""", "application/json", "{\"a\":1}")]
    [InlineData("""  {"a": 1}""", "text/html; charset=utf-8", "{\"a\":1}")]
    [InlineData("[1]", null, "[1]")]
    [InlineData("17", "application/json", "17")]
    [InlineData("null", "application/problem+json", "null")]
    [InlineData("17", "text/plain", "\"17\"")]
    [InlineData("{not json}", "text/plain", "\"{not json}\"")]
    [InlineData("", "application/json", "null")]
    [InlineData("""{"a": "\ud83d", "b": "\ud83d\ude00", "c": "\\ud83d", "\udc00": "\n\""}""", "application/json", """{"a":"�","b":"😀","c":"\\ud83d","�":"\n\""}""")]
    [InlineData("\uFEFF[1]", "application/json", "[1]")]
    public async Task JSON_is_read_as_values_and_all_else_as_text(string body, string? type, string expected)
    {
        await using var server = RawServer.Answering(body, headers: type is null ? "" : $"Content-Type: {type}\r\n");
        await using var lab = CallLab.For(server.Root);

        var result = await lab.Call(CallLab.Get(server.Root));

        Assert.True(result["ok"].AsBool);
        Assert.Equal(Json(expected), result["body"]);
    }

    [Theory]
    [InlineData("{\"a\": ")]
    [InlineData("<html>busy</html>")]
    [InlineData("{\"a\": \"b")]
    public async Task What_is_called_JSON_and_is_none_is_an_error_with_its_text(string body)
    {
        await using var server = RawServer.Answering(body, headers: "Content-Type: application/json\r\n");
        await using var lab = CallLab.For(server.Root);

        var result = await lab.Fails(CallError.BadJson, CallLab.Get(server.Root));

        Assert.Equal((200, body), (result["status"].AsNumber, result["body"].AsText));
    }

    [Theory]
    [InlineData("你好", "utf-8", null)]
    [InlineData("你好", "utf-8", "iso-8859-1")] // what servlets say that do not know better
    [InlineData("你好", "gbk", "gbk")]
    [InlineData("你好", "gbk", "\"GB2312\"")]
    [InlineData("你好", "gbk", null)]
    [InlineData("你好", "gbk", "nonsense")]
    [InlineData("你好", "utf-16", "utf-16")]
    [InlineData("hello", "utf-16", "utf-16")]
    [InlineData("Grüße", "iso-8859-1", "iso-8859-1")]
    [InlineData("你好", "big5", "big5")]
    public async Task Text_is_read_in_its_encoding(string text, string encoding, string? said)
    {
        var bytes = (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding)).GetBytes(text);
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(bytes, headers: said is null ? "Content-Type: text/plain\r\n" : $"Content-Type: text/plain; charset={said}\r\n");
        });
        await using var lab = CallLab.For(server.Root);

        Assert.Equal(text, (await lab.Call(CallLab.Get(server.Root)))["body"].AsText);
    }

    [Theory]
    [InlineData(201, true, null)]
    [InlineData(400, false, CallError.Status)]
    [InlineData(404, false, CallError.Status)]
    [InlineData(500, false, CallError.Status)]
    public async Task Only_a_status_of_success_is_ok_and_the_body_is_kept(int status, bool ok, string? error)
    {
        await using var server = RawServer.Answering("""{"why": "x"}""", status, "Content-Type: application/json\r\n");
        await using var lab = CallLab.For(server.Root);

        var result = await lab.Call(CallLab.Get(server.Root));

        Assert.Equal((ok, status, error, "x"), (result["ok"].AsBool, (int)result["status"].AsNumber!, result["error"].AsText, result["body"]["why"].AsText));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var inside = RawServer.Answering("secret");
        await using var server = RawServer.Answering("", status, $"Location: {inside.Root}\r\n");
        await using var lab = CallLab.For(server.Root);

        var result = await lab.Fails(CallError.Redirect, CallLab.Get(server.Root));

        Assert.Equal((status, true), ((int)result["status"].AsNumber!, result["body"].IsNull));
        Assert.Equal(0, inside.Connections);
    }

    [Theory]
    [InlineData(2048, null)]
    [InlineData(2049, CallError.TooLarge)]
    [InlineData(5_000_000, CallError.TooLarge)]
    public async Task An_answer_may_be_so_long_and_not_a_byte_longer(int bytes, string? error)
    {
        await using var announced = RawServer.Answering(new string('x', bytes));
        await using var chunked = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{bytes:x}\r\n{new string('x', bytes)}\r\n0\r\n\r\n");
        });
        foreach (var server in (RawServer[])[announced, chunked])
        {
            await using var lab = CallLab.For(server.Root, new CallOptions { MaxBytes = 2048 });

            var result = await lab.Call(CallLab.Get(server.Root));

            Assert.Equal((error, 200), (result["error"].AsText, (int)result["status"].AsNumber!));
            if (error is null) Assert.Equal(bytes, result["body"].AsText!.Length);
        }
    }

    [Fact]
    public async Task What_is_packed_is_counted_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(new byte[20_000_000]);
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Answer(packed.ToArray(), headers: "Content-Encoding: gzip\r\n");
        });
        Assert.True(packed.Length < 100_000);
        await using var lab = CallLab.For(server.Root);

        await lab.Fails(CallError.TooLarge, CallLab.Get(server.Root));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task What_only_claims_to_be_packed_is_an_error(string encoding)
    {
        await using var server = RawServer.Answering("this is not packed at all", headers: $"Content-Encoding: {encoding}\r\n");
        await using var lab = CallLab.For(server.Root);

        await lab.Fails(CallError.BadAnswer, CallLab.Get(server.Root));
    }

    [Fact]
    public async Task No_cookie_is_kept()
    {
        await using var server = RawServer.Answering("", headers: "Set-Cookie: s=1\r\n");
        await using var lab = CallLab.For(server.Root);

        await lab.Call(CallLab.Get(server.Root));
        await lab.Call(CallLab.Get(server.Root));

        Assert.All(server.Requests, request => Assert.Null(request.Header("Cookie")));
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("content-length", "3")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Connection", "close")]
    [InlineData("Idempotency-Key", "mine")]
    [InlineData("X-A", "b\r\nX-C: d")]
    [InlineData("X-A", "b\nc")]
    [InlineData("X-A", "b\0")]
    [InlineData("X A", "b")]
    [InlineData("X-A:", "b")]
    [InlineData("", "b")]
    public async Task A_header_that_is_not_a_rules_to_set_sends_nothing(string name, string value)
    {
        await using var server = RawServer.Answering("never");
        await using var lab = CallLab.For(server.Root);

        await lab.Fails(CallError.BadHeader, CallLab.Order("GET", server.Root, null, null, (name, value)));

        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task What_stands_in_the_way_has_a_name()
    {
        Uri gone;
        await using (var server = RawServer.Answering("")) gone = server.Root;
        await using var lab = new CallLab(new CallOptions { AllowHosts = [AllowedHost.Read(gone.Authority)!, AllowedHost.Read("shop.example")!] });

        Assert.True((await lab.Fails(CallError.Refused, CallLab.Get(gone)))["status"].IsNull);
        await lab.Fails(CallError.Dns, CallLab.Get(new Uri("https://shop.example/")));
        Assert.Equal((1, 1), (lab.Runner.Counters.Ended(gone.Authority, CallError.Refused), lab.Runner.Counters.Ended("shop.example", CallError.Dns)));
    }

    [Theory]
    [InlineData("", CallError.Broken)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", CallError.Broken)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", CallError.Broken)]
    [InlineData("220 mail.example ESMTP\r\n", CallError.BadAnswer)]
    public async Task What_is_no_whole_answer_has_a_name(string sent, string error)
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequest();
            await connection.Send(sent);
        });
        await using var lab = CallLab.For(server.Root);

        await lab.Fails(error, CallLab.Get(server.Root));
    }

    [Fact]
    public async Task Without_TLS_at_the_other_side_there_is_no_connection()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadSome();
            await connection.Send("HTTP/1.1 400 Bad Request\r\n\r\n");
        });
        await using var lab = CallLab.For(server.Root);

        await lab.Fails(CallError.Tls, CallLab.Get(new Uri($"https://{server.Root.Authority}/")));
    }

    private static Value Json(string text)
    {
        Assert.True(LooseJson.TryRead(text, out var value));
        return value;
    }
}
