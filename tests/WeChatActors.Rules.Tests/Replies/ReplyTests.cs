using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests.Replies;

public class ReplyTests
{
    private static Decision Reply(string reply, Packet? packet = null, ulong seed = 1) =>
        Rulebook.Of($"rules: [{{id: r, default: true, reply: {reply}}}]").Hears(packet ?? Packets.Image("M1"), seed: seed);

    public static TheoryData<string, PassiveReply?> Kinds => new()
    {
        { "你好", new TextReply("你好") },
        { "100", new TextReply("100") },
        { "{text: 你好}", new TextReply("你好") },
        { "{image: MEDIA_ID}", new ImageReply("MEDIA_ID") },
        { "{image: '{{ msg.media_id }}'}", new ImageReply("M1") },
        { "{voice: V}", new VoiceReply("V") },
        { "{video: V}", new VideoReply("V") },
        { "{video: {media: '{{ msg.media_id }}', title: T, description: D}}", new VideoReply("M1", "T", "D") },
        { "{video: {media: V, title: '{{ msg.text }}'}}", new VideoReply("V") },
        { "{music: {title: T, description: D, url: U, hq_url: H, thumb: M}}", new MusicReply("M", "T", "D", "U", "H") },
        { "{music: {url: U}}", new MusicReply(null, null, null, "U") },
        { "{news: {title: T, url: 'http://a'}}", new NewsReply([new("T", "", "", "http://a")]) },
        { "{news: [{title: T, description: D, picture: P, url: U}, {title: '{{ msg.type }}'}]}", new NewsReply([new("T", "D", "P", "U"), new("image", "", "", "")]) },
        { "{transfer: true}", new TransferReply() },
        { "{transfer: }", new TransferReply() },
        { "{transfer: kf1@demo}", new TransferReply("kf1@demo") },
        { "{transfer: '{{ msg.media_id }}@demo'}", new TransferReply("M1@demo") },
        { "{ai_transfer: true}", new AiTransferReply() },
        { "{none: true}", null },
        { "{one_of: [a]}", new TextReply("a") },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_can_be_written(string written, PassiveReply? reply)
    {
        var decision = Reply(written);
        Assert.Equal(reply, decision.Reply);
        Assert.Empty(decision.Notes);
        Assert.Equal("r", Assert.Single(decision.Rules));
    }

    [Fact]
    public void One_of_follows_the_seed_and_nests()
    {
        var script = Rulebook.Of("rules: [{default: true, reply: {one_of: [a, {one_of: [b, {image: c}]}]}}]");
        var seen = Enumerable.Range(0, 400).Select(seed => script.Hears(Packets.Text("x"), seed: (ulong)seed).Reply).ToList();
        Assert.InRange(seen.Count(r => r is TextReply { Content: "a" }), 150, 250);
        Assert.InRange(seen.Count(r => r is TextReply { Content: "b" }), 60, 140);
        Assert.InRange(seen.Count(r => r is ImageReply), 60, 140);
        Assert.Equal(seen, Enumerable.Range(0, 400).Select(seed => script.Hears(Packets.Text("x"), seed: (ulong)seed).Reply));
    }

    [Fact]
    public void Two_choices_are_independent_of_each_other()
    {
        var script = Rulebook.Of("rules:\n  - {exact: a, reply: {one_of: ['0', '1']}}\n  - {exact: b, reply: {one_of: ['0', '1']}}");
        var pairs = Enumerable.Range(0, 400).Select(seed => Rulebook.Text(script.Hears(Packets.Text("a"), seed: (ulong)seed)) + Rulebook.Text(script.Hears(Packets.Text("b"), seed: (ulong)seed))).ToList();
        Assert.All(["00", "01", "10", "11"], pair => Assert.InRange(pairs.Count(p => p == pair), 70, 130));
    }

    [Theory]
    [InlineData("'{{ msg.text }}'", "text")]
    [InlineData("{image: '{{ msg.text }}'}", "image")]
    [InlineData("{news: {title: '{{ msg.text }}'}}", "news")]
    public void A_reply_that_comes_out_empty_is_none_and_noted(string reply, string kind)
    {
        var decision = Reply(reply);
        Assert.Null(decision.Reply);
        Assert.Equal($"rule 'r': its reply of kind '{kind}' was empty, so nothing is sent.", Assert.Single(decision.Notes));
    }

    [Theory]
    [InlineData("''", "t.yaml:2:32: 'reply' is empty, expected text; {none: true} says nothing.")]
    [InlineData("~", "t.yaml:2:32: nothing stands at 'reply', expected text.")]
    [InlineData("[a, b]", "t.yaml:2:32: a list stands at 'reply', expected text or a map; {one_of: [...]} chooses from a list.")]
    [InlineData("[微笑]", "t.yaml:2:32: warning: [微笑] is a list in YAML and was taken as the text '[微笑]'; put it in quotes. [emoticon]")]
    [InlineData("{txt: a}", "t.yaml:2:33: 'txt' is not a key of a reply; did you mean 'text'? allowed: text, image, voice, video, music, news, transfer, ai_transfer, none, one_of. [unknown-key]")]
    [InlineData("{text: a, image: b}", "t.yaml:2:32: a reply has 2 keys, expected one of: text, image, voice, video, music, news, transfer, ai_transfer, none, one_of.")]
    [InlineData("{image: ''}", "t.yaml:2:40: 'image' is empty, expected a media id or a file.")]
    [InlineData("{video: {title: a}}", "t.yaml:2:40: a video needs the key 'media'.")]
    [InlineData("{music: {}}", "t.yaml:2:40: music has nothing in it, expected one of: thumb, title, description, url, hq_url.")]
    [InlineData("{news: []}", "t.yaml:2:39: 'news' has 0 articles, expected 1 to 8.")]
    [InlineData("{news: [{url: a}]}", "t.yaml:2:40: an article needs the key 'title'.")]
    [InlineData("{transfer: false}", "t.yaml:2:43: 'false' stands at 'transfer', expected true.")]
    [InlineData("{none: 5}", "t.yaml:2:39: '5' stands at 'none', expected true.")]
    [InlineData("{one_of: a}", "t.yaml:2:41: 'a' stands at 'one_of', expected a list of replies.")]
    [InlineData("{news: [{title: a}, {title: b}, {title: c}, {title: d}, {title: e}, {title: f}, {title: g}, {title: h}, {title: i}]}", "t.yaml:2:39: 'news' has 9 articles, expected 1 to 8.")]
    public void Says_what_is_wrong_with_a_reply(string reply, string finding) =>
        Assert.Equal(finding, Rulebook.Finding($"rules: [{{default: true, reply: {reply}}}]"));

    [Fact]
    public void Warns_of_texts_that_WeChat_cuts()
    {
        Assert.Empty(Rulebook.Findings($"rules: [{{default: true, reply: {new string('a', 2047)}}}]"));
        Assert.Equal("t.yaml:2:32: warning: the text has 2049 bytes of UTF-8, WeChat shows at most 2047; it will be cut. [long-text]",
            Rulebook.Finding($"rules: [{{default: true, reply: {new string('你', 683)}}}]"));
    }

    [Fact]
    public void Warns_of_replies_that_do_not_fit_the_packets_of_a_rule()
    {
        Assert.Equal("t.yaml:2:34: warning: 'news' has 2 articles, but this rule answers messages only, to which WeChat shows one. [many-articles]",
            Rulebook.Finding("rules: [{exact: a, reply: {news: [{title: a}, {title: b}]}}]"));
        Assert.Empty(Rulebook.Findings("rules: [{event: scan, reply: {news: [{title: a}, {title: b}]}}]"));
        Assert.Equal("t.yaml:2:28: warning: 'transfer' answers messages only, but this rule runs for events only. [no-carrier]",
            Rulebook.Finding("rules: [{menu: KF, reply: {transfer: true}}]"));
    }
}
