using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class StaffTests
{
    private const string Anna = "anna@shop";

    private readonly HandlerBench _bench = new();

    public StaffTests() => Done(Agent("add", Anna, "Anna"));

    private Staff Staff => _bench.Account.Staff;

    [Fact]
    public async Task A_session_is_opened_and_closed_and_the_account_is_told()
    {
        var opened = Session("create", Anna);
        var packet = await _bench.Pushed(opened);
        Assert.Contains("<Event><![CDATA[kf_create_session]]></Event>", packet, StringComparison.Ordinal);
        Assert.Contains("<KfAccount><![CDATA[anna@shop]]></KfAccount>", packet, StringComparison.Ordinal);
        Assert.True(Staff.Takes(_bench.Ann, _bench.Now));
        Assert.Null(Session("create", Anna).After);
        Shape("staff/session", _bench.Get("/customservice/kfsession/getsession", ("openid", Id(_bench.Ann))));
        Shape("staff/sessions", _bench.Get("/customservice/kfsession/getsessionlist", ("kf_account", Anna)));
        Shape("staff/online", _bench.Get("/cgi-bin/customservice/getonlinekflist"));

        Assert.Contains("<Event><![CDATA[kf_close_session]]></Event>", await _bench.Pushed(Session("close", Anna)), StringComparison.Ordinal);
        Assert.False(Staff.Takes(_bench.Ann, _bench.Now));
        Shape("staff/session-none", _bench.Get("/customservice/kfsession/getsession", ("openid", Id(_bench.Ann))));
    }

    [Fact]
    public void A_session_that_nobody_closes_ends_after_half_an_hour()
    {
        Done(Session("create", Anna));
        _bench.Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.True(Staff.Takes(_bench.Ann, _bench.Now));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(Staff.Takes(_bench.Ann, _bench.Now));
        Refused(65413, Session("close", Anna));
    }

    [Fact]
    public void Who_is_handed_over_waits_until_an_agent_takes_him()
    {
        Assert.True(Staff.Transfer(_bench.Ann, null, _bench.Now));
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Staff.Transfer(_bench.Ming, Anna, _bench.Now));
        Assert.True(Staff.Transfer(_bench.Ann, null, _bench.Now));
        Assert.False(Staff.Transfer(_bench.Hong, "nobody@shop", _bench.Now));
        Assert.False(Staff.Takes(_bench.Ann, _bench.Now));
        Shape("staff/waiting", _bench.Get("/customservice/kfsession/getwaitcase"));

        Done(Session("create", Anna));
        Assert.Equal([Id(_bench.Ming)], Staff.Waiting.Select(waiting => waiting.OpenId));
        Assert.True(Staff.Transfer(_bench.Ann, null, _bench.Now));
        Assert.Single(Staff.Waiting);
    }

    [Fact]
    public void A_follower_talks_to_one_agent()
    {
        Done(Agent("add", "bob@shop", "Bob"));
        Done(Session("create", Anna));
        Refused(65414, "'openid' talks to anna@shop.", Session("create", "bob@shop"));
        Refused(65414, Session("close", "bob@shop"));
        Refused(65401, Session("create", "nobody@shop"));
        Refused(40003, _bench.Post("/customservice/kfsession/create", $$"""{"kf_account":"{{Anna}}","openid":"oNobody"}"""));
        Refused(43004, _bench.Post("/customservice/kfsession/create", $$"""{"kf_account":"{{Anna}}","openid":"{{Id(_bench.Hong)}}"}"""));
        Refused(65401, _bench.Get("/customservice/kfsession/getsessionlist", ("kf_account", "nobody@shop")));
        Refused(40003, _bench.Get("/customservice/kfsession/getsession", ("openid", "oNobody")));
        Refused(41009, _bench.Get("/customservice/kfsession/getsession"));
    }

    [Fact]
    public void Agents_are_added_renamed_listed_and_removed()
    {
        Done(Agent("update", Anna, "Anna B."));
        Shape("staff/list", _bench.Get("/cgi-bin/customservice/getkflist"));
        Done(Session("create", Anna));
        Done(_bench.Post("/customservice/kfaccount/del", $$"""{"kf_account":"{{Anna}}"}"""));
        Assert.False(Staff.Takes(_bench.Ann, _bench.Now));
        Refused(65401, Agent("update", Anna, "A"));
        Done(Agent("add", Anna, "Anna"));
        Done(_bench.Get("/customservice/kfaccount/del", ("kf_account", Anna)));
        Refused(65401, _bench.Get("/customservice/kfaccount/del", ("kf_account", Anna)));
    }

    [Fact]
    public void An_agents_account_has_a_form_and_the_nickname_a_length()
    {
        Refused(65406, Agent("add", Anna, "Anna"));
        Refused(65404, Agent("add", "anna", "Anna"));
        Refused(65404, Agent("add", "an-na@shop", "Anna"));
        Refused(65404, Agent("add", "12345678901@shop", "Anna"));
        Refused(65404, Agent("add", "a@" + new string('x', 29), "Anna"));
        Done(Agent("add", "1234567890@" + new string('x', 19), new string('好', 16)));
        Refused(65403, Agent("add", "bob@shop", new string('好', 17)));
        Refused(65403, Agent("add", "bob@shop", ""));
    }

    [Fact]
    public void An_account_has_at_most_100()
    {
        for (var i = 2; i <= 100; i++) Done(Agent("add", $"a{i}@shop", "A"));
        Refused(65405, Agent("add", "a101@shop", "A"));
    }

    [Fact]
    public void The_records_hold_what_was_said()
    {
        _bench.Says(_bench.Ann);
        _bench.Ann.Chat.Add(_bench.Now, ChatOrigin.Follower, new TextContent("Where is my parcel?"));
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        Done(_bench.Post("/cgi-bin/message/custom/send", $$$"""{"touser":"{{{Id(_bench.Ann)}}}","msgtype":"text","text":{"content":"In Suzhou."}}"""));
        var start = Start.ToUnixTimeSeconds();
        Shape("staff/records", Records(start, start + 86400, 1, 10000));
        Assert.Equal(3, Number(Records(start, start + 86400, 2, 1), "msgid"));
        Refused(65417, Records(start, start + 86401, 1, 1));
        Refused(65416, Records(start, start - 1, 1, 1));
        Refused(65416, Records(start, start, 0, 1));
        Refused(65416, Records(start, start, 1, 10001));
    }

    private ApiAnswer Records(long start, long end, int first, int number) =>
        _bench.Post("/customservice/msgrecord/getmsglist", $$"""{"starttime":{{start}},"endtime":{{end}},"msgid":{{first}},"number":{{number}}}""");

    private ApiAnswer Agent(string what, string account, string nickname) =>
        _bench.Post($"/customservice/kfaccount/{what}", $$"""{"kf_account":"{{account}}","nickname":"{{nickname}}"}""");

    private ApiAnswer Session(string what, string agent) => _bench.Post($"/customservice/kfsession/{what}", $$"""{"kf_account":"{{agent}}","openid":"{{Id(_bench.Ann)}}"}""");
}
