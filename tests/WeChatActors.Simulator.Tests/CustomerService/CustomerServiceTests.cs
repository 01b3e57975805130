using static WeChatActors.Simulator.Tests.HandlerBench;

namespace WeChatActors.Simulator.Tests;

public class CustomerServiceTests
{
    private const string Send = "/cgi-bin/message/custom/send";

    private readonly HandlerBench _bench = new();

    [Fact]
    public void A_message_appears_in_the_chat_and_ends_typing()
    {
        _bench.Says(_bench.Ann);
        Done(_bench.Post("/cgi-bin/message/custom/typing", $$"""{"touser":"{{Id(_bench.Ann)}}","command":"Typing"}"""));
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));

        Done(Text("Your parcel has left."));

        var entry = Assert.Single(_bench.Ann.Chat.Entries);
        Assert.Equal((ChatOrigin.CustomerService, new TextContent("Your parcel has left."), _bench.Now), (entry.Origin, (TextContent)entry.Content, entry.At));
        Assert.Null(_bench.Ann.Chat.TypingUntil);
        Assert.Equal(_bench.Now, _bench.Ann.LastExchange);
        Assert.Equal(["typing", "typing", "chat", "windows"], _bench.Told);
    }

    [Fact]
    public void The_window_closes_after_48_hours_and_not_a_second_before()
    {
        _bench.Says(_bench.Ann);
        _bench.Clock.Advance(new TimeSpan(47, 59, 59));
        Done(Text("a"));
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Refused(45015, Text("b"));
    }

    [Fact]
    public void A_message_of_the_follower_allows_five_and_the_sixth_is_refused()
    {
        _bench.Says(_bench.Ann);
        for (var i = 0; i < 5; i++) Done(Text("a"));
        Refused(45047, Text("b"));
        Assert.Equal(5, _bench.Ann.Chat.Entries.Count);

        _bench.Says(_bench.Ann);
        Done(Text("c"));
    }

    [Fact]
    public void A_menu_tap_allows_three_within_a_minute()
    {
        _bench.Taps(_bench.Ann);
        for (var i = 0; i < 3; i++) Done(Text("a"));
        Refused(45047, Text("b"));

        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Refused(45015, Text("c"));
    }

    [Fact]
    public void A_refused_call_spends_nothing()
    {
        _bench.Says(_bench.Ann);
        Refused(44004, Text(""));
        Refused(40008, Of("hologram", "{}"));
        Refused(65401, Post("text", """{"content":"a"}""", ""","customservice":{"kf_account":"nobody@shop"}"""));
        Assert.Equal(5, Assert.Single(_bench.Ann.Windows.Open(_bench.Now)).Left);
    }

    [Fact]
    public void Who_is_no_receiver_is_told_apart()
    {
        Refused(40003, _bench.Post(Send, """{"touser":"oNobody","msgtype":"text","text":{"content":"a"}}"""));
        Refused(41009, _bench.Post(Send, """{"msgtype":"text","text":{"content":"a"}}"""));
        Refused(43004, _bench.Post(Send, $$$"""{"touser":"{{{Id(_bench.Hong)}}}","msgtype":"text","text":{"content":"a"}}"""));
        Refused(45015, Text("nothing was said yet"));

        _bench.Says(_bench.Ann);
        _bench.Ann.Receives = false;
        Refused(48002, Text("a"));
        _bench.Ann.Receives = true;
        _bench.Ann.Blacklisted = true;
        Refused(43019, Text("a"));
        _bench.Ann.Blacklisted = false;
        Leaves(_bench.Ann);
        Refused(45015, Text("a"));
    }

    [Fact]
    public void A_text_has_at_most_2048_bytes()
    {
        _bench.Says(_bench.Ann);
        Done(Text(new string('a', 2048)));
        Refused(45002, "'text.content' has 2,049 bytes, limit 2,048.", Text(new string('好', 683)));
        Refused(44004, "'text' is missing.", _bench.Post(Send, $$"""{"touser":"{{Id(_bench.Ann)}}","msgtype":"text"}"""));
        Refused(47001, "'text.content' is not a string.", Of("text", """{"content":7}"""));
        Refused(45086, Text("<a data-miniprogram-appid='77' href='https://m.example.com'>x</a>"));
        Done(Text("<a data-miniprogram-appid='wx00example00000009' href='https://m.example.com'>x</a>"));
    }

    [Fact]
    public void A_name_that_is_no_field_is_refused_with_those_that_are()
    {
        _bench.Says(_bench.Ann);
        Refused(40035, "'text.contents' is not a field here; known are content.", Of("text", """{"content":"a","contents":"b"}"""));
    }

    [Theory]
    [InlineData("image"), InlineData("voice")]
    public void Media_is_shown_while_it_lives(string type)
    {
        var id = _bench.Media(type);
        _bench.Says(_bench.Ann);
        Done(Of(type, $$"""{"media_id":"{{id}}"}"""));
        Assert.Equal(type == "image" ? new ImageContent(id) : new VoiceContent(id), _bench.Ann.Chat.Entries.Last().Content);

        Refused(41006, Of(type, "{}"));
        Refused(40007, Of(type, """{"media_id":"unknown"}"""));
        Refused(40007, $"'{type}.media_id' is of type video, not {type}.", Of(type, $$"""{"media_id":"{{_bench.Media("video")}}"}"""));
        _bench.Clock.Advance(TimeSpan.FromDays(3));
        _bench.Says(_bench.Ann);
        Refused(40007, Of(type, $$"""{"media_id":"{{id}}"}"""));
    }

    [Fact]
    public void A_video_needs_a_thumbnail_and_music_an_address()
    {
        var (video, thumb) = (_bench.Media("video"), _bench.Media("thumb"));
        _bench.Says(_bench.Ann);
        Done(Of("video", $$"""{"media_id":"{{video}}","thumb_media_id":"{{thumb}}","title":"T","description":"D"}"""));
        Assert.Equal(new VideoContent(video, "T", "D", thumb), Content<VideoContent>(_bench.Ann));
        Refused(41006, "'video.thumb_media_id' is missing.", Of("video", $$"""{"media_id":"{{video}}"}"""));

        Done(Of("music", $$"""{"title":"Rain","musicurl":"https://a.example/1","hqmusicurl":"https://a.example/2","thumb_media_id":"{{thumb}}"}"""));
        Assert.Equal(new MusicContent("Rain", null, "https://a.example/1", "https://a.example/2", thumb), Content<MusicContent>(_bench.Ann));
        Refused(41010, Of("music", $$"""{"title":"Rain","thumb_media_id":"{{thumb}}"}"""));
        Refused(41011, _bench.Post(Send, $$"""{"touser":"{{Id(_bench.Ann)}}","msgtype":"music"}"""));
    }

    [Fact]
    public void News_hold_exactly_one_article()
    {
        const string article = """{"title":"Autumn","description":"D","url":"https://m.example.com/a","picurl":"https://m.example.com/a.jpg"}""";
        _bench.Says(_bench.Ann);
        Done(Of("news", $$"""{"articles":[{{article}}]}"""));
        Assert.Equal(new Article("Autumn", "D", "https://m.example.com/a.jpg", "https://m.example.com/a"), Assert.Single(Content<NewsContent>(_bench.Ann).Articles));
        Refused(45008, Of("news", $$"""{"articles":[{{article}},{{article}}]}"""));
        Refused(44003, Of("news", """{"articles":[]}"""));
        Refused(40227, Of("news", """{"articles":[{"title":""}]}"""));
    }

    [Fact]
    public async Task Articles_come_from_drafts_and_from_what_is_published()
    {
        var article = await _bench.Published();
        _bench.Says(_bench.Ann);
        Done(Of("mpnews", $$"""{"media_id":"{{_bench.Draft()}}"}"""));
        Assert.Equal("Article 1", Content<NewsContent>(_bench.Ann).Articles[0].Title);
        Refused(45008, Of("mpnews", $$"""{"media_id":"{{_bench.Draft(2)}}"}"""));
        Refused(40007, Of("mpnews", """{"media_id":"unknown"}"""));

        Done(Of("mpnewsarticle", $$"""{"article_id":"{{article}}"}"""));
        Assert.StartsWith("http://127.0.0.1:8083/s?__biz=wxdemo0000000001&mid=", Content<NewsContent>(_bench.Ann).Articles[0].Url, StringComparison.Ordinal);
        Refused(53600, Of("mpnewsarticle", """{"article_id":"unknown"}"""));
    }

    [Fact]
    public void A_menu_message_has_entries()
    {
        _bench.Says(_bench.Ann);
        Done(Of("msgmenu", """{"head_content":"Useful?","list":[{"id":"101","content":"Yes"},{"id":"102","content":"No"}],"tail_content":"Thanks"}"""));
        var menu = Content<MenuMessageContent>(_bench.Ann);
        Assert.Equal(("Useful?", "Thanks"), (menu.Head, menu.Tail));
        Assert.Equal([new MenuEntry("101", "Yes"), new MenuEntry("102", "No")], menu.Entries.AsEnumerable());

        static string Entries(int count, string caption = "x") => $$"""{"list":[{{string.Join(",", Enumerable.Range(1, count).Select(i => $$"""{"id":"{{i}}","content":"{{caption}}"}"""))}}]}""";
        Done(Of("msgmenu", Entries(CustomerMessage.MostMenuEntries)));
        Refused(45098, Of("msgmenu", Entries(CustomerMessage.MostMenuEntries + 1)));
        Done(Of("msgmenu", Entries(1, new string('x', CustomerMessage.MostMenuEntryBytes))));
        Refused(45099, Of("msgmenu", Entries(1, new string('x', CustomerMessage.MostMenuEntryBytes + 1))));
        Refused(44005, Of("msgmenu", Entries(0)));
        Refused(44004, Of("msgmenu", Entries(1, "")));
        Refused(47001, "'msgmenu.list[0].id' is not a string.", Of("msgmenu", """{"list":[{"id":101,"content":"Yes"}]}"""));
    }

    [Fact]
    public void Cards_and_mini_programs_are_shown()
    {
        var thumb = _bench.Media("thumb");
        _bench.Says(_bench.Ann);
        Done(Of("wxcard", """{"card_id":"pEXAMPLE"}"""));
        Assert.Equal(new CardContent("pEXAMPLE"), Content<CardContent>(_bench.Ann));
        Refused(41012, Of("wxcard", "{}"));

        Done(Of("miniprogrampage", $$"""{"title":"Book","appid":"wx00example00000009","pagepath":"pages/book","thumb_media_id":"{{thumb}}"}"""));
        Assert.Equal(new MiniProgramContent("Book", "wx00example00000009", "pages/book", thumb), Content<MiniProgramContent>(_bench.Ann));
        Refused(40166, Of("miniprogrampage", $$"""{"title":"Book","appid":"gh_1","pagepath":"pages/book","thumb_media_id":"{{thumb}}"}"""));
        Refused(40165, Of("miniprogrampage", $$"""{"title":"Book","appid":"wx1","thumb_media_id":"{{thumb}}"}"""));
    }

    [Fact]
    public void An_agent_may_speak_once_he_exists()
    {
        _bench.Says(_bench.Ann);
        const string agent = ""","customservice":{"kf_account":"anna@shop"}""";
        Refused(65401, "'customservice.kf_account' is 'anna@shop', no agent of this account.", Post("text", """{"content":"a"}""", agent));
        Done(_bench.Post("/customservice/kfaccount/add", """{"kf_account":"anna@shop","nickname":"Anna"}"""));
        Done(Post("text", """{"content":"a"}""", agent));
        Refused(61451, Post("text", """{"content":"a"}""", ""","customservice":{}"""));
    }

    [Fact]
    public void Typing_lasts_fifteen_seconds_and_is_not_renewed_meanwhile()
    {
        Refused(45015, Type("Typing"));
        _bench.Says(_bench.Ann);
        Done(Type("Typing"));
        Assert.Equal(_bench.Now + TimeSpan.FromSeconds(15), _bench.Ann.Chat.TypingUntil);
        _bench.Clock.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1));
        Refused(45081, Type("Typing"));
        _bench.Clock.Advance(TimeSpan.FromTicks(1));
        Done(Type("Typing"));
        Done(Type("CancelTyping"));
        Assert.Null(_bench.Ann.Chat.TypingUntil);
        Done(Type("Typing"));
        Assert.Equal(5, Assert.Single(_bench.Ann.Windows.Open(_bench.Now)).Left);
    }

    [Fact]
    public void Typing_needs_an_exchange_in_the_last_thirty_seconds()
    {
        _bench.Says(_bench.Ann);
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        Done(Type("Typing"));
        _bench.Clock.Advance(TimeSpan.FromSeconds(15));
        Refused(45080, Type("Typing"));
        Refused(45072, "'command' is 'Type'; there are Typing and CancelTyping.", Type("Type"));
        Refused(45072, _bench.Post("/cgi-bin/message/custom/typing", $$"""{"touser":"{{Id(_bench.Ann)}}"}"""));
        Refused(40003, _bench.Post("/cgi-bin/message/custom/typing", """{"touser":"oNobody","command":"Typing"}"""));
    }

    private ApiAnswer Type(string command) => _bench.Post("/cgi-bin/message/custom/typing", $$"""{"touser":"{{Id(_bench.Ann)}}","command":"{{command}}"}""");

    private ApiAnswer Text(string content) => Of("text", new System.Text.Json.Nodes.JsonObject { ["content"] = content }.ToJsonString());

    private ApiAnswer Of(string type, string content) => Post(type, content, "");

    private ApiAnswer Post(string type, string content, string more) =>
        _bench.Post(Send, $$"""{"touser":"{{Id(_bench.Ann)}}","msgtype":"{{type}}","{{type}}":{{content}}{{more}}}""");
}
