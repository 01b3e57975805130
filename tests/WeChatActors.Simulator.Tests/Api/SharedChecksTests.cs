using System.Net;
using System.Text;

namespace WeChatActors.Simulator.Tests;

public class SharedChecksTests
{
    private static ApiTable Table(string path)
    {
        var table = new ApiTable();
        TokensApi.Register(table);
        table.Post(path, _ => ApiAnswer.Done);
        return table;
    }

    [Fact]
    public async Task An_unknown_path_is_an_errcode_with_status_200()
    {
        await using var lab = await ApiLab.Start_with();
        using var answer = await lab.Http.GetAsync(new Uri(lab.Base, "/cgi-bin/nothing/here"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json; encoding=utf-8", answer.Content.Headers.GetValues("Content-Type").Single());
        Assert.Matches("^\\{\"errcode\":40066,\"errmsg\":\"invalid url: WeChat has nothing at /cgi-bin/nothing/here rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}\"\\}$",
            await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public void An_errmsg_does_not_repeat_a_megabyte_of_what_was_sent()
    {
        var written = ApiWriter.Write(ApiAnswer.Fail(40035, new string('x', 1_000_000)), 200, () => "rid");
        Assert.Equal("{\"errcode\":40035,\"errmsg\":\"invalid parameter: " + new string('x', 1000) + "... rid: rid\"}", written.Text);
    }

    [Fact]
    public async Task What_only_WeChat_has_is_told_from_what_nobody_has()
    {
        await using var lab = await ApiLab.Start_with();
        var answer = await lab.Post("/card/invoice/setbizattr?action=get_contact", "{}");

        Assert.Equal(Errcodes.NotModelled, ApiLab.Code(answer));
        Assert.Contains("POST /card/invoice/setbizattr?action=set_pay_mch (setPayMch) exists at WeChat only", answer.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
        Assert.Equal(Errcodes.NotModelled, await lab.GetCode("/v3/pay/transactions/id/4200001"));
    }

    [Theory]
    [InlineData("api.weixin.qq.com")]
    [InlineData("mp.weixin.qq.com")]
    [InlineData("open.weixin.qq.com")]
    [InlineData("")]
    public async Task The_name_of_the_host_does_not_matter(string host)
    {
        await using var lab = await ApiLab.Start_with();
        Assert.Contains("\"errcode\":41001", await lab.Raw($"GET /cgi-bin/getcallbackip HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wrong_method_is_refused_both_ways()
    {
        await using var lab = await ApiLab.Start_with();
        Assert.Equal(43001, await lab.PostCode("/cgi-bin/token", "{}"));
        Assert.Equal(43002, await lab.GetCode("/cgi-bin/stable_token"));
    }

    [Fact]
    public async Task A_token_is_missing_malformed_unknown_superseded_or_expired()
    {
        await using var lab = await ApiLab.Start_with();
        const string Path = "/cgi-bin/getcallbackip";
        Assert.Equal(41001, await lab.GetCode(Path));
        Assert.Equal(41001, await lab.GetCode(Path + "?access_token="));
        Assert.Equal(40014, await lab.GetCode(Path + "?access_token=short"));
        Assert.Equal(40014, await lab.GetCode(Path + "?access_token=" + new string('a', 100) + "%20"));
        Assert.Equal(40001, await lab.GetCode(Path + "?access_token=" + new string('a', 136)));

        var first = await lab.Token();
        var second = await lab.Token();
        Assert.Equal(0, await lab.GetCode($"{Path}?access_token={first}"));
        lab.Clock.Advance(AccessToken.Overlap);
        Assert.Equal(40001, await lab.GetCode($"{Path}?access_token={first}"));
        Assert.Equal(0, await lab.GetCode($"{Path}?access_token={second}"));
        lab.Clock.Advance(AccessToken.Lifetime - AccessToken.Overlap);
        Assert.Equal(42001, await lab.GetCode($"{Path}?access_token={second}"));
    }

    [Fact]
    public async Task A_body_is_empty_or_no_JSON_object_or_not_UTF_8()
    {
        await using var lab = await ApiLab.Start_with();
        var path = "/cgi-bin/openapi/quota/get?access_token=" + await lab.Token();
        Assert.Equal(44002, await lab.PostCode(path, ""));
        foreach (var body in (string[])["{", "[]", "1", "not json", "{\"cgi_path\":\"\\ud800\"}", "\uFEFF{}", new string('[', 200)])
            Assert.Equal(47001, await lab.PostCode(path, body));
        var gbk = new ByteArrayContent([.. "{\"cgi_path\":\""u8, 0xC4, 0xE3, .. "\"}"u8]);
        Assert.Equal(47001, ApiLab.Code(await lab.Post(path, gbk)));
    }

    [Theory]
    [InlineData("""{"name":"\u4f60\u597d"}""", 40033)]
    [InlineData("""{"name":"a\u0026b"}""", 0)]
    [InlineData("""{"name":"a\\u4f60"}""", 0)]
    [InlineData("""{"name":"你好"}""", 0)]
    public void Text_written_as_escapes_is_recognised(string body, int code) =>
        Assert.Equal(code != 0, WeChatJson.EscapesText(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task A_menu_with_escaped_text_is_refused()
    {
        await using var lab = await ApiLab.Start_with(Table("/cgi-bin/menu/create"));
        var path = "/cgi-bin/menu/create?access_token=" + await lab.Token();
        Assert.Equal(40033, await lab.PostCode(path, """{"button":[{"name":"\u4f60","type":"click","key":"A"}]}"""));
    }

    [Theory]
    [InlineData(AccountKind.Service, 0)]
    [InlineData(AccountKind.Test, 0)]
    [InlineData(AccountKind.Subscription, 48001)]
    [InlineData(AccountKind.Unverified, 48001)]
    public async Task The_kind_of_the_account_decides_what_it_may_call(AccountKind kind, int code)
    {
        await using var lab = await ApiLab.Start_with(Table("/cgi-bin/shorturl"), ApiLab.Demo with { Kind = kind });
        Assert.Equal(code, await lab.PostCode("/cgi-bin/shorturl?access_token=" + await lab.Token(), """{"action":"x"}"""));
    }

    [Fact]
    public async Task The_day_s_calls_end_at_their_number_and_begin_again_at_midnight_in_Shanghai()
    {
        await using var lab = await ApiLab.Start_with(Table("/cgi-bin/shorturl"), ApiLab.Demo with { Kind = AccountKind.Test });
        var path = "/cgi-bin/shorturl?access_token=";
        var token = await lab.Token();
        for (var i = 0; i < 100; i++) Assert.Equal(0, await lab.PostCode(path + token, "{}"));
        Assert.Equal(45009, await lab.PostCode(path + token, "{}"));

        lab.Clock.Advance(TimeSpan.FromHours(14) - TimeSpan.FromSeconds(1));
        token = await lab.Token();
        Assert.Equal(45009, await lab.PostCode(path + token, "{}"));
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await lab.PostCode(path + token, "{}"));
    }

    [Fact]
    public async Task A_handler_that_fails_is_a_bug_of_ours_and_says_so()
    {
        var table = ApiTable.Standard();
        table.Get("/cgi-bin/broken", _ => throw new InvalidOperationException("Secret details."));
        await using var lab = await ApiLab.Start_with(table);
        var answer = await lab.Get("/cgi-bin/broken?access_token=" + await lab.Token());
        Assert.Equal(-1, ApiLab.Code(answer));
        Assert.DoesNotContain("details.", answer.GetProperty("errmsg").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_write_Chinese_and_emoji_as_they_are()
    {
        var table = ApiTable.Standard();
        table.Get("/cgi-bin/words", _ => ApiAnswer.DoneWith("words", "小明😀<&>\"\\\u0001\\ud83d"));
        await using var lab = await ApiLab.Start_with(table);
        var text = await lab.Http.GetStringAsync(new Uri(lab.Base, "/cgi-bin/words?access_token=" + await lab.Token()));
        Assert.Equal("""{"errcode":0,"errmsg":"ok","words":"小明😀<&>\"\\\u0001\\ud83d"}""", text);
    }
}
