using System.Globalization;
using System.Net;

namespace WeChatActors.Simulator.Tests;

public class HostileCallsTests
{
    private const string Path = "/cgi-bin/openapi/quota/get";

    [Fact]
    public async Task A_body_that_stops_halfway_ends_when_the_wall_says_so()
    {
        await using var lab = await ApiLab.Start_with();
        using var socket = await lab.Connect($"POST {Path} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{{\"half");
        await lab.Wall.SomebodyWaits();
        lab.Wall.Advance(ApiBody.Patience);
        var answer = await ApiLab.Read(socket);
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Matches("[06] bytes of the body came in 15 s, and no end", answer);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_leaves_halfway_leaves_nothing_behind()
    {
        await using var lab = await ApiLab.Start_with();
        var socket = await lab.Connect($"POST {Path} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{{\"half");
        await lab.Wall.SomebodyWaits();
        socket.Dispose();
        await lab.Wall.SomebodyWaitsNoMore();
        Assert.Equal(40066, await lab.GetCode("/nothing"));
        Assert.Equal(0, lab.Wall.Time.Armed);
    }

    [Theory]
    [InlineData("zz\r\ngarbage")]
    [InlineData("FFFFFFFFFFFFFFFF\r\nx\r\n")]
    [InlineData("5\r\nabcdeXX")]
    public async Task Broken_chunks_are_refused_and_the_connection_ends(string chunks)
    {
        await using var lab = await ApiLab.Start_with();
        var answer = await lab.Raw($"POST {Path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Equal(40066, await lab.GetCode("/nothing"));
    }

    [Fact]
    public async Task A_JSON_body_above_a_mebibyte_is_refused_announced_or_not()
    {
        await using var lab = await ApiLab.Start_with();
        var path = $"{Path}?access_token={await lab.Token()}";
        Assert.Equal(45002, await lab.PostCode(path, new string(' ', ApiBody.JsonLimit + 1)));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, new Uri(lab.Base, path)) { Content = new ByteArrayContent(new byte[ApiBody.JsonLimit + 1]) };
        chunked.Headers.TransferEncodingChunked = true;
        using var answer = await lab.Http.SendAsync(chunked);
        Assert.Contains("the body is larger than 1048576 bytes", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(47001, await lab.PostCode(path, new string(' ', ApiBody.JsonLimit)));
    }

    [Fact]
    public async Task A_multipart_body_above_its_limit_is_refused_before_it_is_read()
    {
        await using var lab = await ApiLab.Start_with();
        var announced = ApiBody.MultipartLimit + 1;
        var answer = await lab.Raw(string.Create(CultureInfo.InvariantCulture,
            $"POST {Path} HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {announced}\r\n\r\n"));
        Assert.Contains("\"errcode\":45001", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_parameters_that_come_twice_the_first_counts()
    {
        await using var lab = await ApiLab.Start_with();
        var token = await lab.Token();
        Assert.Equal(0, await lab.GetCode($"/cgi-bin/getcallbackip?access_token={token}&access_token=bad"));
        Assert.Equal(40014, await lab.GetCode($"/cgi-bin/getcallbackip?access_token=bad&access_token={token}"));
        Assert.Equal(0, await lab.PostCode($"{Path}?access_token={token}", """{"cgi_path":"/nothing","cgi_path":"/cgi-bin/token"}"""));
    }

    [Fact]
    public async Task A_query_without_end_is_refused_and_the_next_call_is_served()
    {
        await using var lab = await ApiLab.Start_with();
        using var answer = await lab.Http.GetAsync(new Uri(lab.Base, "/cgi-bin/token?appid=" + new string('a', 60_000)));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
        Assert.Equal(40066, await lab.GetCode("/" + new string('a', 7000)));
        Assert.Equal(40014, await lab.GetCode("/cgi-bin/getcallbackip?access_token=" + new string('a', 7000)));
    }

    [Theory]
    [InlineData("%00%ff%c3%28=1&access_token=%ff%fe")]
    [InlineData("&&&===&=&access_token")]
    [InlineData("access_token=a;b=c&%")]
    public async Task Strange_queries_are_answered(string query)
    {
        await using var lab = await ApiLab.Start_with();
        Assert.Contains(await lab.GetCode("/cgi-bin/getcallbackip?" + query), (int[])[40014, 41001]);
    }

    [Theory]
    [InlineData("PUT", 43002)]
    [InlineData("DELETE", 43002)]
    [InlineData("OPTIONS", 43002)]
    public async Task Other_methods_are_wrong_methods(string method, int code)
    {
        await using var lab = await ApiLab.Start_with();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(lab.Base, Path));
        using var answer = await lab.Http.SendAsync(request);
        Assert.Contains($"\"errcode\":{code}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_character_in_a_path_stays_out_of_the_one_line_of_the_errmsg()
    {
        await using var lab = await ApiLab.Start_with();
        var words = (await lab.Get("/cgi-bin/a%0d%0ab")).GetProperty("errmsg").GetString()!;
        Assert.DoesNotContain(words, char.IsControl);
    }
}
