using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace WeChatActors.Server.Tests.Admin;

public sealed class AccountEventsTests : IAsyncLifetime
{
    private const string Path = "/api/accounts/plain/events";

    private Edge _edge = null!;

    public async Task InitializeAsync() => _edge = await Edge.Start();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task A_mass_send_s_result_is_summed_up()
    {
        await Push("MASSSENDJOBFINISH", "<MsgID>1000001625</MsgID><Status><![CDATA[send success]]></Status><TotalCount>100</TotalCount><FilterCount>80</FilterCount><SentCount>75</SentCount><ErrorCount>5</ErrorCount>");

        var (kind, summary) = Assert.Single(await List());

        Assert.Equal(("MASSSENDJOBFINISH", "the mass send 1000001625 ended: sent to 75 of 100, 5 failed, 20 filtered out."), (kind, summary));
        Assert.DoesNotContain(_edge.Log.Lines, line => line.Level == LogLevel.Error);
    }

    [Theory]
    [InlineData("MASSSENDJOBFINISH", "<MsgID>7</MsgID><Status><![CDATA[err(10001)]]></Status><TotalCount>10</TotalCount><FilterCount>10</FilterCount><SentCount>0</SentCount><ErrorCount>10</ErrorCount>", "failed (err(10001))")]
    [InlineData("verify_expired", "<ExpiredTime>1763600600</ExpiredTime>", "the verification expired 2025-11-20")]
    [InlineData("annual_renew", "<ExpiredTime>1763600600</ExpiredTime>", "the verification expires 2025-11-20")]
    [InlineData("qualification_verify_fail", "<FailTime>1763600600</FailTime><FailReason><![CDATA[by time]]></FailReason>", "the verification failed: by time")]
    [InlineData("card_sku_remind", "<CardId><![CDATA[c]]></CardId><Detail><![CDATA[d]]></Detail>", "running out of stock")]
    public async Task What_needs_somebody_to_act_is_an_urgent_line(string name, string fields, string says)
    {
        await Push(name, fields);

        Assert.Contains(says, Assert.Single(await List()).Summary, StringComparison.Ordinal);
        var line = Assert.Single(_edge.Log.Lines, line => line.Level == LogLevel.Error).Text;
        Assert.StartsWith($"plain: WeChat reports {name}: ", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_listed_newest_first_by_kind_and_page()
    {
        for (var i = 0; i < 5; i++)
        {
            await Push("qualification_verify_success", "<ExpiredTime>1763600600</ExpiredTime>", i);
            await Push("wx_verify_dispatch", "", i);
        }

        Assert.Equal(10, (await List()).Count);
        Assert.Equal("wx_verify_dispatch", (await List())[0].Kind);
        Assert.All(await List("?kind=wx_verify_dispatch"), one => Assert.Equal(("wx_verify_dispatch", null), one));
        Assert.Equal(5, (await List("?kind=qualification_verify_success")).Count);
        Assert.Empty(await List("?kind=qualification"));
        Assert.Empty(await List("?kind=%25"));
        Assert.Empty(await List("?kind='%20OR%201=1"));
        var page = await Get("?limit=4");
        Assert.Equal(4, (await List($"?limit=4&before={page.GetProperty("next").GetInt64()}")).Count);
        Assert.Empty((await Get("?limit=4&before=1")).GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task A_hostile_event_forges_no_line()
    {
        await Push("qualification_verify_fail", $"<FailReason><![CDATA[x\n[ERR] all is lost {new string('y', 2000)}]]></FailReason>");

        Assert.All(_edge.Log.Lines, line => Assert.DoesNotContain("\n[ERR]", line.Text, StringComparison.Ordinal));
        Assert.InRange(Assert.Single(await List()).Summary!.Length, 1, 240);
    }

    [Theory]
    [InlineData("/api/accounts/shop/events", 404)]
    [InlineData(Path + "?limit=0", 400)]
    [InlineData(Path + "?before=last", 400)]
    [InlineData(Path + "?kind=", 400)]
    public async Task A_question_without_an_answer_is_refused(string path, int status) => Assert.Equal(status, (int)(await _edge.Admin.GetAsync(path)).StatusCode);

    private async Task Push(string name, string fields, int second = 0)
    {
        var xml = $"<xml><ToUserName><![CDATA[{PacketXml.Account}]]></ToUserName><FromUserName><![CDATA[oFromUser]]></FromUserName><CreateTime>{1763600600 + second}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{name}]]></Event>{fields}</xml>";
        var answer = await _edge.Post("plain", new Delivery(Edge.Credentials.Query(_edge.Seconds, "1"), Encoding.UTF8.GetBytes(xml)));
        Assert.Equal((200, "success"), (answer.Status, answer.Text));
    }

    private async Task<List<(string Kind, string? Summary)>> List(string query = "") =>
        [.. (await Get(query)).GetProperty("events").EnumerateArray().Select(one => (one.GetProperty("kind").GetString()!, one.GetProperty("summary").GetString()))];

    private async Task<JsonElement> Get(string query)
    {
        using var answer = await _edge.Admin.GetAsync(Path + query);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
