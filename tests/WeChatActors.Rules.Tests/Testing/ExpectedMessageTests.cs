using WeChatActors.Protocol;

namespace WeChatActors.Rules.Tests;

public class ExpectedMessageTests
{
    private static readonly NewsReply News = new([new("春茶", "新到", "https://p/1", "https://a/1"), new("茶具", "", "", "https://a/2")]);

    private static TestStep Step(string expected) =>
        Rulebook.Of($"rules: [{{exact: hi, reply: a}}]\ntests:\n  - {{in: hi, {expected}}}\n").Tests[0].Steps[0];

    public static TheoryData<string, PassiveReply?, bool> Replies => new()
    {
        { "你好", new TextReply("你好"), true },
        { "你好", new TextReply("你好\n"), true },
        { "你好", new TextReply("你好吗"), false },
        { "~好", new TextReply("你好吗"), true },
        { "{text: ~坏}", new TextReply("你好吗"), false },
        { "none", null, true },
        { "none", new TextReply("a"), false },
        { "{none: true}", null, true },
        { "a", null, false },
        { "{image: M}", new ImageReply("M"), true },
        { "{image: M}", new VoiceReply("M"), false },
        { "{voice: ~M}", new VoiceReply("XMX"), true },
        { "{video: V}", new VideoReply("V", "t"), true },
        { "{video: {media: V, title: t}}", new VideoReply("V", "t"), true },
        { "{video: {title: u}}", new VideoReply("V", "t"), false },
        { "{music: {url: 'https://m'}}", new MusicReply("T", "t", null, "https://m"), true },
        { "{news: [春茶, {url: 'https://a/2'}]}", News, true },
        { "{news: [{title: 春茶}]}", News, false },
        { "{news: [茶具, 春茶]}", News, false },
        { "{transfer: true}", new TransferReply("anna@shop"), true },
        { "{transfer: anna@shop}", new TransferReply(), false },
        { "{ai_transfer: true}", new AiTransferReply(), true },
    };

    [Theory]
    [MemberData(nameof(Replies))]
    public void An_answer_fits_by_what_the_test_names(string expected, PassiveReply? reply, bool fits) =>
        Assert.Equal(fits, Step($"out: {expected}").Out!.Fits(MessageParts.Of(reply)));

    public static TheoryData<string, CustomerMessage, bool> Pushes => new()
    {
        { "好", new TextPush("好"), true },
        { "{text: 好, as: anna@shop}", new TextPush("好"), false },
        { "{text: 好, as: anna@shop}", new TextPush("好") { KfAccount = "anna@shop" }, true },
        { "{menu: {head: 满意吗？, items: [满意, ~不]}}", new MenuPush("满意吗？", [new("1", "满意"), new("2", "不满意")], null), true },
        { "{menu: {items: [满意]}}", new MenuPush("满意吗？", [new("1", "满意"), new("2", "不满意")], null), false },
        { "{miniprogram: {page: pages/a}}", new MiniProgramPush("wx1", "pages/a", "t", "m"), true },
        { "{card: C}", new CardPush("C"), true },
        { "{news: 春茶}", new NewsPush(News.Articles[0]), true },
        { "{article: A}", new MpArticlePush("B"), false },
    };

    [Theory]
    [MemberData(nameof(Pushes))]
    public void A_pushed_message_fits_by_what_the_test_names(string expected, CustomerMessage message, bool fits) =>
        Assert.Equal(fits, Step($"sent: {expected}").Sent[0].Fits(MessageParts.Of(message)));

    [Fact]
    public void Messages_are_shown_as_a_test_would_write_them()
    {
        Assert.Equal("none", MessageParts.Of((PassiveReply?)null).ToString());
        Assert.Equal("你好", MessageParts.Of(new TextReply("你好")).ToString());
        Assert.Equal("{image: M}", MessageParts.Of(new ImageReply("M")).ToString());
        Assert.Equal("{transfer: true}", MessageParts.Of(new TransferReply()).ToString());
        Assert.Equal("{video: {media: V, title: \"a, b\"}}", MessageParts.Of(new VideoReply("V", "a, b")).ToString());
    }
}
