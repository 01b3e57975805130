using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Sending;

public class SendTests
{
    public static TheoryData<string, CustomerMessage> Kinds => new()
    {
        { "'你好 {{ msg.text }}'", new TextPush("你好 hi") },
        { "{text: 你好}", new TextPush("你好") },
        { "{image: MEDIA}", new ImagePush("MEDIA") },
        { "{voice: MEDIA}", new VoicePush("MEDIA") },
        { "{video: MEDIA}", new VideoPush("MEDIA", null, null, null) },
        { "{video: {media: M, thumb: T, title: '{{ msg.text }}', description: D}}", new VideoPush("M", "T", "hi", "D") },
        { "{music: {url: 'http://a/1.mp3', thumb: T, title: 雨天}}", new MusicPush("http://a/1.mp3", null, "T", "雨天", null) },
        { "{news: {title: T, url: 'http://a'}}", new NewsPush(new("T", "", "", "http://a")) },
        { "{news: [{title: T, description: D, picture: P, url: U}]}", new NewsPush(new("T", "D", "P", "U")) },
        { "{menu: {head: 满意吗？, items: {101: 满意, 102: '{{ msg.text }}'}, tail: 谢谢}}", new MenuPush("满意吗？", [new("101", "满意"), new("102", "hi")], "谢谢") },
        { "{menu: {items: [好, 不好]}}", new MenuPush(null, [new("1", "好"), new("2", "不好")], null) },
        { "{menu: {items: ['{{ msg.nothing }}', 不好]}}", new MenuPush(null, [new("2", "不好")], null) },
        { "{miniprogram: {app_id: wx1, page: 'pages/a?b={{ msg.text }}', title: T, thumb: M}}", new MiniProgramPush("wx1", "pages/a?b=hi", "T", "M") },
        { "{card: CARD}", new CardPush("CARD") },
        { "{mpnews: M}", new MpNewsPush("M") },
        { "{article: A}", new MpArticlePush("A") },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_can_be_sent(string written, CustomerMessage message)
    {
        var decision = Asked.Doing($"[{{send: {written}}}]").Text();
        Assert.Equal([message], decision.Sent());
        Assert.Null(decision.Reply);
        Assert.Empty(decision.Notes);
    }

    [Fact]
    public void A_message_can_speak_as_a_staff_account() =>
        Assert.Equal([new TextPush("a") { KfAccount = "anna@hi" }], Asked.Doing("[{send: a, as: 'anna@{{ msg.text }}'}]").Text().Sent());

    [Fact]
    public void Replies_and_messages_keep_their_order_and_the_first_reply_takes_the_carrier()
    {
        var decision = Asked.Doing("[{send: a}, {reply: b}, {reply: {news: [{title: c}, {title: d}]}}, {send: e}]").Text();
        Assert.Equal(new TextReply("b"), decision.Reply);
        Assert.Equal<RuleStep>(
            [
                new RuleStep.Send(new TextPush("a")), new RuleStep.Send(new NewsPush(new("c", "", "", "")), IsReply: true),
                new RuleStep.Send(new NewsPush(new("d", "", "", "")), IsReply: true), new RuleStep.Send(new TextPush("e")),
            ],
            decision.Steps);
    }

    [Fact]
    public void None_takes_the_carrier_and_an_empty_reply_does_not()
    {
        Assert.Equal(["b"], Asked.Doing("[{reply: {none: true}}, {reply: b}]").Text().SentTexts());
        Assert.Equal(new TextReply("b"), Asked.Doing("[{reply: '{{ user.subscribed ? null : 1 }}'}, {reply: b}]").Text().Reply);
    }

    [Fact]
    public void Else_runs_when_the_window_has_nothing_left_less_what_was_sent_already()
    {
        var script = Asked.Doing("[{send: a, else: [{set: {missed: 1}}]}, {send: b, else: {set: {missed: 2}}}, {send: c, else: [{reply: 'c, {{ window.left }} {{ window.open }}'}]}]");
        Assert.Equal(["a", "b", "c"], script.Text(left: 3).SentTexts());
        var two = script.Text(left: 2);
        Assert.Equal(["a", "b"], two.SentTexts());
        Assert.Equal("c, 0 false", Rulebook.Text(two));
        var none = script.Text(left: 0);
        Assert.Empty(none.Steps);
        Assert.Equal(Value.Of(2), none.Variables["missed"]);
        Assert.Empty(none.Notes);
    }

    [Fact]
    public void Without_else_the_operator_is_told() =>
        Assert.Equal("rule 'r': its message was not sent, because the window has nothing left.", Assert.Single(Asked.Doing("[{send: a}]").Text(left: 0).Notes));

    [Fact]
    public void A_message_that_comes_out_empty_is_not_sent_and_noted()
    {
        var decision = Asked.Doing("[{send: {image: '{{ msg.media_id }}'}, else: [{reply: x}]}]").Text();
        Assert.Empty(decision.Steps);
        Assert.Null(decision.Reply);
        Assert.Equal("rule 'r': its message of kind 'image' was empty, so nothing is sent.", Assert.Single(decision.Notes));
    }

    [Fact]
    public void A_hand_over_has_no_form_that_can_be_pushed()
    {
        var decision = Asked.Doing("[{reply: a}, {if: msg.text, then: {reply: {one_of: [{transfer: true}]}}}]").Text();
        Assert.Empty(decision.Steps);
        Assert.Equal("rule 'r': its reply of type transfer_customer_service was not sent, because only the first answer to a packet can be one.", Assert.Single(decision.Notes));
    }

    [Theory]
    [InlineData("''", "t.yaml:5:17: 'send' is empty, expected text.")]
    [InlineData("[a, b]", "t.yaml:5:17: a list stands at 'send', expected text or a map; {one_of: [...]} chooses from a list.")]
    [InlineData("{one_of: []}", "t.yaml:5:26: an empty list stands at 'one_of', expected a list of messages.")]
    [InlineData("{one_of: a}", "t.yaml:5:26: 'a' stands at 'one_of', expected a list of messages.")]
    [InlineData("{}", "t.yaml:5:17: a message has 0 keys, expected one of: text, image, voice, video, music, news, menu, miniprogram, card, mpnews, article, one_of.")]
    [InlineData("{txt: a}", "t.yaml:5:18: 'txt' is not a key of a message; did you mean 'text'? allowed: text, image, voice, video, music, news, menu, miniprogram, card, mpnews, article, one_of. [unknown-key]")]
    [InlineData("{news: [{title: a}, {title: b}]}", "t.yaml:5:24: 'news' has 2 articles, a pushed message takes exactly one; expected a 'send' for each.")]
    [InlineData("{music: {url: 'http://a'}}", "t.yaml:5:25: music needs the key 'thumb'.")]
    [InlineData("{menu: {head: a}}", "t.yaml:5:24: a menu message needs the key 'items'.")]
    [InlineData("{menu: {items: []}}", "t.yaml:5:32: 'items' is empty, expected at least one entry.")]
    [InlineData("{menu: {items: {yes!: a}}}", "t.yaml:5:33: 'yes!' is the id of an entry, expected digits, which every program that reads a tap understands.")]
    [InlineData("{menu: {items: x}}", "t.yaml:5:32: 'x' stands at 'items', expected a list of texts, or a map from ids to texts.")]
    [InlineData("{menu: {items: [a, b, c, d, e, f, g, h, i, j, k]}}", "t.yaml:5:32: warning: the menu message has 11 entries, WeChat may refuse more than 10. [menu-limits]")]
    [InlineData("{miniprogram: {app_id: a, page: b, title: c}}", "t.yaml:5:31: a Mini Program needs the key 'thumb'.")]
    [InlineData("x, as: anna", "t.yaml:5:24: 'anna' stands at 'as', expected a staff account such as anna@shop.")]
    [InlineData("x, then: [{reply: b}]", "t.yaml:5:20: 'then' stands without 'if', expected both in one action.")]
    public void Says_what_is_wrong_with_a_message(string message, string finding) => Assert.Equal(finding, Assert.Single(Asked.Findings($"[{{send: {message}}}]")));

    [Fact]
    public void Warns_of_sending_without_else_where_no_window_opens()
    {
        Assert.Equal("t.yaml:2:31: warning: the events of this rule open no window, so there may be nothing left to send with; 'else' says what to do then. [no-window]",
            Rulebook.Finding("rules: [{event: view, do: [{  send: a}]}]"));
        Assert.Empty(Rulebook.Findings("rules: [{event: view, do: [{send: a, else: {set: {b: 1}}}]}]"));
        Assert.Empty(Rulebook.Findings("rules: [{event: [view, CLICK], do: [{send: a}]}, {exact: b, do: [{send: a}]}]"));
    }

    [Fact]
    public void A_long_text_may_be_sent_because_it_is_split() => Assert.Empty(Asked.Findings($"[{{send: {new string('a', 5000)}}}]"));

    [Fact]
    public void One_of_several_is_sent_by_chance_and_always_the_same_for_a_seed()
    {
        var script = Asked.Doing("[{send: {one_of: [a, b, {image: MEDIA}, '{{ msg.text }}']}}]");
        var sent = Enumerable.Range(0, 200).Select(seed => Assert.Single(script.Decide(Asked.Input() with { Seed = (ulong)seed }).Sent()).ToString()).ToArray();
        Assert.Equal(4, sent.Distinct().Count());
        Assert.Equal(sent[7], Assert.Single(script.Decide(Asked.Input() with { Seed = 7 }).Sent()).ToString());
    }
}
