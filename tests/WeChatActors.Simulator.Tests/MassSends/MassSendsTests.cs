using System.Text.Json.Nodes;
using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class MassSendsTests
{
    private const string All = "/cgi-bin/message/mass/sendall";
    private const string List = "/cgi-bin/message/mass/send";

    private readonly HandlerBench _bench = new();

    [Fact]
    public async Task A_text_to_all_is_delivered_after_the_answer_and_reported()
    {
        _bench.Ming.Blacklisted = true;
        var answer = ToAll("hello");
        Shape("mass-sends/sendall", answer);
        Assert.Empty(_bench.Ann.Chat.Entries);
        Assert.Equal("SENDING", State(answer));

        var packet = await _bench.Pushed(answer);
        var entry = Assert.Single(_bench.Ann.Chat.Entries);
        Assert.Equal((ChatOrigin.MassSend, new TextContent("hello")), (entry.Origin, (TextContent)entry.Content));
        Assert.Empty(_bench.Ming.Chat.Entries);
        Assert.Equal("SEND_SUCCESS", State(answer));
        Counts(packet, total: 2, filtered: 1, sent: 1, failed: 0);
        Assert.Contains("<Status><![CDATA[send success]]></Status>", packet, StringComparison.Ordinal);
        Assert.Contains($"<MsgID>{Number(answer, "msg_id")}</MsgID>", packet, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_reaches_who_carries_it()
    {
        var tag = _bench.Account.Tags.Make("VIP").Id;
        _bench.Ann.Tags = [tag];
        var answer = _bench.Post(All, $$$"""{"filter":{"is_to_all":false,"tag_id":{{{tag}}}},"msgtype":"text","text":{"content":"a"}}""");
        Counts(await _bench.Pushed(answer), total: 1, filtered: 1, sent: 1, failed: 0);
        Assert.Empty(_bench.Ming.Chat.Entries);
        Refused(40152, _bench.Post(All, """{"filter":{"is_to_all":false,"tag_id":999},"msgtype":"text","text":{"content":"a"}}"""));
        Refused(40152, _bench.Post(All, """{"filter":{"is_to_all":false},"msgtype":"text","text":{"content":"a"}}"""));
        Refused(40035, _bench.Post(All, """{"msgtype":"text","text":{"content":"a"}}"""));
    }

    [Fact]
    public async Task A_list_of_OpenIDs_reaches_those_on_it_who_follow()
    {
        var answer = ToList([Id(_bench.Ann), Id(_bench.Hong), Id(_bench.Ann)]);
        Counts(await _bench.Pushed(answer), total: 2, filtered: 2, sent: 1, failed: 1);

        Refused(40130, ToList([Id(_bench.Ann)]));
        Refused(40003, ToList([Id(_bench.Ann), "oNobody"]));
        Refused(40032, ToList([.. Enumerable.Repeat(Id(_bench.Ann), 10_001)]));
        Done(ToList([.. Enumerable.Repeat(Id(_bench.Ann), 10_000)]));
    }

    [Fact]
    public async Task A_follower_of_a_service_account_receives_four_a_month()
    {
        for (var i = 0; i < 4; i++) Counts(await _bench.Pushed(ToList([Id(_bench.Ann), Id(_bench.Hong)])), 2, 2, 1, 1);
        Counts(await _bench.Pushed(ToList([Id(_bench.Ann), Id(_bench.Ming)])), total: 2, filtered: 1, sent: 1, failed: 0);
        Assert.Equal(4, _bench.Ann.Chat.Entries.Count);

        _bench.Clock.Advance(TimeSpan.FromDays(30)); // April
        Counts(await _bench.Pushed(ToList([Id(_bench.Ann), Id(_bench.Ming)])), 2, 2, 2, 0);
    }

    [Fact]
    public void Sending_to_all_is_possible_once_a_day_and_four_times_a_month()
    {
        Done(ToAll("1"));
        Refused(45028, "Sending to all followers is possible once a day.", ToAll("2"));
        _bench.Clock.Advance(TimeSpan.FromHours(14) - TimeSpan.FromTicks(1)); // up to midnight in Beijing
        Refused(45028, ToAll("2"));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        Done(ToAll("2"));
        for (var i = 3; i <= 4; i++)
        {
            _bench.Clock.Advance(TimeSpan.FromDays(1));
            Done(ToAll("3"));
        }
        _bench.Clock.Advance(TimeSpan.FromDays(1));
        Refused(45028, "Sending to all followers is possible 4 times a month.", ToAll("5"));
        _bench.Clock.Advance(TimeSpan.FromDays(28));
        Done(ToAll("5"));
    }

    [Fact]
    public void A_subscription_account_sends_once_a_day()
    {
        var bench = new HandlerBench(AccountKind.Subscription);
        var tag = bench.Account.Tags.Make("VIP").Id;
        var body = $$$"""{"filter":{"is_to_all":false,"tag_id":{{{tag}}}},"msgtype":"text","text":{"content":"a"}}""";
        Done(bench.Post(All, body));
        Refused(45028, "A subscription account sends to many once a day.", bench.Post(All, body));
        bench.Clock.Advance(TimeSpan.FromDays(1));
        Done(bench.Post(All, body));
    }

    [Fact]
    public void A_clientmsgid_is_unique_for_24_hours()
    {
        var first = Number(WithClientId("maint-17"), "msg_id");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Refused(45066, WithClientId("maint-17"));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        var again = WithClientId("maint-17");
        Refused(45065, again);
        Assert.Equal(first, Number(again, "msg_id"));
        _bench.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1));
        Done(WithClientId("maint-17"));

        Done(WithClientId(new string('x', 32)));
        Refused(45067, WithClientId(new string('x', 33)));
    }

    [Fact]
    public async Task Every_kind_of_message_arrives()
    {
        var (image, voice) = (_bench.Media("image"), _bench.Media("voice"));
        await Run(Of("image", $$$"""{"media_ids":["{{{image}}}","{{{image}}}"],"recommend":"r","need_open_comment":1,"only_fans_can_comment":0}""", "images"));
        Assert.Equal([new ImageContent(image), new ImageContent(image)], _bench.Ann.Chat.Entries.Select(entry => entry.Content));
        await Run(Of("voice", $$"""{"media_id":"{{voice}}"}"""));
        Assert.Equal(new VoiceContent(voice), Content<VoiceContent>(_bench.Ann));

        var video = Text(_bench.Post("/cgi-bin/media/uploadvideo", $$"""{"media_id":"{{_bench.Media("video")}}","title":"T","description":"D"}"""), "media_id");
        await Run(Of("mpvideo", $$"""{"media_id":"{{video}}"}"""));
        Assert.Equal(new VideoContent(video, "T", "D"), Content<VideoContent>(_bench.Ann));
    }

    [Fact]
    public async Task A_draft_is_consumed_and_its_articles_are_reported()
    {
        var draft = _bench.Draft(2);
        var answer = Of("mpnews", $$"""{"media_id":"{{draft}}"}""");
        Assert.True(Number(answer, "msg_data_id") > 0);
        var packet = await _bench.Pushed(answer);
        Assert.Equal(["Article 1", "Article 2"], Content<NewsContent>(_bench.Ann).Articles.Select(article => article.Title));
        Assert.Contains("<ArticleUrlResult><Count>2</Count><ResultList><item><ArticleIdx>1</ArticleIdx>", packet.ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Refused(40007, Of("mpnews", $$"""{"media_id":"{{draft}}"}"""));
    }

    [Fact]
    public void What_cannot_be_sent_is_refused()
    {
        Refused(45113, Of("wxcard", """{"card_id":"p1"}"""));
        Refused(40008, Of("music", "{}"));
        Refused(44004, Of("text", """{"content":""}"""));
        Refused(45002, Of("text", $$"""{"content":"{{new string('a', 2049)}}"}"""));
        Refused(40215, Of("image", """{"media_ids":[]}""", "images"));
        Refused(40215, Of("image", $$"""{"media_ids":[{{string.Join(",", Enumerable.Repeat("\"x\"", 21))}}]}""", "images"));
        Refused(40007, Of("image", """{"media_ids":["unknown"]}""", "images"));
        Refused(40007, "'mpvideo.media_id' is no living media id of media/uploadvideo.", Of("mpvideo", $$"""{"media_id":"{{_bench.Media("video")}}"}"""));
    }

    [Fact]
    public void A_preview_shows_to_one_and_spends_nothing()
    {
        const string path = "/cgi-bin/message/mass/preview";
        var draft = _bench.Draft();
        Done(_bench.Post(path, $$$"""{"touser":"{{{Id(_bench.Ann)}}}","msgtype":"mpnews","mpnews":{"media_id":"{{{draft}}}"}}"""));
        Done(_bench.Post(path, """{"towxname":"Ann","touser":"oNobody","msgtype":"text","text":{"content":"draft"}}"""));
        Assert.Equal(new TextContent("draft"), Content<TextContent>(_bench.Ann));
        Done(_bench.Post(path, $$$"""{"touser":"{{{Id(_bench.Ann)}}}","msgtype":"music","music":{"musicurl":"https://a.example/","thumb_media_id":"{{{_bench.Media("thumb")}}}"}}"""));
        Refused(40132, _bench.Post(path, """{"towxname":"Bob","msgtype":"text","text":{"content":"draft"}}"""));
        Refused(43004, _bench.Post(path, """{"towxname":"小红","msgtype":"text","text":{"content":"draft"}}"""));
        Refused(43004, _bench.Post(path, $$$"""{"touser":"{{{Id(_bench.Hong)}}}","msgtype":"text","text":{"content":"draft"}}"""));
        Done(_bench.Post("/cgi-bin/draft/get", $$"""{"media_id":"{{draft}}"}"""));
        Done(ToAll("still once today"));
    }

    [Fact]
    public async Task Articles_and_videos_are_taken_back()
    {
        const string path = "/cgi-bin/message/mass/delete";
        var articles = Of("mpnews", $$"""{"media_id":"{{_bench.Draft(2)}}"}""");
        await _bench.Pushed(articles);
        var id = Number(articles, "msg_id");
        Refused(40060, _bench.Post(path, $$"""{"msg_id":{{id}},"article_idx":3}"""));
        Done(_bench.Post(path, $$"""{"msg_id":{{id}},"article_idx":1}"""));
        Assert.Equal("SEND_SUCCESS", State(articles));
        var url = Content<NewsContent>(_bench.Ann).Articles[1].Url;
        Done(_bench.Post(path, new JsonObject { ["url"] = url }));
        Assert.Equal("DELETE", State(articles));
        Refused(40065, _bench.Post(path, $$"""{"msg_id":{{id}}}"""));

        var text = ToAll("a");
        Refused(40065, _bench.Post(path, $$"""{"msg_id":"{{Number(text, "msg_id")}}"}"""));
        Refused(40059, _bench.Post(path, """{"msg_id":7}"""));
        Refused(40059, _bench.Post(path, """{"url":"https://mp.weixin.qq.com/s/unknown"}"""));
        Refused(40059, _bench.Post("/cgi-bin/message/mass/get", """{"msg_id":"7"}"""));
        Refused(40059, _bench.Post("/cgi-bin/message/mass/get", "{}"));
        Shape("mass-sends/get", _bench.Post("/cgi-bin/message/mass/get", $$"""{"msg_id":"{{id}}"}"""));
    }

    [Fact]
    public void The_speed_goes_from_0_to_4()
    {
        Done(_bench.Post("/cgi-bin/message/mass/speed/set", """{"speed":4}"""));
        Shape("mass-sends/speed", _bench.Get("/cgi-bin/message/mass/speed/get"));
        Refused(45083, _bench.Post("/cgi-bin/message/mass/speed/set", """{"speed":5}"""));
        Refused(45083, _bench.Post("/cgi-bin/message/mass/speed/set", """{"speed":-1}"""));
        Refused(45084, _bench.Post("/cgi-bin/message/mass/speed/set", "{}"));
    }

    private static void Counts(string packet, int total, int filtered, int sent, int failed)
    {
        Assert.Contains("<Event><![CDATA[MASSSENDJOBFINISH]]></Event>", packet, StringComparison.Ordinal);
        Assert.Contains($"<TotalCount>{total}</TotalCount>", packet, StringComparison.Ordinal);
        Assert.Contains($"<FilterCount>{filtered}</FilterCount>", packet, StringComparison.Ordinal);
        Assert.Contains($"<SentCount>{sent}</SentCount>", packet, StringComparison.Ordinal);
        Assert.Contains($"<ErrorCount>{failed}</ErrorCount>", packet, StringComparison.Ordinal);
    }

    private async Task Run(ApiAnswer answer)
    {
        Done(answer);
        await _bench.Pushed(answer);
    }

    private string State(ApiAnswer sent) => Text(_bench.Post("/cgi-bin/message/mass/get", $$"""{"msg_id":{{Number(sent, "msg_id")}}}"""), "msg_status");

    private ApiAnswer ToAll(string text) => _bench.Post(All, $$$"""{"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"{{{text}}}"}}""");

    private ApiAnswer ToList(string[] openIds) => _bench.Post(List, new JsonObject
    {
        ["touser"] = new JsonArray([.. openIds.Select(id => JsonValue.Create(id))]), ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = "a" },
    });

    private ApiAnswer WithClientId(string id) => _bench.Post(List, $$$"""{"touser":["{{{Id(_bench.Ann)}}}","{{{Id(_bench.Ming)}}}"],"msgtype":"text","text":{"content":"a"},"clientmsgid":"{{{id}}}"}""");

    private ApiAnswer Of(string type, string content, string? name = null) =>
        _bench.Post(List, $$"""{"touser":["{{Id(_bench.Ann)}}","{{Id(_bench.Ming)}}"],"msgtype":"{{type}}","{{name ?? type}}":{{content}},"send_ignore_reprint":0}""");
}
